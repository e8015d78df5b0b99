/* SPDX-License-Identifier: BSD-2-Clause */
/* How facts and events name things. */
#ifndef COLLECT_WATCH_WATCH_NAMES_H
#define COLLECT_WATCH_WATCH_NAMES_H

#include "collect/watch/watch_state.h"

/** watch_phase_name() - "dialogue" */
const char *watch_phase_name(enum phase phase);

/** watch_odd_names() - The names of RESET_ bits; ended by NULL */
const char *const *watch_odd_names(void);

/** watch_outcome_name() - "in-use" */
const char *watch_outcome_name(enum control_outcome outcome);

#endif
