/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define LOG_LINE 2048	/* a longer one is cut */

static int log_level;

static void log_line(const char *format, va_list ap)
	COMPILER_PRINTF(1, 0);

static void log_line(const char *format, va_list ap)
{
	char line[LOG_LINE], clean[4 * LOG_LINE], whole[4 * LOG_LINE + 16];
	int n = vsnprintf(line, sizeof(line), format, ap);

	if (n < 0)
		return;
	/* Names and words of others stand in it. */
	text_printable(line, strlen(line), clean);
	snprintf(whole, sizeof(whole), "bindwhy: %s\n", clean);
	/* Nothing of it was printed where a signal broke the write. */
	while (fputs(whole, stderr) == EOF && errno == EINTR)
		clearerr(stderr);
	/* Where standard error has a buffer (Wine), keep the order. */
	fflush(stderr);
}

void log_verbose(int level)
{
	log_level = level;
}

void log_error(const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	log_line(format, ap);
	va_end(ap);
}

void log_debug(const char *format, ...)
{
	va_list ap;

	if (log_level < 2)
		return;
	va_start(ap, format);
	log_line(format, ap);
	va_end(ap);
}
