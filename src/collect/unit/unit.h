/* SPDX-License-Identifier: BSD-2-Clause */
/* Units of systemd and init scripts, from their files alone. */
#ifndef COLLECT_UNIT_UNIT_H
#define COLLECT_UNIT_UNIT_H

#include "collect/unit/unit_files.h"
#include "collect/unit/unit_name.h"
#include "facts/facts.h"

/**
 * unit_collect() - FACT_UNIT of a unit, and of what starts it or it starts
 * @facts:	Appended to; a unit that has a fact already gets no second
 * @tree:	Where to look
 * @name:	"exim4.service"
 */
void unit_collect(struct facts *facts, const struct unit_tree *tree,
		  const char *name);

/**
 * unit_collect_user() - unit_collect() of a unit of a user's own manager
 * @facts:	Appended to
 * @root:	Put before every path; "" for the system itself
 * @uid:	That user, with whose rights the files are read, in a process of
 *		its own
 * @name:	"mail.service"
 * @deadline:	Of the whole run, on clock_now()'s scale: a part of it is used
 */
void unit_collect_user(struct facts *facts, const char *root, uint64_t uid,
		       const char *name, int64_t deadline);

/**
 * unit_starts() - The service that a .socket unit starts
 * @socket:	"exim4.socket", a unit of the system
 * @service:	UNIT_NAME bytes
 *
 * Return: 0, or -ENOENT
 */
int unit_starts(const char *socket, char *service);

#endif
