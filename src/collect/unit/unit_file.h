/* SPDX-License-Identifier: BSD-2-Clause */
/* Unit files: where they are and what they say. */
#ifndef COLLECT_UNIT_UNIT_FILE_H
#define COLLECT_UNIT_UNIT_FILE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#include "collect/process/cgroup.h"
#include "collect/unit/unit.h"

#define UNIT_SOCKETS 8

/**
 * struct unit_keys - What is wanted of a unit file
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
	char service[CGROUP_NAME];
	bool accept;
	char sockets[UNIT_SOCKETS + 1][CGROUP_NAME];
	char source[PATH_MAX];
	bool install;
	bool also;
};

/**
 * struct unit - A unit's file
 * @path:	Without the tree's root
 * @state:	"masked", "generated" or "transient"; NULL for any other
 * @keys:	What the file and its drop-ins say
 */
struct unit {
	char path[PATH_MAX];
	const char *state;
	struct unit_keys keys;
};

/**
 * unit_parse() - Read the content of a unit file or a drop-in
 * @bytes:	The content
 * @length:	In bytes
 * @keys:	Changed by what it says; all zero before the first file
 */
void unit_parse(const char *bytes, size_t length, struct unit_keys *keys);

/**
 * unit_load() - Find and read a unit's file and its drop-ins
 * @tree:	Where to look
 * @name:	"foo@x.service" has the file foo@.service where it has none of
 *		its own
 * @file:	Written on success only
 *
 * Drop-ins are those of the unit, its template and its type; systemd's
 * prefixes (`foo-.service.d`) are not looked at.
 *
 * Return: 0, or -ENOENT
 */
int unit_load(const struct unit_tree *tree, const char *name,
	      struct unit *file);

/**
 * unit_enabled() - Does it start at boot?
 * @tree:	Where to look
 * @name:	The unit's
 * @file:	Its file
 *
 * Return: "enabled", "enabled-runtime", "disabled", "static", "indirect", or
 * @file's state
 */
const char *unit_enabled(const struct unit_tree *tree, const char *name,
			 const struct unit *file);

/**
 * unit_each() - Call a function for every unit file of a type
 * @tree:	Where to look
 * @suffix:	".socket"
 * @each:	May be called more than once with a name
 * @context:	Handed to @each
 */
void unit_each(const struct unit_tree *tree, const char *suffix,
	       void (*each)(const char *name, void *context), void *context);

/**
 * unit_template() - foo@.service of foo@x.service
 * @template:	CGROUP_NAME bytes
 *
 * Return: false for a unit that is no instance
 */
bool unit_template(const char *name, char *template);

#endif
