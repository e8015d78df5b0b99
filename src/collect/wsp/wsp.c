/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which of the Winsock Proxy client's files are read; diagnose says what they
 * mean.
 *
 * Where there are several files of one kind, the uppermost one counts, with
 * three exceptions: System.ini names the Mspclnt.ini that counts; each program
 * may have a Wspcfg.ini; and both address tables count, since Locallat.txt
 * adds to Msplat.txt, the copy of the server's table.
 */
#include "collect/wsp/wsp.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "collect/wsp/find.h"
#include "collect/wsp/place.h"
#include "collect/wsp/read.h"
#include "facts/code.h"
#include "port/file/directory.h"

/**
 * struct wsp_run - One run
 * @hints:	What System.ini says
 * @seen:	By role: there is one
 * @folder:	Where the others would be
 * @programs:	Where a Wspcfg.ini would be; NULL: there as well
 */
struct wsp_run {
	struct facts *facts;
	struct arena *arena;
	struct wsp_hints hints;
	bool seen[WSP_ROLES];
	const char *folder;
	const char *programs;
};

static struct wsp_reading reading_of(const struct wsp_run *run, const char *path,
				     enum wsp_role role)
{
	return (struct wsp_reading){
		.facts = run->facts,
		.arena = run->arena,
		.path = path,
		.role = role,
	};
}

/* Each program may have a Wspcfg.ini; the address tables add up. */
static bool has_several(enum wsp_role role)
{
	return role == WSP_WSPCFG || role == WSP_LOCALLAT;
}

/* @counts: the one of its role that does, where only one can */
static void read_found(struct wsp_run *run, const struct wsp_found *f,
		       const struct wsp_found *counts)
{
	struct wsp_reading r = reading_of(run, f->path, f->role);

	if (f->role == WSP_WSPCFG)
		r.program = f->program ? f->program :
					 wsp_program_of(run->arena, f->path);
	run->seen[f->role] = true;
	if (!has_several(f->role) && f != counts) {
		wsp_say(&r, f->role == WSP_MSPCLNT && run->hints.ini ?
				    "not read: System.ini names another one" :
				    "not read: there is another one");
		wsp_end(&r, FACT_UNSUPPORTED, 0);
		return;
	}
	wsp_read(&r);
	if (f->role == WSP_SYSTEM)
		run->hints = r.hints;
}

static const struct wsp_found *first_of(const struct wsp_search *search,
					enum wsp_role role)
{
	for (size_t i = 0; i < search->count; i++)
		if (search->items[i].role == role)
			return &search->items[i];
	return NULL;
}

static void read_role(struct wsp_run *run, const struct wsp_search *search,
		      enum wsp_role role, const struct wsp_found *counts)
{
	for (size_t i = 0; i < search->count; i++)
		if (search->items[i].role == role)
			read_found(run, &search->items[i], counts);
}

/* The files that were looked for and not found. */
static void tell_missing(struct wsp_run *run, const struct wsp_search *search,
			 enum wsp_role role)
{
	bool incomplete = search->cut || search->errors;
	const char *folder = role == WSP_WSPCFG && run->programs ?
				     run->programs : run->folder;
	struct wsp_reading r;

	if (run->seen[role])
		return;
	r = reading_of(run, wsp_path_in(run->arena, folder,
					wsp_role_name(role)), role);
	if (incomplete)
		wsp_say(&r, search->cut ?
				    "the folder holds too much to look at all "
				    "of it" :
				    "some folders could not be read");
	wsp_end(&r, incomplete ? FACT_FAILED : FACT_ABSENT, ENOENT);
}

/* System.ini first: it says which Mspclnt.ini counts. */
static void read_all(struct wsp_run *run, const struct wsp_search *search)
{
	read_role(run, search, WSP_SYSTEM, first_of(search, WSP_SYSTEM));
	read_role(run, search, WSP_MSPCLNT,
		  wsp_choose(search, run->hints.ini));
	read_role(run, search, WSP_WSPCFG, NULL);
	read_role(run, search, WSP_LOCALLAT, NULL);
	for (enum wsp_role role = 0; role < WSP_ROLES; role++)
		tell_missing(run, search, role);
}

/* --- A copied tree ------------------------------------------------------- */

static void read_folder(struct wsp_run *run)
{
	struct wsp_reading r = reading_of(run, run->folder, WSP_ROLES);
	struct wsp_search search;
	int rc = wsp_find(run->arena, run->folder, &search);

	if (!rc && !search.count) {
		wsp_say(&r,
			"none of the Winsock Proxy client's files is there");
		rc = -ENOENT;
	}
	if (rc)
		wsp_end(&r, code_errno_status(rc), -rc);
	else
		read_all(run, &search);
}

