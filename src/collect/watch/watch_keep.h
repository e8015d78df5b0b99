/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that lives as long as the watch, and small helpers. */
#ifndef COLLECT_WATCH_WATCH_KEEP_H
#define COLLECT_WATCH_WATCH_KEEP_H

#include "collect/watch/watch_state.h"

/** watch_keep() - Zeroed memory, freed with the watch; NULL without room */
void *watch_keep(struct watch *watch, size_t size);

/** watch_keep_text() - A copy with a NUL, or NULL */
const char *watch_keep_text(struct watch *watch, const char *text,
			    size_t length);

/** watch_span() - Milliseconds from one time to another; -1 if unknown */
int64_t watch_span(int64_t from, int64_t to);

/** watch_list_add() - Append an item whose first member is its next */
void watch_list_add(struct list *list, void *item);

#endif
