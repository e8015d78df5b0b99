/* SPDX-License-Identifier: BSD-2-Clause */
/* JSON that the facts are made of. */
#ifndef COLLECT_WATCH_WATCH_VALUE_H
#define COLLECT_WATCH_WATCH_VALUE_H

#include "collect/watch/watch_state.h"

/** watch_put() - Set a member; @value becomes NULL when memory is out */
void watch_put(json_t **value, const char *name, json_t *member);

/** watch_endpoint() - "192.0.2.1"; with a port, "192.0.2.1:25" */
json_t *watch_endpoint(const struct endpoint_key *key);

/** watch_peers() - An array of their addresses, or endpoints */
json_t *watch_peers(const struct peers *peers);

#endif
