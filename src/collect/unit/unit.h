/* SPDX-License-Identifier: BSD-2-Clause */
/* Units of systemd and init scripts, from their files alone. */
#ifndef COLLECT_UNIT_UNIT_H
#define COLLECT_UNIT_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "facts/facts.h"

/**
 * struct unit_tree - Where unit files are looked for
 * @root:	Put before every path; "" for the system itself
 * @home:	The home directory of the user whose own units are meant, ""
 *		where it is not known; NULL for the system's units
 * @uid:	That user
 */
struct unit_tree {
	const char *root;
	const char *home;
	uint64_t uid;
};

/**
 * unit_collect() - FACT_UNIT of a unit, and of what starts it or it starts
 * @facts:	Appended to; a unit that has a fact already gets no second
 * @tree:	Where to look
 * @name:	"exim4.service"
 */
void unit_collect(struct facts *facts, const struct unit_tree *tree,
		  const char *name);

/**
 * unit_starts() - The service that a .socket unit starts
 * @socket:	"exim4.socket", a unit of the system
 * @service:	CGROUP_NAME bytes
 *
 * Return: 0, or -ENOENT
 */
int unit_starts(const char *socket, char *service);

#endif
