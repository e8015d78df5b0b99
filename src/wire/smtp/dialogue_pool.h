/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that the dialogues of a table share. */
#ifndef WIRE_SMTP_DIALOGUE_POOL_H
#define WIRE_SMTP_DIALOGUE_POOL_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct dialogue_pool - What all dialogues of a table share
 * @used:	Bytes of lines that have not ended, of replies whose last line
 *		did not come yet, and of commands without a reply, as malloc()
 *		takes them
 * @most:	... at most.  What finds no room is as if the capture had lost
 *		it, and DIALOGUE_LOST says so: a line is passed over, a reply's
 *		line is counted in lines_seen alone, a command's reply has no
 *		command
 */
struct dialogue_pool {
	size_t used;
	size_t most;
};

/** dialogue_pool_take() - Room for malloc() of so many bytes? @pool may be NULL */
bool dialogue_pool_take(struct dialogue_pool *pool, size_t size);

/** dialogue_pool_give() - They were freed */
void dialogue_pool_give(struct dialogue_pool *pool, size_t size);

#endif
