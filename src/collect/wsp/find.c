/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/wsp/find.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/text.h"
#include "port/file/directory.h"

#define DEPTH_MAX 6
#define FOLDERS_MAX 1024
#define ENTRIES_MAX 50000
#define FOUND_MAX 64

static const struct {
	const char *name;
	enum wsp_role role;
} names[] = {
	{"system.ini", WSP_SYSTEM},	{"mspclnt.ini", WSP_MSPCLNT},
	{"wspcfg.ini", WSP_WSPCFG},	{"locallat.txt", WSP_LOCALLAT},
	{"wspcfg.ini.txt", WSP_WSPCFG},	{"msplat.txt", WSP_LOCALLAT},
};

const char *wsp_role_name(enum wsp_role role)
{
	return names[role].name;
}

enum wsp_role wsp_role_of(const char *name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (text_equal(names[i].name, name))
			return names[i].role;
	return WSP_ROLES;
}

static bool is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* The last part of what is before @end; @end moves before it. */
static struct cursor last_part(const char *path, const char **end)
{
	const char *last = *end, *first;
	size_t length;

	while (last > path && is_slash(last[-1]))
		last--;
	first = last;
	while (first > path && !is_slash(first[-1]))
		first--;
	*end = first;
	length = (size_t)(last - first);
	/* "C:" may have become a folder "C" of a copy. */
	if (first == path && length == 2 && first[1] == ':')
		length = 1;
	return cursor_over(first, length);
}

static const char *part_before(struct arena *arena, const char *path,
			       const char **end)
{
	struct cursor part = last_part(path, end);

	return arena_strndup(arena, (const char *)part.bytes, part.length);
}

const char *wsp_program_of(struct arena *arena, const char *path)
{
	const char *end = path + strlen(path);
	const char *folder;
	char *program;

	part_before(arena, path, &end);
	folder = part_before(arena, path, &end);
	if (!folder || !text_equal(folder, "bin"))
		return NULL;
	folder = part_before(arena, path, &end);
	if (!folder || !*folder)
		return NULL;
	if (text_equal(folder, "exchsrvr"))
		return "store";
	program = arena_strdup(arena, folder);
	if (program)
		text_make_lower(program);
	return program;
}

struct folder {
	const char *path;
	unsigned int depth;
};

struct walk {
	struct arena *arena;
	struct wsp_search *search;
	const struct wsp_place *place;	/* NULL: a tree */
	struct folder *folders;
	size_t folder_count;
	size_t entries;
	struct folder at;
};

const char *wsp_path_in(struct arena *arena, const char *folder,
			const char *name)
{
	return arena_printf(arena, "%s%c%s", folder,
			    strchr(folder, '\\') ? '\\' : '/', name);
}

/* System.ini counts in Windows' own folder alone. */
static bool is_wanted(const struct wsp_place *place, enum wsp_role role)
{
	return !place || role == WSP_WSPCFG ||
	       (place->client && role != WSP_SYSTEM);
}

static int visit(void *context, const char *name, enum directory_kind kind)
{
	struct walk *w = context;
	struct wsp_search *s = w->search;
	enum wsp_role role = wsp_role_of(name);

	if (++w->entries > ENTRIES_MAX) {
		s->cut = true;
		return -E2BIG;
	}
	if (role != WSP_ROLES && is_wanted(w->place, role)) {
		if (s->count == FOUND_MAX)
			s->cut = true;
		else
			s->items[s->count++] = (struct wsp_found){
				wsp_path_in(w->arena, w->at.path, name), role,
				w->at.depth,
				w->place ? w->place->program : NULL};
	} else if (kind == DIRECTORY_FOLDER && !w->place) {
		if (w->at.depth == DEPTH_MAX || w->folder_count == FOLDERS_MAX)
			s->cut = true;
		else
			w->folders[w->folder_count++] = (struct folder){
				wsp_path_in(w->arena, w->at.path, name),
				w->at.depth + 1};
	}
	/* It may be a folder. */
	s->errors += kind == DIRECTORY_UNKNOWN && !w->place &&
		     role == WSP_ROLES;
	return arena_failed(w->arena) ? -ENOMEM : 0;
}

