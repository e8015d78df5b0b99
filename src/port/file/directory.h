/* SPDX-License-Identifier: BSD-2-Clause */
/* What is in a folder. */
#ifndef PORT_FILE_DIRECTORY_H
#define PORT_FILE_DIRECTORY_H

#include <stddef.h>

enum directory_kind {
	DIRECTORY_FILE,		/* an ordinary file, or a link to one */
	DIRECTORY_FOLDER,	/* a folder; not a link to one */
	DIRECTORY_OTHER,	/* a pipe, a device, a socket, a broken link */
	DIRECTORY_UNKNOWN,	/* the system does not say */
};

/**
 * directory_kind() - What a path is
 * @path:	UTF-8; links are followed
 * @kind:	Written on success only
 *
 * Return: 0, or -errno
 */
int directory_kind(const char *path, enum directory_kind *kind);

/**
 * directory_list() - Call a function with each entry of a folder
 * @path:	UTF-8
 * @visit:	Given @context, the entry's name and what it is; returns 0 to
 *		go on, or a negative errno to end
 * @context:	Handed to each
 *
 * "." and ".." are left out; the order is the file system's.
 *
 * Return: 0, what @visit returned, or -errno
 */
int directory_list(const char *path,
		   int (*visit)(void *context, const char *name,
				enum directory_kind kind),
		   void *context);

#endif
