/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/clock.h"

#include <errno.h>
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

int64_t clock_wall_ns(void)
{
	FILETIME now;
	ULARGE_INTEGER ticks;

	/* 100 ns each, since 1601. */
	GetSystemTimeAsFileTime(&now);
	ticks.LowPart = now.dwLowDateTime;
	ticks.HighPart = now.dwHighDateTime;
	return ((int64_t)ticks.QuadPart - INT64_C(116444736000000000)) * 100;
}

int clock_local(int64_t seconds, struct tm *local)
{
	time_t time = (time_t)seconds;

	return localtime_s(local, &time) ? -EOVERFLOW : 0;
}
