/* SPDX-License-Identifier: BSD-2-Clause */
#include "report/report.h"

#include <string.h>

#define ROW(name) &writer_##name,

const struct writer *const report_writers[] = {REPORT_WRITERS(ROW) NULL};

const struct writer *report_writer(const char *name)
{
	const struct writer *const *writer = report_writers;

	while (*writer && strcmp((*writer)->name, name))
		writer++;
	return *writer;
}
