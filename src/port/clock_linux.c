/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/clock.h"

#include <errno.h>
#include <time.h>

int64_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_wall(void)
{
	return (int64_t)time(NULL);
}

int64_t clock_wall_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int clock_local(int64_t seconds, struct tm *local)
{
	time_t time = (time_t)seconds;

	/* localtime() would look at the file each time. */
	return localtime_r(&time, local) ? 0 : -EOVERFLOW;
}
