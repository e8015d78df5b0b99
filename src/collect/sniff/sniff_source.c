/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/sniff/sniff_source.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/capture/capture_file.h"
#include "collect/sniff/confined.h"
#include "collect/sniff/sniff_filter.h"
#include "port/error.h"
#include "port/file/input.h"

static ptrdiff_t read_input(void *state, void *bytes, size_t size, int wait)
{
	const int *input = state;
	ptrdiff_t n;

	/* Who waits for good does not look whether a signal was meant. */
	do
		n = input_read(*input, bytes, size, wait);
	while (n == -EINTR && wait < 0 && !confined_stopped());
	return n;
}

static int open_file(struct sniff_source *source,
		     const struct sniff_options *options, char *error)
{
	int rc = options->filter ? filter_new(options->filter, &source->filter,
					      error) :
				   0;

	if (rc)
		return rc;
	source->input = input_open(options->file);
	if (source->input >= 0)
		return 0;
	rc = source->input;
	snprintf(error, CAPTURE_ERROR_TEXT, "%.150s: %s (%s)", options->file,
		 strerror(-rc), error_name(-rc));
	return rc;
}

/* By itself: `host a) or (tcp` would make sense between our parentheses. */
static int check_filter(const char *text, char *error)
{
	struct filter *filter = NULL;
	int rc = text ? filter_new(text, &filter, error) : 0;

	filter_free(filter);
	return rc == -EOPNOTSUPP ? 0 : rc;
}

int sniff_source_open(struct sniff_source *source,
		      const struct sniff_options *options,
		      const uint16_t *ports, size_t count, char *error)
{
	char *filter;
	int rc;

	source->input = -1;
	source->link = -1;
	if (options->file)
		return open_file(source, options, error);
	rc = check_filter(options->filter, error);
	if (rc)
		return rc;
	filter = sniff_filter(ports, count, options->filter);
	if (!filter)
		return -ENOMEM;
	rc = capture_open_live(&(struct capture_live){
			.interface = options->interface,
			.filter = filter,
			.buffer = options->buffer,
		}, &source->capture, error);
	free(filter);
	return rc;
}

int sniff_source_start(struct sniff_source *source, char *error)
{
	struct capture_input input = {read_input, &source->input};

	return source->capture ? 0 :
				 capture_open_input(&input, &source->capture,
						    error);
}

int sniff_source_next(struct sniff_source *source, struct packet *packet,
		      int wait, char *error)
{
	int rc = capture_next(source->capture, packet, wait, error);

	if (rc != 1 || !source->filter)
		return rc;
	if (packet->link != source->link) {
		rc = filter_fits(source->filter, packet->link, error);
		if (rc)
			return rc;
		source->link = packet->link;
	}
	return filter_passes(source->filter, packet) ? 1 : -EAGAIN;
}

void sniff_source_counts(struct sniff_source *source,
			 struct capture_counts *counts)
{
	*counts = (struct capture_counts){0};
	if (source->capture)
		capture_counts(source->capture, counts);
}

void sniff_source_close(struct sniff_source *source)
{
	capture_close(source->capture);
	filter_free(source->filter);
	if (source->input >= 0)
		input_close(source->input);
}
