/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * An own reader: Windows has none without Npcap, libpcap refuses files whose
 * interfaces differ in link type, and it would read for us what strangers
 * wrote.
 */
#include "wire/capture/capture_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/capture/capture_format.h"
#include "wire/capture/capture_source.h"
#include "wire/filter/filter.h"
#include "port/error.h"
#include "port/file/input.h"

#define MAGIC 4			/* bytes that tell what a file is */
#define SHOWN 4			/* bytes of what is no capture */
#define AT_ONCE 4096		/* packets that do not pass, before we return */

/**
 * struct capture_file - A file that is read
 * @pcapng:	It is that, or @pcap
 * @received:	Packets that passed the filter
 * @ended:	0, or why there are no more: said again to who asks again
 * @why:	... in words
 */
struct capture_file {
	struct capture_buffer buffer;
	bool is_pcapng;
	struct pcap_format pcap;
	struct pcapng_format pcapng;
	struct filter *filter;
	uint64_t received;
	int ended;
	char why[CAPTURE_ERROR_TEXT];
};

/* Files that hold captures, but not so. */
static const struct known {
	const char *magic;
	const char *what;
} known[] = {
	{"\x1f\x8b", "compressed: gunzip it first"},
	{"\x28\xb5\x2f\xfd", "compressed: unzstd it first"},
	{"\x04\x22\x4d\x18", "compressed: unlz4 it first"},
	{"\xfd" "7zX", "compressed: unxz it first"},
	{"BZh", "compressed: bunzip2 it first"},
	{"PK\x03\x04", "compressed: unzip it first"},
	{"GMBU", "of Network Monitor: convert it with editcap -F pcapng"},
	{"RTSS", "of Network Monitor: convert it with editcap -F pcapng"},
	{"snoo", "of snoop: convert it with editcap -F pcapng"},
};

int capture_format_cut(const struct capture_buffer *buffer, int rc,
		       const char *where, char *error)
{
	if (rc == -ENODATA) {
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "cut off in %s, at byte %" PRIu64, where,
			 buffer->offset + capture_buffer_left(buffer));
		return -EINVAL;
	}
	if (rc < 0)
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "reading at byte %" PRIu64 ": %s (%s)",
			 buffer->offset + capture_buffer_left(buffer),
			 strerror(-rc), error_name(-rc));
	return rc;
}

/* As numbers: it may be a letter or a list of passwords. */
static void show_start(struct cursor start, char *error)
{
	size_t used;
	uint8_t byte;

	if (!cursor_left(&start)) {
		snprintf(error, CAPTURE_ERROR_TEXT, "not a capture: empty");
		return;
	}
	used = (size_t)snprintf(error, CAPTURE_ERROR_TEXT,
				"not a capture: it starts with");
	while (cursor_u8(&start, &byte))
		used += (size_t)snprintf(error + used,
					 CAPTURE_ERROR_TEXT - used, " %02x",
					 byte);
}

/* What a file is that is no capture; always -EINVAL. */
static int refuse(const struct capture_buffer *buffer, char *error)
{
	struct cursor c = capture_buffer_cursor(buffer), start;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (cursor_starts(&c, known[i].magic)) {
			snprintf(error, CAPTURE_ERROR_TEXT, "%s",
				 known[i].what);
			return -EINVAL;
		}
	cursor_take(&c, cursor_left(&c) < SHOWN ? cursor_left(&c) : SHOWN,
		    &start);
	show_start(start, error);
	return -EINVAL;
}

static int described(void *user, int link, char *error)
{
	struct capture_file *file = user;

	return file->filter ? filter_fits(file->filter, link, error) : 0;
}

