/* SPDX-License-Identifier: BSD-2-Clause */
/* The system's hosts file, or one that the user gave. */
#ifndef COLLECT_NAMES_HOSTS_FILE_H
#define COLLECT_NAMES_HOSTS_FILE_H

#include "collect/names/answer.h"

#define HOSTS_FILE_MAX (16 << 20)	/* bytes; a larger one is not read */
#define HOSTS_FOUND 64			/* addresses of a name */

/**
 * struct hosts_file - A hosts file in memory
 * @path:	Borrowed, or @own
 * @own:	The system's path, or NULL
 * @given:	It is not the system's
 * @bytes:	The content; NULL on failure
 * @length:	Its length
 * @error:	0, or -errno
 */
struct hosts_file {
	const char *path;
	char *own;
	bool given;
	char *bytes;
	size_t length;
	int error;
};

/** struct hosts_peer - What c-ares finds in it; @count is -1 where c-ares was
 * not asked */
struct hosts_peer {
	struct address addresses[HOSTS_FOUND];
	int count;
};

/** hosts_file_read() - Read a file; NULL: the system's */
void hosts_file_read(struct hosts_file *file, const char *path);

/** hosts_file_free() - Free its content */
void hosts_file_free(struct hosts_file *file);

/** hosts_file_peer() - Have c-ares look a name up in it; see dns_hosts() */
void hosts_file_peer(const struct hosts_file *file, const char *name,
		     struct hosts_peer *peer);

/**
 * hosts_file_answer() - What it says about a name
 * @others:	The answers of other sources: lines that have one of their
 *		addresses count too
 * @list:	Appended to; its name is looked for
 */
void hosts_file_answer(const struct hosts_file *file,
		       const struct hosts_peer *peer,
		       const struct answers *others, struct answers *list);

#endif