static void read_copy(struct wsp_run *run, const char *path)
{
	struct wsp_reading r = reading_of(run, path, WSP_ROLES);
	enum directory_kind kind;

	run->folder = path;
	if (!directory_kind(path, &kind) && kind == DIRECTORY_FOLDER) {
		read_folder(run);
		return;
	}
	r.role = wsp_role_of(text_base(path));
	if (r.role == WSP_WSPCFG)
		r.program = wsp_program_of(run->arena, path);
	wsp_read(&r);
}

/* --- This system --------------------------------------------------------- */

/*
 * A share is on another machine, which the user did not name, and a device is
 * not a file.
 */
static bool is_on_drive(const char *path)
{
	return path && ((*path >= 'A' && *path <= 'Z') ||
			(*path >= 'a' && *path <= 'z')) &&
	       path[1] == ':' && (path[2] == '\\' || path[2] == '/');
}

static void add_client(struct wsp_places *places, const char *folder)
{
	if (!folder || !*folder || places->count == WSP_PLACES_MAX)
		return;
	memmove(places->items + 1, places->items,
		places->count * sizeof(places->items[0]));
	places->items[0] = (struct wsp_place){folder, true, NULL};
	places->count++;
}

/* A file that System.ini names may have any name, and be missing. */
static void take_named(struct wsp_run *run, struct wsp_search *search,
		       struct wsp_found *room)
{
	const struct wsp_found *best = wsp_choose(search, run->hints.ini);
	struct wsp_reading r;
	enum directory_kind kind;
	int rc;

	if (!is_on_drive(run->hints.ini) ||
	    (best && wsp_same_path(best->path, run->hints.ini)))
		return;
	/* Where the system does not say, reading it will. */
	rc = directory_kind(run->hints.ini, &kind);
	if (rc != -ENOENT && rc != -ENOTDIR) {
		memcpy(room + 1, search->items,
		       search->count * sizeof(*room));
		room[0] = (struct wsp_found){run->hints.ini, WSP_MSPCLNT, 0,
					     NULL};
		search->items = room;
		search->count++;
		return;
	}
	r = reading_of(run, run->hints.ini, WSP_MSPCLNT);
	wsp_say(&r, "System.ini names it, and it is not there");
	wsp_end(&r, FACT_ABSENT, ENOENT);
	run->seen[WSP_MSPCLNT] = true;
	run->hints.ini = NULL;
}

/* The client's own folders, those first that System.ini names. */
static void find_client(struct wsp_run *run, struct wsp_places *places)
{
	struct wsp_reading r = reading_of(run, places->system_ini, WSP_SYSTEM);

	r.of_any_machine = true;
	wsp_read(&r);
	run->hints = r.hints;
	run->seen[WSP_SYSTEM] = r.kept;
	if (is_on_drive(run->hints.location))
		add_client(places, run->hints.location);
	if (is_on_drive(run->hints.ini))
		add_client(places,
			   wsp_folder_of(run->arena, run->hints.ini));
	run->folder = places->items[0].folder;
}

static void read_system(struct wsp_run *run, const char *program)
{
	struct wsp_places places;
	struct wsp_search search;
	struct wsp_found *room;
	size_t clients;

	wsp_places(run->arena, &places);
	if (!places.system_ini)
		return;
	find_client(run, &places);
	clients = places.count;
	if (wsp_find_in(run->arena, places.items, clients, &search))
		return;
	/* Without the client a Wspcfg.ini has no effect. */
	if (!run->seen[WSP_SYSTEM] && !first_of(&search, WSP_MSPCLNT))
		return;
	run->seen[WSP_SYSTEM] = true;
	wsp_program_places(run->arena, program, &places);
	if (clients < places.count)
		run->programs = places.items[clients].folder;
	if (wsp_find_in(run->arena, places.items, places.count, &search))
		return;
	room = arena_alloc(run->arena, (search.count + 1) * sizeof(*room));
	if (!room)
		return;
	take_named(run, &search, room);
	read_all(run, &search);
}

void wsp_collect(struct facts *facts, const char *config, const char *program)
{
	struct wsp_run run = {.facts = facts, .arena = arena_new()};

	if (config)
		read_copy(&run, config);
	else
		read_system(&run, program);
	/* The facts must remember that the arena's memory was out. */
	if (arena_failed(run.arena))
		facts_add(facts, FACT_WSP_FILE, FACT_FAILED, wsp_source, NULL,
			  NULL, "%s", config ? config : "its places");
	arena_free(run.arena);
}
