/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/terminal/interrupt.h"

#include <windows.h>

static volatile LONG asked;

/*
 * Runs in a thread of its own.  Where the console is closed or the user leaves,
 * the system ends the program when this returns, or after some seconds; until
 * then there is time to say what was seen.
 */
static BOOL WINAPI ask(DWORD event)
{
	/* Of what we do not handle, the system ends the program. */
	if (InterlockedExchange(&asked, 1))
		return FALSE;
	if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
		Sleep(INFINITE);
	return TRUE;
}

void interrupt_catch(void)
{
	asked = 0;
	SetConsoleCtrlHandler(ask, TRUE);
}

bool interrupt_asked(void)
{
	return asked;
}

void interrupt_release(void)
{
	SetConsoleCtrlHandler(ask, FALSE);
}
