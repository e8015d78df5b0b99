/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our own reader: Windows has none without Npcap, libpcap refuses pcapng files
 * whose interfaces differ in link type, and untrusted files are to be parsed
 * by code that is fuzzed here.
 */
#include "wire/capture/capture_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wire/capture/capture_pcap.h"
#include "wire/capture/capture_pcapng.h"
#include "wire/capture/capture_source.h"
#include "port/error.h"

#define MAGIC 4			/* bytes that identify a format */
#define SHOWN 4			/* bytes shown of a file of no known format */

/**
 * struct capture_file - A capture file
 * @is_pcapng:	@pcapng is used, else @pcap
 * @received:	Packets read so far
 * @ended:	0, or the error that ended it; later calls return it again
 * @why:	... in words
 */
struct capture_file {
	struct capture_buffer buffer;
	bool is_pcapng;
	struct pcap_format pcap;
	struct pcapng_format pcapng;
	uint64_t received;
	int ended;
	char why[CAPTURE_ERROR_TEXT];
};

/* Captures in formats that are not read. */
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

/* As numbers: the file may be a letter or a list of passwords. */
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

/* Describe a file that is not a capture.  Always -EINVAL. */
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

/* Identify the format, and read the file's header. */
static int read_header(struct capture_file *file, char *error)
{
	int rc;

	rc = capture_buffer_need(&file->buffer, MAGIC, -1);
	if (rc == -ENODATA)
		return refuse(&file->buffer, error);
	if (rc != 1)
		return capture_buffer_cut(&file->buffer, rc ? rc : -EINTR, "",
					  error);
	rc = pcap_format_open(&file->pcap, &file->buffer, error);
	if (rc != -EPROTOTYPE)
		return rc;
	file->is_pcapng = true;
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
	rc = file->is_pcapng ? pcapng_format_next(&file->pcapng, &file->buffer,
						  packet, wait, error) :
			       pcap_format_next(&file->pcap, &file->buffer,
						packet, wait, error);
	if (rc < 0)
		file->ended = rc;
	if (rc < 0 && rc != -ENODATA)
		snprintf(file->why, sizeof(file->why), "%s", error);
	file->received += rc == 1;
	return rc;
}

static void counts(void *state, struct capture_counts *counts)
{
	const struct capture_file *file = state;

	*counts = (struct capture_counts){.received = file->received};
}

static void close_file(void *state)
{
	struct capture_file *file = state;

	if (file->is_pcapng)
		pcapng_format_close(&file->pcapng);
	free(file->buffer.bytes);
	free(file);
}

static int out_of_memory(char *error)
{
	snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
	return -ENOMEM;
}

int capture_open_input(const struct capture_input *input,
		       struct capture **capture, char *error)
{
	static const struct capture_source source = {
		.next = next,
		.counts = counts,
		.close = close_file,
	};
	struct capture_file *file = memory_zeroed(1, sizeof(*file));
	struct capture *new = NULL;
	int rc;

	if (!file)
		return out_of_memory(error);
	file->buffer.input = *input;
	file->buffer.bytes = memory_new(CAPTURE_BUFFER);
	rc = file->buffer.bytes ? read_header(file, error) :
				  out_of_memory(error);
	if (!rc) {
		new = capture_new(&source, file);
		if (!new)
			rc = out_of_memory(error);
	}
	if (rc)
		close_file(file);
	else
		*capture = new;
	return rc;
}
