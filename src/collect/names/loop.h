/* SPDX-License-Identifier: BSD-2-Clause */
/* One poll() for all sources. */
#ifndef COLLECT_NAMES_LOOP_H
#define COLLECT_NAMES_LOOP_H

#include "collect/names/source.h"

/**
 * loop_run() - Run sources until all have finished
 * @sources:	A list
 * @deadline:	On clock_now()'s scale; those that have not finished by then
 *		are stopped
 *
 * Return: 0, or -errno where it could not wait: all are stopped then
 */
int loop_run(struct source *sources, int64_t deadline);

#endif
