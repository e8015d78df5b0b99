/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading one of the Winsock Proxy client's files. */
#ifndef COLLECT_WSP_READ_H
#define COLLECT_WSP_READ_H

#include "base/arena.h"
#include "collect/wsp/find.h"
#include "facts/facts.h"

/**
 * struct wsp_hints - Where System.ini says that the configuration is
 * @ini:	"Ini File Path", the Mspclnt.ini that counts; or NULL
 * @location:	"Configuration Location", a folder; or NULL
 */
struct wsp_hints {
	const char *ini;
	const char *location;
};

/**
 * struct wsp_reading - A file, and what was found in it
 * @facts:	Appended to
 * @arena:	For texts
 * @path:	The file
 * @role:	WSP_ROLES: by its content
 * @program:	The program in whose folder a Wspcfg.ini is, or NULL
 * @of_any_machine: Every Windows has this file: it belongs to the client only
 *		if it has the client's section
 * @hints:	Written, of System.ini
 *
 * The other members are for read.c, and are empty at the start.
 */
struct wsp_reading {
	struct facts *facts;
	struct arena *arena;
	const char *path;
	enum wsp_role role;
	const char *program;
	bool of_any_machine;
	struct wsp_hints hints;

	const char *encoding;
	size_t kept;
	size_t dropped;
	size_t odd;		/* lines that cannot be read */
	size_t first_odd;
	size_t blank;		/* the first blank line between others */
	size_t last_blank;
	bool any;
	const char *detail;
};

/** wsp_source - The source of these facts */
extern const char wsp_source[];

/** wsp_read() - FACT_WSP_FILE, and its lines */
void wsp_read(struct wsp_reading *reading);

/** wsp_say() - Add to the detail of the file's FACT_WSP_FILE */
void wsp_say(struct wsp_reading *reading, const char *what);

/**
 * wsp_end() - FACT_WSP_FILE, without reading
 * @error:	An errno, or 0
 */
void wsp_end(struct wsp_reading *reading, enum fact_status status, int error);

#endif
