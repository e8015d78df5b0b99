/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/terminal/interrupt.h"

#include <signal.h>
#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
#define SIGNALS (sizeof(signals) / sizeof(signals[0]))

static struct sigaction before[SIGNALS];
static volatile sig_atomic_t asked;

static void ask(int number)
{
	if (asked) {
		signal(number, SIG_DFL);
		raise(number);
	}
	asked = 1;
}

void interrupt_catch(void)
{
	/* Without SA_RESTART: a wait ends. */
	struct sigaction action = {.sa_handler = ask};

	asked = 0;
	for (size_t i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], &action, &before[i]);
		/* nohup's. */
		if (signals[i] == SIGHUP && before[i].sa_handler == SIG_IGN)
			sigaction(signals[i], &before[i], NULL);
	}
}

bool interrupt_asked(void)
{
	return asked;
}

void interrupt_release(void)
{
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
}
