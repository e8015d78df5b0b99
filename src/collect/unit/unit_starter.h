/* SPDX-License-Identifier: BSD-2-Clause */
/* Which .socket units start a service. */
#ifndef COLLECT_UNIT_UNIT_STARTER_H
#define COLLECT_UNIT_UNIT_STARTER_H

#include "collect/unit/unit_keys.h"

#define UNIT_STARTERS_MAX 64	/* of one service */

/**
 * struct unit_starters - All .socket units of a tree
 * @all:	In the arena of the tree's list; NULL until they are asked for
 * @count:	How many
 */
struct unit_starters {
	struct unit_starter *all;
	size_t count;
};

/**
 * unit_starter_service() - The service that a .socket unit starts
 * @socket:	The unit's name
 * @keys:	What its files set
 * @service:	UNIT_NAME bytes
 *
 * Return: false if that name is too long
 */
bool unit_starter_service(const char *socket, const struct unit_keys *keys,
			  char *service);

/**
 * unit_starters_of() - The .socket units that start a service
 * @starters:	{0} at first, and always used with the same @files; each unit
 *		is read once
 * @files:	The tree; remembers what could not be read, and -E2BIG past
 *		UNIT_STARTERS_MAX
 * @service:	The service's name
 * @keys:	What its files set
 * @sockets:	Appended to: those that it names itself come first.  A socket
 *		that is not enabled starts nothing
 */
void unit_starters_of(struct unit_starters *starters,
		      struct unit_files *files, const char *service,
		      const struct unit_keys *keys, struct strings *sockets);

#endif
