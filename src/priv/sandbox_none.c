/* SPDX-License-Identifier: BSD-2-Clause */
/* A build without libcap-ng, or for another system. */
#include "priv/sandbox.h"

#include <errno.h>
#include <stdio.h>

int sandbox_enter(char *how)
{
	snprintf(how, SANDBOX_TEXT,
		 "not at all: this build has no sandbox");
	return -EOPNOTSUPP;
}
