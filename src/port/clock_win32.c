#include "port/clock.h"

#include <time.h>
#include <windows.h>

int64_t clock_now(void)
{
	LARGE_INTEGER count, frequency;

	/* Neither fails from Windows XP on. */
	QueryPerformanceFrequency(&frequency);
	QueryPerformanceCounter(&count);
	return count.QuadPart / frequency.QuadPart * 1000 +
	       count.QuadPart % frequency.QuadPart * 1000 /
		       frequency.QuadPart;
}

int64_t clock_wall(void)
{
	return (int64_t)time(NULL);
}
