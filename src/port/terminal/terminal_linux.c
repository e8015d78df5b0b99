/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/terminal/terminal.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void terminal_setup(void)
{
	setlocale(LC_CTYPE, "");
	signal(SIGPIPE, SIG_IGN);
	/* A write beyond `ulimit -f` is an error. */
	signal(SIGXFSZ, SIG_IGN);
	/*
	 * A socket must never become descriptor 1.  Read-only, so that what
	 * is written to a closed descriptor is an error and not lost.
	 */
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0)
			(void)!open("/dev/null", O_RDONLY);
}

bool terminal_is(FILE *stream)
{
	return isatty(fileno(stream));
}

bool terminal_colors(FILE *stream)
{
	const char *term = getenv("TERM");

	return terminal_is(stream) && term && strcmp(term, "dumb");
}

void terminal_line(FILE *stream, const char *text)
{
	fprintf(stream, "\r\033[K%s", text);
}

bool terminal_utf8(void)
{
	return !strcmp(nl_langinfo(CODESET), "UTF-8");
}
