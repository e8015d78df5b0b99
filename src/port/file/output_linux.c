/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int output_write(int output, const void *bytes, size_t length, size_t *written)
{
	const char *at = bytes;

	*written = 0;
	while (*written < length) {
		ssize_t n = write(output, at + *written, length - *written);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		*written += (size_t)n;
	}
	return 0;
}

int output_cut(int output, size_t length)
{
	off_t to = lseek(output, 0, SEEK_CUR);

	if (to < 0)
		return -errno;
	to -= (off_t)length;
	/* A device has a position, too, and cannot be cut. */
	if (to < 0 || ftruncate(output, to))
		return to < 0 || errno == EINVAL ? -ESPIPE : -errno;
	return lseek(output, to, SEEK_SET) < 0 ? -errno : 0;
}

/** struct text - A stream of output_stream() */
static struct text {
	FILE *stream;
	int output;
	int error;
	char buffer[BUFSIZ];
} texts[2];

static ssize_t write_text(void *cookie, const char *bytes, size_t size)
{
	struct text *text = cookie;
	size_t written;
	int rc = output_write(text->output, bytes, size, &written);

	if (!text->error)
		text->error = rc;
	return (ssize_t)written;
}

FILE *output_stream(FILE *standard)
{
	const cookie_io_functions_t functions = {.write = write_text};
	int output = fileno(standard);
	struct text *text = &texts[output == STDERR_FILENO];

	text->output = output;
	text->stream = fopencookie(text, "w", functions);
	if (!text->stream)
		return standard;
	setvbuf(text->stream, text->buffer,
		isatty(output) || output == STDERR_FILENO ? _IOLBF : _IOFBF,
		sizeof(text->buffer));
	return text->stream;
}

int output_finish(FILE *stream)
{
	int rc;

	errno = 0;
	rc = fflush(stream) || ferror(stream) ? -errno : 0;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].stream == stream && texts[i].error)
			return texts[i].error;
	/* A write that failed earlier has left no errno. */
	return !rc && ferror(stream) ? -EIO : rc;
}
