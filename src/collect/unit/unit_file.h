/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of one unit say. */
#ifndef COLLECT_UNIT_UNIT_FILE_H
#define COLLECT_UNIT_UNIT_FILE_H

#include "collect/unit/unit_files.h"
#include "collect/unit/unit_name.h"
#include "collect/unit/unit_syntax.h"

/**
 * struct unit_file - A unit's own file, and the names that it has
 * @path:	Without the tree's root; NULL where there is none
 * @state:	"masked", "generated" or "transient"; NULL for any other
 * @names:	Its own name first, then its aliases
 */
struct unit_file {
	const char *path;
	const char *state;
	struct strings names;
};

/**
 * unit_file_find() - Find a unit's own file
 * @files:	The tree; owns what @file points to
 * @name:	"foo@x.service" has the file foo@.service where it has none of
 *		its own
 * @file:	Written, but for -ENOMEM
 *
 * Return: 0; -ENOENT where there is none, with @name as the only name; or
 * -ENOMEM
 */
int unit_file_find(struct unit_files *files, const char *name,
		   struct unit_file *file);

/**
 * unit_file_drop_ins() - The drop-ins of a unit
 * @files:	The tree; owns the paths
 * @file:	From unit_file_find()
 * @paths:	Appended to, without the root, in the order in which they are
 *		read: by their names
 *
 * Those of each of its names, of its templates, of the prefixes of these
 * (foo-.service.d), and of its type (service.d).  Of several with one name
 * the first counts.
 */
void unit_file_drop_ins(struct unit_files *files, const struct unit_file *file,
			struct strings *paths);

/** unit_file_has_drop_ins() - Are there any in a NAME.d? */
bool unit_file_has_drop_ins(struct unit_files *files, const char *name);

/**
 * unit_each_assignment() - Call a function with each assignment of a unit
 * @files:	The tree
 * @file:	From unit_file_find()
 * @each:	Gets @context, an assignment and the file that it is in.  First
 *		those of the unit's own file, then of its drop-ins: of two that
 *		set the same, the later one counts
 * @context:	Handed to @each
 *
 * What could not be read is remembered in @files.
 */
void unit_each_assignment(struct unit_files *files,
			  const struct unit_file *file,
			  void (*each)(void *context,
				       const struct unit_assignment *assignment,
				       const char *path),
			  void *context);

#endif
