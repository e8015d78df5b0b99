/* SPDX-License-Identifier: BSD-2-Clause */
/* Where the Winsock Proxy client's files are on a system. */
#ifndef COLLECT_WSP_PLACE_H
#define COLLECT_WSP_PLACE_H

#include "base/arena.h"
#include "collect/wsp/find.h"

#define WSP_PLACES_MAX 16

/**
 * struct wsp_places - The folders to look in
 * @system_ini:	Windows' System.ini; NULL on other systems
 * @items:	The most likely first
 * @count:	How many
 */
struct wsp_places {
	const char *system_ini;
	struct wsp_place items[WSP_PLACES_MAX];
	size_t count;
};

/**
 * wsp_places() - Where the client puts its files
 * @arena:	For the paths
 * @places:	Written: C:\mspclnt, and "Microsoft Firewall Client", of ISA
 *		Server, below the folder for programs
 */
void wsp_places(struct arena *arena, struct wsp_places *places);

/**
 * wsp_program_places() - Where a Wspcfg.ini may be
 * @program:	The program that it is read for, a name or a path, or NULL
 * @places:	Appended to: the program's own folder, from a path
 *		or from a service that starts it, the folders of Exchange, and
 *		those where one is often put by mistake
 */
void wsp_program_places(struct arena *arena, const char *program,
			struct wsp_places *places);

#endif
