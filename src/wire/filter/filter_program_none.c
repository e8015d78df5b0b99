/* SPDX-License-Identifier: BSD-2-Clause */
/* A build without libpcap has no filters. */
#include "wire/filter/filter_program.h"

#include <errno.h>
#include <stdio.h>

#include "wire/packet/packet.h"

int filter_program_ready(char *error)
{
	snprintf(error, CAPTURE_ERROR_TEXT,
		 "no filters on files: this bindwhy is built without libpcap");
	return -EOPNOTSUPP;
}

int filter_program_new(const char *text, int dlt,
		       struct filter_program **program, char *error)
{
	(void)text;
	(void)dlt;
	(void)program;
	return filter_program_ready(error);
}

bool filter_program_passes(const struct filter_program *program,
			   const uint8_t *bytes, size_t captured,
			   uint32_t length)
{
	(void)program;
	(void)bytes;
	(void)captured;
	(void)length;
	return true;
}

void filter_program_free(struct filter_program *program)
{
	(void)program;
}
