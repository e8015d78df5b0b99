#include "port/interrupt.h"

#include <windows.h>

static volatile LONG asked;

/* Runs in a thread of its own. */
static BOOL WINAPI ask(DWORD event)
{
	(void)event;
	/* Of what we do not handle, the system ends the program. */
	return !InterlockedExchange(&asked, 1);
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
