/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_names.h"

const char *watch_phase_name(enum phase phase)
{
	static const char *const names[] = {
		[PHASE_SYN] = "syn",	       [PHASE_GREETING] = "greeting",
		[PHASE_DIALOGUE] = "dialogue", [PHASE_MESSAGE] = "message",
		[PHASE_TLS] = "tls",
	};

	return names[phase];
}

const char *const *watch_odd_names(void)
{
	static const char *const names[] = {
		"ttl", "id", "sequence", "data-after", "several", NULL,
	};

	return names;
}

const char *watch_outcome_name(enum control_outcome outcome)
{
	static const char *const names[] = {
		[CONTROL_GRANTED] = "granted",
		[CONTROL_IN_USE] = "in-use",
		[CONTROL_REFUSED_OUTRIGHT] = "refused",
		[CONTROL_NOT_AUTHENTICATED] = "not-authenticated",
		[CONTROL_NO_ANSWER] = "no-answer",
		[CONTROL_UNRESOLVED] = "unresolved",
	};

	return names[outcome];
}
