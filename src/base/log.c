#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

static int log_level;

static void log_line(const char *format, va_list ap)
	COMPILER_PRINTF(1, 0);

static void log_line(const char *format, va_list ap)
{
	fputs("bindwhy: ", stderr);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
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
