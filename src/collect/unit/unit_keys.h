/* SPDX-License-Identifier: BSD-2-Clause */
/* A unit's settings that facts need. */
#ifndef COLLECT_UNIT_UNIT_KEYS_H
#define COLLECT_UNIT_UNIT_KEYS_H

#include "collect/unit/unit_file.h"

#define UNIT_SOCKETS 8

/**
 * struct unit_keys - What the files of a unit set
 * @description:	Description=
 * @command:	The first ExecStart=, without the marks before its path
 * @service:	Service=, of a socket
 * @accept:	Accept=yes, of a socket
 * @sockets:	Sockets=, of a service; ends with ""
 * @source:	SourcePath=
 * @install:	There is something in [Install] to enable it by
 * @also:	There is an Also= in [Install]
 */
struct unit_keys {
	char description[256];
	char command[1024];
	char service[UNIT_NAME];
	bool accept;
	char sockets[UNIT_SOCKETS + 1][UNIT_NAME];
	char source[PATH_MAX];
	bool install;
	bool also;
};

/** unit_keys_set() - Take an assignment over where it is one of these */
void unit_keys_set(struct unit_keys *keys,
		   const struct unit_assignment *assignment);

/**
 * struct unit - A unit
 * @path:	Of its own file, without the tree's root; owned by the tree's
 *		list
 * @state:	"masked", "generated" or "transient"; NULL for any other
 * @keys:	What that file and its drop-ins set
 */
struct unit {
	const char *path;
	const char *state;
	struct unit_keys keys;
};

/**
 * unit_load() - Read a unit
 * @files:	The tree; owns the path
 * @name:	The unit's name
 * @unit:	Written on success only
 *
 * Return: 0; -ENOENT where it has no file of its own; -ENOMEM
 */
int unit_load(struct unit_files *files, const char *name, struct unit *unit);

/**
 * unit_enabled() - Does a unit start at boot?
 * @files:	The tree
 * @name:	The unit's name
 * @unit:	From unit_load()
 *
 * Return: "enabled", "enabled-runtime", "disabled", "static", "indirect", or
 * @unit's state
 */
const char *unit_enabled(struct unit_files *files, const char *name,
			 const struct unit *unit);

#endif
