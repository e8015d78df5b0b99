/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Windows has no way for a program to give up the rights that matter here (to
 * open, to connect) while the handles that it has still work, except the low
 * box of a process that is started anew.  So packets are read with all rights,
 * and the report says so.
 */
#include "priv/sandbox.h"

#include <errno.h>
#include <stdio.h>

bool sandbox_exists(void)
{
	return false;
}

int sandbox_enter(const struct sandbox_use *use, char *how)
{
	(void)use;
	snprintf(how, SANDBOX_TEXT, "there is no sandbox for Windows");
	return -EOPNOTSUPP;
}
