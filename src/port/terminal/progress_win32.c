/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/terminal/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

#include "base/memory.h"
#include "port/terminal/terminal.h"

struct progress {
	const char *what;
	int64_t most;
	HANDLE thread;
	HANDLE stop;
};

/* Blanks take the line away: not every console knows escape sequences. */
static DWORD WINAPI show(void *context)
{
	struct progress *p = context;
	int seconds = 0, width = 0;

	while (WaitForSingleObject(p->stop, 1000) == WAIT_TIMEOUT) {
		width = fprintf(stderr, "\r%s: %d s of at most %" PRId64,
				p->what, ++seconds, (p->most + 999) / 1000);
		fflush(stderr);
	}
	if (seconds)
		fprintf(stderr, "\r%*s\r", width > 0 ? width : 0, "");
	return 0;
}

struct progress *progress_start(const char *what, int64_t most)
{
	struct progress *p;

	if (!terminal_is(stderr))
		return NULL;
	p = memory_zeroed(1, sizeof(*p));
	if (!p)
		return NULL;
	p->what = what;
	p->most = most;
	p->stop = CreateEventW(NULL, TRUE, FALSE, NULL);
	if (p->stop)
		p->thread = CreateThread(NULL, 0, show, p, 0, NULL);
	if (p->thread)
		return p;
	if (p->stop)
		CloseHandle(p->stop);
	free(p);
	return NULL;
}

void progress_stop(struct progress *progress)
{
	if (!progress)
		return;
	SetEvent(progress->stop);
	WaitForSingleObject(progress->thread, INFINITE);
	CloseHandle(progress->thread);
	CloseHandle(progress->stop);
	free(progress);
}
