/* SPDX-License-Identifier: BSD-2-Clause */
/* Where no process can be confined: everything in our own. */
#include "collect/sniff/confined.h"

#include <errno.h>

#include "port/terminal/interrupt.h"

int confined_run(const struct confined *confined, struct facts *facts,
		 char *error)
{
	struct confined_how how = {.confined = false};
	int rc = sandbox_enter(&(struct sandbox_use){.read = -1}, how.text);

	if (sandbox_exists() && !confined->unconfined) {
		confined_refuse(how.text, error);
		return rc;
	}
	rc = confined->open(confined->user, error);
	if (rc)
		return rc;
	confined->run(confined->user, &how, facts);
	confined->close(confined->user);
	return 0;
}

bool confined_stopped(void)
{
	return interrupt_asked();
}
