#include "collect/wsp/find.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "port/directory.h"

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

/* The part of a path before @end, as a string; @end moves before it. */
static const char *part_before(struct arena *arena, const char *path,
			       const char **end)
{
	const char *last = *end, *first;

	while (last > path && (last[-1] == '/' || last[-1] == '\\'))
		last--;
	first = last;
	while (first > path && first[-1] != '/' && first[-1] != '\\')
		first--;
	*end = first;
	return arena_strndup(arena, first, (size_t)(last - first));
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
	for (char *p = program; p && *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return program;
}

struct folder {
	const char *path;
	unsigned int depth;
};

struct walk {
	struct arena *arena;
	struct wsp_search *search;
	struct folder *folders;
	size_t folder_count;
	size_t entries;
	struct folder at;
};

static int visit(void *context, const char *name, enum directory_kind kind)
{
	struct walk *w = context;
	struct wsp_search *s = w->search;
	enum wsp_role role = wsp_role_of(name);

	if (++w->entries > ENTRIES_MAX) {
		s->cut = true;
		return -E2BIG;
	}
	if (role != WSP_ROLES) {
		if (s->count == FOUND_MAX)
			s->cut = true;
		else
			s->items[s->count++] = (struct wsp_found){
				arena_printf(w->arena, "%s/%s", w->at.path,
					     name),
				role, w->at.depth};
	} else if (kind == DIRECTORY_FOLDER) {
		if (w->at.depth == DEPTH_MAX || w->folder_count == FOLDERS_MAX)
			s->cut = true;
		else
			w->folders[w->folder_count++] = (struct folder){
				arena_printf(w->arena, "%s/%s", w->at.path,
					     name),
				w->at.depth + 1};
	}
	return arena_failed(w->arena) ? -ENOMEM : 0;
}

static int by_depth(const void *a, const void *b)
{
	const struct wsp_found *x = a, *y = b;

	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* "/" and "C:/" keep their slash out: another is put behind. */
static const char *without_slash(struct arena *arena, const char *path)
{
	size_t n = strlen(path);

	while (n && path[n - 1] == '/')
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
