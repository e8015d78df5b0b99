/* SPDX-License-Identifier: BSD-2-Clause */
/* A build without libcap-ng, for a system that has a sandbox. */
#include "priv/sandbox.h"

#include <errno.h>
#include <stdio.h>

bool sandbox_exists(void)
{
	return true;
}

int sandbox_enter(const struct sandbox_use *use, char *how)
{
	(void)use;
	snprintf(how, SANDBOX_TEXT, "this build has no sandbox");
	return -EOPNOTSUPP;
}
