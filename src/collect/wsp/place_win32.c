/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The search has two steps, so that on a machine without the client no service
 * is asked: first the client's own folders; only if it is there, the folders
 * of programs.
 */
#include "collect/wsp/place.h"

#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "base/text.h"
#include "collect/unit/service.h"
#include "port/wide.h"

#define PATH_UNITS 1024		/* of an expanded path, in UTF-16 */

/* "%SystemRoot%\System.ini" with the variable's value; NULL without one. */
static const char *expand(struct arena *arena, const WCHAR *path)
{
	WCHAR wide[PATH_UNITS];
	DWORD length = ExpandEnvironmentStringsW(path, wide, PATH_UNITS);
	const char *copy;
	char *text;

	if (!length || length > PATH_UNITS || wcschr(wide, '%'))
		return NULL;
	text = wide_text(wide, wcslen(wide));
	copy = text ? arena_strdup(arena, text) : NULL;
	free(text);
	return copy;
}

static void add(struct wsp_places *places, const char *folder, bool client,
		const char *program)
{
	if (folder && *folder && places->count < WSP_PLACES_MAX)
		places->items[places->count++] =
			(struct wsp_place){folder, client, program};
}

/* "C:\x\MSEXCIMC.EXE" is msexcimc. */
static const char *name_of(struct arena *arena, const char *program)
{
	const char *base = text_base(program);
	size_t length = strlen(base);

	if (length > 4 && text_equal(base + length - 4, ".exe"))
		length -= 4;
	return arena_strndup(arena, base, length);
}

/* The program's own folder, from a path or from a service. */
static void add_program(struct arena *arena, const char *program,
			struct wsp_places *places)
{
	const char *name = name_of(arena, program);
	struct services *services;
	char *path;

	if (text_base(program) != program) {
		add(places, wsp_folder_of(arena, program), false, name);
		return;
	}
	services = services_open();
	path = services && name ? services_program(services, name) : NULL;
	if (path)
		add(places, wsp_folder_of(arena, arena_strdup(arena, path)),
		    false, name);
	free(path);
	services_close(services);
}

void wsp_places(struct arena *arena, struct wsp_places *places)
{
	static const WCHAR *const folders[] = {
		L"%SystemDrive%\\mspclnt",
		L"%ProgramFiles%\\Microsoft Firewall Client",
		L"%ProgramFiles(x86)%\\Microsoft Firewall Client",
	};

	*places = (struct wsp_places){
		.system_ini = expand(arena, L"%SystemRoot%\\System.ini"),
	};
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		add(places, expand(arena, folders[i]), true, NULL);
}

void wsp_program_places(struct arena *arena, const char *program,
			struct wsp_places *places)
{
	static const WCHAR *const folders[] = {
		L"%SystemDrive%\\Exchsrvr\\Connect\\Msexcimc\\Bin",
		L"%SystemDrive%\\Exchsrvr\\Bin",
		L"%SystemRoot%",
		L"%SystemRoot%\\system32",
	};

	if (program)
		add_program(arena, program, places);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		add(places, expand(arena, folders[i]), false, NULL);
}
