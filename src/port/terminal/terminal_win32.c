/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files and pipes get our bytes as they are.
 *
 * A console would read them in its code page.  To set that to UTF-8 would
 * outlast a program that is broken off, and up to Windows 7 the C library
 * takes a console's answer in characters for one in bytes, and fails.  So
 * what goes to a console goes through a pipe of our own to a thread, which
 * hands it over as UTF-16.
 */
#include "port/terminal/terminal.h"

#include <fcntl.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "base/text.h"

#define PIPE_SIZE 4096
#define UTF8_MAX 4	/* bytes of a character */

#ifndef ENABLE_VIRTUAL_TERMINAL_PROCESSING
#define ENABLE_VIRTUAL_TERMINAL_PROCESSING 4
#endif

/* By descriptor: 1 is standard output, 2 standard error. */
static bool on_console[3];

/* The console behind either, and what speaks to it. */
static struct {
	HANDLE screen;
	HANDLE thread;
	int reader;		/* the pipe's end that the thread reads */
	DWORD mode;		/* at the start */
	bool escapes;		/* it understands escape sequences */
} console;

/* How many bytes at the end begin a character that is not whole. */
static size_t unfinished(const char *bytes, size_t length)
{
	for (size_t n = 1; n < UTF8_MAX && n <= length; n++) {
		unsigned char byte = (unsigned char)bytes[length - n];

		if ((byte & 0xc0) == 0x80)
			continue;
		if (byte >= 0xf0)
			return n < 4 ? n : 0;
		if (byte >= 0xe0)
			return n < 3 ? n : 0;
		return byte >= 0xc0 && n < 2 ? n : 0;
	}
	return 0;
}

static void show(const char *bytes, size_t length)
{
	wchar_t wide[PIPE_SIZE + UTF8_MAX];
	int count = MultiByteToWideChar(CP_UTF8, 0, bytes, (int)length, wide,
					PIPE_SIZE + UTF8_MAX);
	DWORD written = 0;

	for (int at = 0; at < count; at += (int)written)
		if (!WriteConsoleW(console.screen, wide + at,
				   (DWORD)(count - at), &written, NULL) ||
		    !written)
			return;
}

static DWORD WINAPI feed_console(void *unused)
{
	char bytes[PIPE_SIZE + UTF8_MAX];
	size_t kept = 0;
	int n;

	(void)unused;
	while ((n = _read(console.reader, bytes + kept, PIPE_SIZE)) > 0) {
		size_t length = kept + (size_t)n;

		kept = unfinished(bytes, length);
		show(bytes, length - kept);
		memmove(bytes, bytes + length - kept, kept);
	}
	show(bytes, kept);
	return 0;
}

/* At exit: what was written is shown, and the console is as it was. */
static void finish(void)
{
	fflush(stdout);
	fflush(stderr);
	for (int fd = 1; fd <= 2; fd++)
		if (on_console[fd])
			_close(fd);
	WaitForSingleObject(console.thread, INFINITE);
	SetConsoleMode(console.screen, console.mode);
}

/*
 * Colours are for those that ask for them: the console of Windows 10 and
 * later.  It is also the one whose fonts have what reports draw with.
 */
static void open_console(HANDLE screen)
{
	int ends[2];

	console.screen = screen;
	GetConsoleMode(screen, &console.mode);
	if (_pipe(ends, PIPE_SIZE, _O_BINARY | _O_NOINHERIT))
		return;
	console.reader = ends[0];
	console.thread = CreateThread(NULL, 0, feed_console, NULL, 0, NULL);
	if (!console.thread) {
		_close(ends[0]);
		_close(ends[1]);
		return;
	}
	for (int fd = 1; fd <= 2; fd++)
		if (on_console[fd])
			_dup2(ends[1], fd);
	_close(ends[1]);
	console.escapes = SetConsoleMode(
		screen, console.mode | ENABLE_PROCESSED_OUTPUT |
				ENABLE_VIRTUAL_TERMINAL_PROCESSING);
	atexit(finish);
}

void terminal_setup(void)
{
	HANDLE screen = NULL;
	DWORD mode;

	for (int fd = 1; fd <= 2; fd++) {
		HANDLE handle = (HANDLE)_get_osfhandle(fd);

		on_console[fd] = GetConsoleMode(handle, &mode);
		if (on_console[fd] && !screen)
			screen = handle;
		_setmode(fd, _O_BINARY);
	}
	if (screen && DuplicateHandle(GetCurrentProcess(), screen,
				      GetCurrentProcess(), &screen, 0, FALSE,
				      DUPLICATE_SAME_ACCESS))
		open_console(screen);
}

bool terminal_is(FILE *stream)
{
	return on_console[_fileno(stream) == 2 ? 2 : 1];
}

bool terminal_colors(FILE *stream)
{
	return terminal_is(stream) && console.escapes;
}

/* Blanks take the line away: not every console knows escape sequences. */
void terminal_line(FILE *stream, const char *text)
{
	static int shown;
	char line[256];

	/* In one piece: printf() would write each byte by itself. */
	snprintf(line, sizeof(line), "\r%-*s%s", shown, text,
		 *text ? "" : "\r");
	fputs(line, stream);
	shown = (int)strlen(text);
}

/* Terminals that are not a console of Windows set it, as those of MSYS2 do. */
static bool locale_is_utf8(void)
{
	static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *locale = getenv(names[i]);

		if (locale && *locale)
			return text_ends(locale, "UTF-8") ||
			       text_ends(locale, "utf8");
	}
	return GetConsoleOutputCP() == CP_UTF8 || GetACP() == CP_UTF8;
}

bool terminal_utf8(void)
{
	return on_console[1] ? console.escapes : locale_is_utf8();
}
