/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * malloc() and its kin, which remember a failure.
 *
 * Where memory is out, something is not looked at, not kept or not told.  Each
 * caller handles its own NULL; that something got lost is asked once, at the
 * end, and the exit status says it.  So no allocation of ours goes another
 * way; scripts/lint holds that.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#define MEMORY_EXIT 3	/* the status of a process that ended for want of it */

/** memory_new() - malloc(); free() ends all of these */
void *memory_new(size_t size);

/** memory_zeroed() - calloc() */
void *memory_zeroed(size_t count, size_t size);

/** memory_resize() - realloc(); @memory is untouched on failure */
void *memory_resize(void *memory, size_t size);

/** memory_copy() - strdup() */
char *memory_copy(const char *string);

/** memory_copy_part() - strndup(), of bytes without a NUL */
char *memory_copy_part(const char *bytes, size_t length);

/** memory_failed() - Was memory out, ever, in this process? */
bool memory_failed(void);

#endif
