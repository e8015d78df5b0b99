/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the Winsock Proxy client's files are, in a copied tree or a system. */
#ifndef COLLECT_WSP_FIND_H
#define COLLECT_WSP_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

enum wsp_role {
	WSP_SYSTEM,		/* System.ini */
	WSP_MSPCLNT,		/* Mspclnt.ini */
	WSP_WSPCFG,		/* Wspcfg.ini, also as Wspcfg.ini.txt */
	WSP_LOCALLAT,		/* Locallat.txt, and the server's Msplat.txt */
	WSP_ROLES,
};

/**
 * struct wsp_found - A file
 * @path:	As it can be opened
 * @role:	By its name
 * @depth:	0 in the folder itself; from wsp_find_in(): the place's number
 * @program:	From wsp_find_in(): the place's program
 */
struct wsp_found {
	const char *path;
	enum wsp_role role;
	unsigned int depth;
	const char *program;
};

/**
 * struct wsp_place - A folder that may have some of the files
 * @folder:	Its path
 * @client:	The client's own folder; in others only a Wspcfg.ini counts
 * @program:	The program whose folder it is, or NULL
 */
struct wsp_place {
	const char *folder;
	bool client;
	const char *program;
};

/**
 * struct wsp_search - What was found
 * @items:	By their depth, and then by their paths
 * @count:	How many
 * @cut:	The tree is too large to be searched completely
 * @errors:	Subfolders that could not be read
 */
struct wsp_search {
	struct wsp_found *items;
	size_t count;
	bool cut;
	unsigned int errors;
};

/** wsp_role_name() - "system.ini", ... */
const char *wsp_role_name(enum wsp_role role);

/** wsp_role_of() - The role of a file's name, or WSP_ROLES for none */
enum wsp_role wsp_role_of(const char *name);

/**
 * wsp_program_of() - The program in whose folder a Wspcfg.ini is
 * @arena:	For the name
 * @path:	"Exchsrvr/Connect/Msexcimc/Bin/Wspcfg.ini"; slashes of both
 *		kinds separate
 *
 * Exchange keeps its programs in PROGRAM\Bin, and its store in
 * Exchsrvr\Bin.
 *
 * Return: "msexcimc", in lower case, or NULL where the path does not show it
 */
const char *wsp_program_of(struct arena *arena, const char *path);

/**
 * wsp_find() - Look for the files in a folder and below it
 * @arena:	For what is found
 * @folder:	Its path
 * @search:	Written on success only
 *
 * Links to folders are not followed; a few levels and some thousands of
 * entries are looked at, the upper ones first.
 *
 * Return: 0, or -errno where @folder itself cannot be read
 */
int wsp_find(struct arena *arena, const char *folder,
	     struct wsp_search *search);

/**
 * wsp_find_in() - Look for the files in some folders, and not below them
 * @arena:	For what is found
 * @places:	The folders, the most likely first; a missing one is passed
 *		over
 * @count:	How many
 * @search:	Written on success only
 *
 * Return: 0, or -ENOMEM
 */
int wsp_find_in(struct arena *arena, const struct wsp_place *places,
		size_t count, struct wsp_search *search);

/**
 * wsp_choose() - Which Mspclnt.ini counts
 * @search:	What was found
 * @named:	The path that System.ini names, or NULL.  In a copied tree the
 *		file may be elsewhere now, so the file counts whose path has
 *		the longest common end with it
 *
 * Return: the first of the best, or NULL where none was found
 */
const struct wsp_found *wsp_choose(const struct wsp_search *search,
				   const char *named);

/** wsp_same_path() - Do two paths name one file of Windows? */
bool wsp_same_path(const char *a, const char *b);

/** wsp_path_in() - A file in a folder, with the slash that the folder has */
const char *wsp_path_in(struct arena *arena, const char *folder,
			const char *name);

/** wsp_folder_of() - A path's folder, without the slash at its end */
const char *wsp_folder_of(struct arena *arena, const char *path);

#endif
