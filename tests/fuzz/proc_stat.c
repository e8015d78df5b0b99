/* SPDX-License-Identifier: BSD-2-Clause */
/* /proc/PID/stat: a process gives itself any name, brackets and LF too. */
#include "collect/process/proc.h"

#include "fuzz/fuzz.h"

/* The name of the process must not reach what stands behind it. */
static void check_name(const uint8_t *name, size_t length)
{
	static const char start[] = "812 (";
	static const char end[] = ") S 1 812 3 0 -1 4194560 8 9 10 11 12 13 "
				  "14 15 20 0 1 0 100 0 0";
	struct proc_stat stat;
	char bytes[256];
	size_t n;

	if (length > 128)
		length = 128;
	n = sizeof(start) - 1;
	memcpy(bytes, start, n);
	if (length)
		memcpy(bytes + n, name, length);
	n += length;
	memcpy(bytes + n, end, sizeof(end) - 1);
	n += sizeof(end) - 1;
	must(!proc_stat_parse(bytes, n, &stat));
	must(stat.ppid == 1 && stat.pgrp == 812 && stat.flags == 4194560 &&
	     stat.started == 100);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct proc_stat stat;

	if (!proc_stat_parse((const char *)bytes, length, &stat)) {
		must(memchr(stat.name, '\0', sizeof(stat.name)));
		must(stat.ppid >= 0 && stat.pgrp >= 0);
	}
	check_name(bytes, length);
	return 0;
}
