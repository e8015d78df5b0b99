/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The Winsock Proxy client's files in a tree that is made of the bytes: a line
 * ">NAME" starts a file, and what follows is in it.  A name may have folders
 * before it; one that ends with "/" is a folder, with "|" a pipe, with "!" a
 * file that cannot be read.
 *
 * The tree stands for the file system: the functions of port/file that look
 * there, and Windows' own places, are defined here.
 */
#include "collect/wsp/wsp.h"

#include <errno.h>

#include "base/cursor.h"
#include "collect/wsp/place.h"
#include "collect/wsp/read.h"
#include "fuzz/fuzz.h"
#include "port/file/directory.h"
#include "port/file/file.h"

#define ENTRIES 24
#define NAME 128

static struct entry {
	char name[NAME];
	const uint8_t *bytes;
	size_t length;
} entries[ENTRIES];
static size_t entry_count;

static void make_tree(const uint8_t *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line;
	struct entry *e = NULL;

	entry_count = 0;
	while (cursor_line(&c, &line)) {
		if (cursor_starts(&line, ">") && entry_count < ENTRIES) {
			char *name = fuzz_string(line.bytes + line.at,
						 cursor_left(&line));

			e = &entries[entry_count++];
			*e = (struct entry){"", bytes + c.at, 0};
			strncat(e->name, name, NAME - 1);
			free(name);
		} else if (e) {
			e->length = (size_t)(bytes + c.at - e->bytes);
		}
	}
}

static char kind_char(const struct entry *e)
{
	size_t n = strlen(e->name);

	return n ? e->name[n - 1] : '\0';
}

/* What of an entry's name is below a path: "" for itself; NULL if it is
 * elsewhere.  "/t" and "C:" are the same place. */
static const char *below(const struct entry *e, const char *path)
{
	const char *name = e->name;

	if (!strncmp(path, "/t", 2) || !strncmp(path, "C:", 2))
		path += 2;
	else
		return NULL;
	while (*path == '/' || *path == '\\')
		path++;
	for (; *path; path++, name++)
		if (*path != *name && !(*path == '\\' && *name == '/'))
			return NULL;
	if (*name == '/' && name[1])
		return name + 1;
	return name == e->name || !*name || (*name == '/') ? name : NULL;
}

int directory_kind(const char *path, enum directory_kind *kind)
{
	for (size_t i = 0; i < entry_count; i++) {
		const char *rest = below(&entries[i], path);

		if (!rest)
			continue;
		*kind = *rest ? DIRECTORY_FOLDER :
			kind_char(&entries[i]) == '|' ? DIRECTORY_OTHER :
							DIRECTORY_FILE;
		return 0;
	}
	return -ENOENT;
}

/* Was a name in this folder told by an entry before? */
static bool is_again(size_t count, const char *path, const char *name,
		     size_t length)
{
	for (size_t i = 0; i < count; i++) {
		const char *rest = below(&entries[i], path);

		if (rest && !strncmp(rest, name, length) &&
		    (!rest[length] || rest[length] == '/'))
			return true;
	}
	return false;
}

int directory_list(const char *path,
		   int (*visit)(void *context, const char *name,
				enum directory_kind kind),
		   void *context)
{
	bool found = false;
	int rc = 0;

	for (size_t i = 0; !rc && i < entry_count; i++) {
		const char *rest = below(&entries[i], path);
		char name[NAME];
		size_t n;

		if (!rest)
			continue;
		if (!*rest)
			return -ENOTDIR;
		if (*rest == '!')
			return -EACCES;
		found = true;
		n = strcspn(rest, "/");
		if (!n || is_again(i, path, rest, n))
			continue;
		memcpy(name, rest, n);
		name[n] = '\0';
		rc = visit(context, name,
			   rest[n] == '/' ? DIRECTORY_FOLDER :
			   kind_char(&entries[i]) == '|' ? DIRECTORY_OTHER :
							   DIRECTORY_FILE);
	}
	return rc ? rc : found ? 0 : -ENOENT;
}

int file_read(const char *path, size_t max, char **bytes, size_t *length)
{
	for (size_t i = 0; i < entry_count; i++) {
		const struct entry *e = &entries[i];
		const char *rest = below(e, path);

		if (!rest)
			continue;
		if (*rest)
			return -EISDIR;
		if (kind_char(e) == '!')
			return -EACCES;
		if (e->length > max)
			return -EFBIG;
		*bytes = fuzz_string(e->bytes, e->length);
		*length = e->length;
		return 0;
	}
	return -ENOENT;
}

void wsp_places(struct arena *arena, struct wsp_places *places)
{
	(void)arena;
	*places = (struct wsp_places){
		.system_ini = "C:\\Windows\\System.ini",
		.items = {{"C:\\mspclnt", true, NULL},
			  {"C:\\Firewall\\", true, NULL}},
		.count = 2,
	};
}

void wsp_program_places(struct arena *arena, const char *program,
			struct wsp_places *places)
{
	static const char *const folders[] = {
		"C:\\Exchsrvr\\Connect\\Msexcimc\\Bin", "C:\\mspclnt",
		"C:\\Windows",
	};

	(void)arena;
	for (size_t i = 0; i < 3 && places->count < WSP_PLACES_MAX; i++)
		places->items[places->count++] =
			(struct wsp_place){folders[i], false,
					   i ? NULL : program};
}

static void collect(const char *config)
{
	struct facts *facts = facts_new();

	must(facts);
	wsp_collect(facts, config, "msexcimc");
	must(!facts_error(facts));
	for (size_t i = 0; i < facts_count(facts); i++) {
		const struct fact *f = facts_at(facts, i);

		must(fuzz_printable(f->subject));
		must(fuzz_printable(fact_string(f, "key")));
		must(fuzz_printable(fact_string(f, "value")));
		must(fuzz_printable(fact_string(f, "name")));
		must(fuzz_printable(fact_string(f, "detail")));
	}
	facts_free(facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	make_tree(bytes, length);
	collect("/t");
	collect(NULL);
	for (size_t i = 0; i < entry_count && i < 2; i++) {
		char path[NAME + 8] = "/t/";

		strcat(path, entries[i].name);
		collect(path);
	}
	return 0;
}
