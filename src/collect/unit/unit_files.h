/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The directories in which systemd looks for units, and what is in them;
 * systemd.unit(5), "Unit File Load Path".
 */
#ifndef COLLECT_UNIT_UNIT_FILES_H
#define COLLECT_UNIT_UNIT_FILES_H

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"

#define UNIT_ENTRIES_MAX 16384	/* names in the directories of a tree */

/**
 * struct unit_tree - Where unit files are looked for
 * @root:	Put before every path; "" for the system itself
 * @home:	The home directory of the user whose own units are meant, ""
 *		where it is not known; NULL for the system's units
 * @uid:	That user
 * @deadline:	When to give up, on clock_now()'s scale; 0 for never
 */
struct unit_tree {
	const char *root;
	const char *home;
	uint64_t uid;
	int64_t deadline;
};

/**
 * struct unit_directory - A directory that exists
 * @path:	Without the tree's root
 * @state:	What systemd calls a unit whose file is there: "generated",
 *		"transient"; NULL for an ordinary one
 * @enables:	What a unit is to which a link in it leads: "enabled" or
 *		"enabled-runtime"; NULL where links do not enable
 * @device:	Its st_dev
 * @inode:	Its st_ino
 */
struct unit_directory {
	const char *path;
	const char *state;
	const char *enables;
	dev_t device;
	ino_t inode;
};

/**
 * struct unit_entry - A name in one of the directories
 * @name:	"foo.service", "foo.service.d", "x.target.wants"
 * @target:	Of a symbolic link, as it is written there; NULL for others
 * @alias:	The name of the unit in the tree that the link leads to; NULL
 *		where it leads out of the directories, or is not a link
 * @directory:	Where it is
 * @order:	That directory's place in the order; 0 is the first
 */
struct unit_entry {
	const char *name;
	const char *target;
	const char *alias;
	const struct unit_directory *directory;
	size_t order;
};

/**
 * struct unit_files - All names in the directories of a tree
 * @root:	The tree's
 * @user:	They are a user's units
 * @arena:	For the results of lookups, too
 * @entries:	Sorted by name, and those with one name by @order: the first
 *		of them hides the others
 * @count:	How many
 * @deadline:	The tree's
 * @error:	-errno of the first file or directory that could not be read:
 *		-ETIMEDOUT past the deadline, -E2BIG where there are too many;
 *		0 where all could
 * @unread:	That path, without the root; NULL
 */
struct unit_files {
	const char *root;
	bool user;
	struct arena *arena;
	struct unit_directory *directories;
	size_t directory_count;
	struct unit_entry *entries;
	size_t count;
	int64_t deadline;
	int error;
	const char *unread;
};

/**
 * unit_files_open() - List a tree
 * @tree:	Borrowed until the list is closed
 *
 * Return: to be freed with unit_files_close(); NULL when memory is out
 */
struct unit_files *unit_files_open(const struct unit_tree *tree);

/** unit_files_close() - Free a list; NULL is allowed */
void unit_files_close(struct unit_files *files);

/**
 * unit_files_find() - The entries with a name
 * @count:	Set to how many there are, one for each directory that has it
 *
 * Return: the first of them, which hides the others; NULL for none
 */
const struct unit_entry *unit_files_find(const struct unit_files *files,
					 const char *name, size_t *count);

/**
 * unit_files_next() - The next name in a directory that is being read
 * @path:	Its own, for a failure, which is remembered
 *
 * Return: NULL at its end, too
 */
const struct dirent *unit_files_next(struct unit_files *files, DIR *stream,
				     const char *path);

/** unit_files_failed() - Remember the first -errno; -ENOENT is not a failure */
void unit_files_failed(struct unit_files *files, int error, const char *path);

/**
 * unit_files_late() - Is the deadline over?
 * @path:	What is not read if so; remembered with -ETIMEDOUT
 */
bool unit_files_late(struct unit_files *files, const char *path);

/** unit_files_directory() - Which of the directories is this?  NULL: none */
const struct unit_directory *
unit_files_directory(const struct unit_files *files, const struct stat *st);

/**
 * unit_files_full() - The root and a path
 * @path:	Without the root
 * @full:	PATH_MAX bytes
 *
 * Return: false if that is too long
 */
bool unit_files_full(const struct unit_files *files, const char *path,
		     char *full);

/**
 * unit_files_path() - The path of an entry, without the root
 *
 * Return: in the arena; NULL when memory is out
 */
const char *unit_files_path(struct unit_files *files,
			    const struct unit_entry *entry);

/**
 * unit_files_follow() - Where a path leads
 * @path:	Without the root; PATH_MAX bytes, replaced by where its links
 *		lead.  They are followed below the tree's root
 * @st:		Set to what is there
 *
 * Return: 0; -ENOENT for /dev/null, too; another -errno
 */
int unit_files_follow(const struct unit_files *files, char *path,
		      struct stat *st);

/**
 * unit_files_read() - Read a file
 * @path:	Without the root; links are followed
 * @bytes:	Set to the content, which the caller frees
 * @length:	Set
 *
 * A failure other than -ENOENT is remembered as @files's error.
 *
 * Return: 0; -ENOENT where there is no ordinary file; another -errno
 */
int unit_files_read(struct unit_files *files, const char *path, char **bytes,
		    size_t *length);

/**
 * unit_files_alias() - Does a link lead to a unit in the tree?
 * @entry:	The link
 *
 * Return: that unit's name, in the link's target; else NULL
 */
const char *unit_files_alias(const struct unit_files *files,
			     const struct unit_entry *entry);

#endif