/* The file's own header, by the format that it is of. */
static int read_header(struct capture_file *file, char *error)
{
	int rc;

	rc = capture_buffer_need(&file->buffer, MAGIC, -1);
	if (rc == -ENODATA)
		return refuse(&file->buffer, error);
	if (rc != 1)
		return capture_format_cut(&file->buffer, rc ? rc : -EINTR, "",
					  error);
	rc = pcap_format_open(&file->pcap, &file->buffer, error);
	if (rc != -EPROTOTYPE)
		return rc;
	file->is_pcapng = true;
	file->pcapng.described = described;
	file->pcapng.user = file;
	rc = pcapng_format_open(&file->pcapng, &file->buffer, error);
	return rc == -EPROTOTYPE ? refuse(&file->buffer, error) : rc;
}

static int next(void *state, struct packet *packet, int wait, char *error)
{
	struct capture_file *file = state;
	int rc;

	if (file->ended) {
		if (file->ended != -ENODATA)
			memcpy(error, file->why, sizeof(file->why));
		return file->ended;
	}
	for (int i = 0; i < AT_ONCE; i++) {
		rc = file->is_pcapng ?
			     pcapng_format_next(&file->pcapng, &file->buffer,
						packet, wait, error) :
			     pcap_format_next(&file->pcap, &file->buffer,
					      packet, wait, error);
		if (rc < 0)
			file->ended = rc;
		if (rc < 0 && rc != -ENODATA)
			snprintf(file->why, sizeof(file->why), "%s", error);
		if (rc != 1)
			return rc;
		if (filter_passes(file->filter, packet)) {
			file->received++;
			return 1;
		}
	}
	return 0;
}

static void counts(void *state, struct capture_counts *counts)
{
	const struct capture_file *file = state;

	*counts = (struct capture_counts){.received = file->received};
}

static int link_of(const void *state)
{
	const struct capture_file *file = state;

	return file->is_pcapng ? file->pcapng.link : file->pcap.link;
}

/* All but the input. */
static void free_file(struct capture_file *file)
{
	filter_free(file->filter);
	if (file->is_pcapng)
		pcapng_format_close(&file->pcapng);
	free(file->buffer.bytes);
	free(file);
}

static void close_file(void *state)
{
	struct capture_file *file = state;

	if (file->buffer.input.close)
		file->buffer.input.close(file->buffer.input.state);
	free_file(file);
}

static int out_of_memory(char *error)
{
	snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
	return -ENOMEM;
}

int capture_open_input(const struct capture_input *input, const char *filter,
		       struct capture **capture, char *error)
{
	static const struct capture_source source = {
		.next = next,
		.counts = counts,
		.link = link_of,
		.close = close_file,
	};
	struct capture_file *file = calloc(1, sizeof(*file));
	struct capture *new = NULL;
	int rc;

	if (!file)
		return out_of_memory(error);
	file->buffer.input = *input;
	file->buffer.bytes = malloc(CAPTURE_BUFFER);
	rc = file->buffer.bytes ? read_header(file, error) :
				  out_of_memory(error);
	if (!rc && filter)
		rc = filter_new(filter, file->is_pcapng ? -1 : file->pcap.link,
				&file->filter, error);
	if (!rc) {
		new = capture_new(&source, file);
		if (!new)
			rc = out_of_memory(error);
	}
	if (rc)
		free_file(file);
	else
		*capture = new;
	return rc;
}

static ptrdiff_t read_input(void *state, void *bytes, size_t size, int wait)
{
	return input_read((int)(intptr_t)state, bytes, size, wait);
}

static void close_input(void *state)
{
	input_close((int)(intptr_t)state);
}

int capture_open_file(const char *path, const char *filter,
		      struct capture **capture, char *error)
{
	struct capture_input input = {read_input, close_input, NULL};
	int fd = input_open(path), rc;

	if (fd < 0) {
		snprintf(error, CAPTURE_ERROR_TEXT, "opening it: %s (%s)",
			 strerror(-fd), error_name(-fd));
		return fd;
	}
	input.state = (void *)(intptr_t)fd;
	rc = capture_open_input(&input, filter, capture, error);
	if (rc)
		input_close(fd);
	return rc;
}
