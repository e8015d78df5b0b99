/* SPDX-License-Identifier: BSD-2-Clause */
/* Where no process can be confined: everything in our own. */
#include "collect/sniff/confined.h"

#include "port/terminal/interrupt.h"
#include "priv/sandbox.h"

int confined_run(const struct confined *confined, struct facts *facts,
		 char *error)
{
	char how[SANDBOX_TEXT];
	int rc = confined->open(confined->user, error);

	if (rc)
		return rc;
	/* Says that, and why, there is none. */
	sandbox_enter(how);
	confined->run(confined->user, how, facts);
	confined->close(confined->user);
	return 0;
}

bool confined_stopped(void)
{
	return interrupt_asked();
}
