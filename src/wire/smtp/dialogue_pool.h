/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that the dialogues of a table share. */
#ifndef WIRE_SMTP_DIALOGUE_POOL_H
#define WIRE_SMTP_DIALOGUE_POOL_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct dialogue_pool - The memory of all dialogues of a table
 * @used:	Bytes of heap for incomplete lines, for replies whose last line
 *		has not come yet, and for commands without a reply
 * @limit:	Maximum of @used.  What does not fit is treated as if the
 *		capture had lost it, with DIALOGUE_LOST: a line is skipped, a
 *		line of a reply is only counted in lines_seen, a command's
 *		reply has no command
 */
struct dialogue_pool {
	size_t used;
	size_t limit;
};

/**
 * dialogue_pool_take() - Reserve room for a malloc() of @size bytes
 * @pool:	May be NULL: there is always room
 *
 * Return: is there room?
 */
bool dialogue_pool_take(struct dialogue_pool *pool, size_t size);

/** dialogue_pool_give() - Give back the room of @size bytes */
void dialogue_pool_give(struct dialogue_pool *pool, size_t size);

#endif
