/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Memory for JSON values, and whether there was always enough.
 *
 * A value is built in many small steps, and jansson says of each whether it
 * worked.  Here the first failure of all is remembered in one place, so that
 * a member cannot get lost because a step was not asked: facts_error() says
 * it, and so does the JSON writer.
 */
#ifndef FACTS_MEMORY_H
#define FACTS_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/** memory_watch() - Have jansson ask memory_take(); any number of times */
void memory_watch(void);

/** memory_take() - malloc() that remembers a failure; free() ends it */
void *memory_take(size_t size);

/** memory_failed() - Was memory out, ever, in this process? */
bool memory_failed(void);

#endif
