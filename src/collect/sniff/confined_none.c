/* SPDX-License-Identifier: BSD-2-Clause */
/* Without a sandbox: everything runs in our own process. */
#include "collect/sniff/confined.h"

#include <stdio.h>
#include <string.h>

#include "port/terminal/interrupt.h"

/* What runs, for confined_begin(). */
static const struct confined *running;
static int begun;

void confined_begin(void)
{
	char error[CONFINED_ERROR_TEXT];

	if (running->begun)
		begun = running->begun(running->user, error);
}

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
	running = confined;
	begun = 0;
	confined->run(confined->user, &how, facts);
	confined->close(confined->user);
	if (begun)
		snprintf(error, CONFINED_ERROR_TEXT, "the file of -w: %s",
			 strerror(-begun));
	return begun;
}

bool confined_stopped(void)
{
	return interrupt_asked();
}