static int by_depth(const void *a, const void *b)
{
	const struct wsp_found *x = a, *y = b;

	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* "/" and "C:/" lose their slash: wsp_path_in() adds one. */
static const char *without_slash(struct arena *arena, const char *path)
{
	size_t n = strlen(path);

	while (n && (path[n - 1] == '/' || path[n - 1] == '\\'))
		n--;
	return arena_strndup(arena, path, n);
}

int wsp_find(struct arena *arena, const char *folder,
	     struct wsp_search *search)
{
	struct wsp_search s = {
		.items = arena_alloc(arena, FOUND_MAX * sizeof(*s.items)),
	};
	struct walk w = {
		.arena = arena,
		.search = &s,
		.folders = arena_alloc(arena, FOLDERS_MAX *
						      sizeof(*w.folders)),
	};
	int rc;

	if (!s.items || !w.folders)
		return -ENOMEM;
	w.at.path = without_slash(arena, folder);
	if (!w.at.path)
		return -ENOMEM;
	rc = directory_list(folder, visit, &w);
	for (size_t i = 0; i < w.folder_count && rc != -ENOMEM; i++) {
		w.at = w.folders[i];
		if (w.entries > ENTRIES_MAX)
			break;
		if (directory_list(w.at.path, visit, &w))
			s.errors++;
	}
	if (arena_failed(arena))
		return -ENOMEM;
	if (rc && rc != -E2BIG)
		return rc;
	qsort(s.items, s.count, sizeof(*s.items), by_depth);
	*search = s;
	return 0;
}

/* Has an earlier place the same folder? */
static bool is_again(const struct wsp_place *places, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (wsp_same_path(places[j].folder, places[i].folder))
			return true;
	return false;
}

int wsp_find_in(struct arena *arena, const struct wsp_place *places,
		size_t count, struct wsp_search *search)
{
	struct wsp_search s = {
		.items = arena_alloc(arena, FOUND_MAX * sizeof(*s.items)),
	};
	struct walk w = {.arena = arena, .search = &s};
	int rc;

	if (!s.items)
		return -ENOMEM;
	for (size_t i = 0; i < count; i++) {
		if (is_again(places, i))
			continue;
		w.place = &places[i];
		w.at = (struct folder){
			without_slash(arena, places[i].folder),
			(unsigned int)i};
		rc = directory_list(w.at.path, visit, &w);
		if (rc && rc != -ENOENT && rc != -ENOTDIR && rc != -E2BIG)
			s.errors++;
	}
	if (arena_failed(arena))
		return -ENOMEM;
	qsort(s.items, s.count, sizeof(*s.items), by_depth);
	*search = s;
	return 0;
}

/* How many components two paths have in common at their ends; *whole: all. */
static size_t shared_parts(const char *a, const char *b, bool *whole)
{
	const char *x = a + strlen(a), *y = b + strlen(b);
	size_t count = 0;

	*whole = false;
	for (;;) {
		struct cursor p = last_part(a, &x), q = last_part(b, &y);

		if (!p.length && !q.length)
			*whole = true;
		if (!p.length || p.length != q.length)
			return count;
		for (size_t i = 0; i < p.length; i++)
			if (text_lower(p.bytes[i]) != text_lower(q.bytes[i]))
				return count;
		count++;
	}
}

bool wsp_same_path(const char *a, const char *b)
{
	bool whole;

	shared_parts(a, b, &whole);
	return whole;
}

const struct wsp_found *wsp_choose(const struct wsp_search *search,
				   const char *named)
{
	const struct wsp_found *best = NULL;
	size_t most = 0;
	bool whole;

	for (size_t i = 0; i < search->count; i++) {
		const struct wsp_found *f = &search->items[i];
		size_t shared = 0;

		if (f->role != WSP_MSPCLNT)
			continue;
		if (named)
			shared = shared_parts(f->path, named, &whole);
		if (!best || shared > most) {
			best = f;
			most = shared;
		}
	}
	return best;
}

const char *wsp_folder_of(struct arena *arena, const char *path)
{
	const char *end = path + strlen(path);

	last_part(path, &end);
	return without_slash(arena, arena_strndup(arena, path,
						  (size_t)(end - path)));
}
