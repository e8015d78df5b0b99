/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dpkg's database: /var/lib/dpkg/status has a paragraph for each package,
 * /var/lib/dpkg/info/PACKAGE.list or PACKAGE:ARCHITECTURE.list a line for
 * each of its files.
 *
 * A machine has hundreds of packages.  The lists of those whose name
 * resembles the file's are read first; a program mostly comes from one of
 * them.
 */
#include "collect/package/package.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cursor.h"
#include "base/text.h"
#include "data/data.h"

#define LIST_FIRST 65536
#define LIST_MAX (32 << 20)
#define STATUS_PART 65536
#define WORDS 6
#define WORD 64

/**
 * struct wanted - A file, and the words that its package's name may have
 * @file:	Its path
 * @alias:	Its other path, see package_aliases()
 * @words:	Of the path's components, the letters that each starts with:
 *		"exim" of exim4, "postfix" of /usr/lib/postfix/sbin/master
 * @count:	How many words; the last is the file's own
 */
struct wanted {
	const char *file;
	char alias[PATH_MAX];
	char words[WORDS][WORD];
	size_t count;
};

/* Three letters or more, or none: fewer would resemble too much. */
static void letters(struct cursor name, char *word)
{
	size_t n = 0;

	while (n < WORD - 1 && cursor_left(&name) &&
	       isalpha(cursor_peek(&name))) {
		word[n++] = (char)cursor_peek(&name);
		cursor_skip(&name, 1);
	}
	word[n < 3 ? 0 : n] = '\0';
}

static void want(const char *file, struct wanted *wanted)
{
	static const char common[] = "usr bin sbin lib libexec local opt";
	struct cursor c = cursor_over(file, strlen(file)), name;

	*wanted = (struct wanted){.file = file};
	package_aliases(file, wanted->alias);
	while (wanted->count < WORDS && cursor_until(&c, '/', &name)) {
		char *word = wanted->words[wanted->count];

		letters(name, word);
		if (word[0] && !data_has_word(common, word))
			wanted->count++;
	}
}

static bool resembles(const struct cursor *name, const struct wanted *wanted)
{
	char word[WORD], text[PACKAGE_TEXT];

	snprintf(text, sizeof(text), "%.*s", (int)name->length,
		 (const char *)name->bytes);
	letters(*name, word);
	for (size_t i = 0; i < wanted->count; i++)
		if (strstr(text, wanted->words[i]) ||
		    (word[0] && strstr(wanted->words[i], word)))
			return true;
	return false;
}

/* Room for one list after the other. */
struct room {
	char *bytes;
	size_t size;
};

/* A list's content.  A read that is short of the room is the last. */
static ssize_t read_list(int dir, const char *name, struct room *room)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n;

	if (fd < 0)
		return -1;
	for (;;) {
		n = read(fd, room->bytes + used, room->size - used);
		if (n < 0)
			break;
		used += (size_t)n;
		if (used < room->size)
			break;
		if (room->size < LIST_MAX) {
			char *more = realloc(room->bytes, room->size * 2);

			n = more ? 0 : -1;
			room->bytes = more ? more : room->bytes;
			room->size = more ? room->size * 2 : room->size;
		}
		if (n < 0 || used == room->size)
			break;
	}
	close(fd);
	return n < 0 ? -1 : (ssize_t)used;
}

static bool has_file(int dir, const char *name, const struct wanted *wanted,
		     struct room *room)
{
	ssize_t n = read_list(dir, name, room);
	struct cursor c = cursor_over(room->bytes, n < 0 ? 0 : (size_t)n);
	struct cursor line;

	while (cursor_line(&c, &line))
		if (cursor_is(&line, wanted->file) ||
		    (wanted->alias[0] && cursor_is(&line, wanted->alias)))
			return true;
	return false;
}

/* The status file, a part at a time: it may have megabytes. */
struct status {
	int fd;
	char *bytes;
	size_t size, used, at;
	bool end;
};

/* Throw away what was read, keep the rest, and read more behind it. */
static bool refill(struct status *s)
{
	ssize_t n;

	s->used -= s->at;
	memmove(s->bytes, s->bytes + s->at, s->used);
	s->at = 0;
	if (s->used == s->size)
		return false;
	n = read(s->fd, s->bytes + s->used, s->size - s->used);
	s->end = n <= 0;
	s->used += n > 0 ? (size_t)n : 0;
	return true;
}

/* Where an empty line follows, or NULL.  (memmem() is slower for this.) */
static char *find_gap(char *bytes, size_t length)
{
	char *end = bytes + length, *line = bytes;

	while ((line = memchr(line, '\n', (size_t)(end - line)))) {
		line++;
		if (line == end)
			return NULL;
		if (*line == '\n')
			return line - 1;
	}
	return NULL;
}

/* Up to the next empty line; one longer than the room ends the walk. */
static bool next_paragraph(struct status *s, struct cursor *paragraph)
{
	for (;;) {
		char *start = s->bytes + s->at, *stop;
		size_t left = s->used - s->at;

		stop = find_gap(start, left);
		if (stop || s->end) {
			*paragraph = cursor_over(
				start, stop ? (size_t)(stop - start) : left);
			s->at += paragraph->length + (stop ? 2 : 0);
			return stop || left;
		}
		if (!refill(s))
			return false;
	}
}

/* A package, by its paragraph. */
struct entry {
	struct cursor name, architecture, version;
	bool many;	/* it may be there for several architectures at once */
};

static void take_field(struct cursor line, const char *name,
		       struct cursor *value)
{
	if (cursor_starts(&line, name))
		cursor_take(&line, cursor_left(&line), value);
}

static void parse_entry(struct cursor paragraph, struct entry *entry)
{
	struct cursor line, many = cursor_over("", 0);

	*entry = (struct entry){.many = false};
	while (cursor_line(&paragraph, &line)) {
		switch (cursor_peek(&line)) {
		case 'A':
			take_field(line, "Architecture: ",
				   &entry->architecture);
			break;
		case 'M':
			take_field(line, "Multi-Arch: ", &many);
			break;
		case 'P':
			take_field(line, "Package: ", &entry->name);
			break;
		case 'V':
			take_field(line, "Version: ", &entry->version);
			break;
		}
	}
	entry->many = cursor_is(&many, "same");
}

static void copy(const struct cursor *c, char *out)
{
	snprintf(out, PACKAGE_TEXT, "%.*s", (int)c->length,
		 c->length ? (const char *)c->bytes : "");
}

static bool is_of(const struct entry *entry, int lists,
		  const struct wanted *wanted, struct room *room)
{
	char name[PACKAGE_TEXT], architecture[PACKAGE_TEXT];
	char list[2 * PACKAGE_TEXT + 8];

	copy(&entry->name, name);
	copy(&entry->architecture, architecture);
	snprintf(list, sizeof(list), "%s%s%s.list", name,
		 entry->many ? ":" : "", entry->many ? architecture : "");
	return has_file(lists, list, wanted, room);
}

/* Go through the packages whose names resemble the file's, or the others. */
static bool search(struct status *status, int lists,
		   const struct wanted *wanted, bool resembling,
		   struct room *room, struct package *package)
{
	struct cursor paragraph;
	struct entry entry;

	status->used = status->at = 0;
	status->end = lseek(status->fd, 0, SEEK_SET) != 0;
	while (next_paragraph(status, &paragraph)) {
		parse_entry(paragraph, &entry);
		if (!entry.name.length ||
		    resembles(&entry.name, wanted) != resembling ||
		    !is_of(&entry, lists, wanted, room))
			continue;
		package->manager = "dpkg";
		copy(&entry.name, package->name);
		copy(&entry.version, package->version);
		return true;
	}
	return false;
}

/* May a package have put a file there?  Debian's policy (9.1.2) keeps them
 * out of these, so there is no need to read every list. */
static bool may_be_packaged(const char *file)
{
	static const char *const others[] = {
		"/usr/local/", "/home/", "/root/", "/tmp/", "/var/tmp/",
		"/srv/", "/mnt/", "/media/", "/run/", "/dev/", "/proc/",
	};

	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (text_starts(file, others[i]))
			return false;
	return true;
}

static int look_up(int status, int lists, const char *file,
		   struct package *package)
{
	struct room room = {malloc(LIST_FIRST), LIST_FIRST};
	struct status s = {status, malloc(STATUS_PART), STATUS_PART, 0, 0, 0};
	struct wanted wanted;
	int rc = -ENOMEM;

	want(file, &wanted);
	if (room.bytes && s.bytes)
		rc = search(&s, lists, &wanted, true, &room, package) ||
				     search(&s, lists, &wanted, false, &room,
					    package) ? 0 : -ENOENT;
	free(s.bytes);
	free(room.bytes);
	return rc;
}

int package_dpkg(const char *root, const char *file, struct package *package)
{
	char path[PATH_MAX];
	int status, lists, rc;

	snprintf(path, sizeof(path), "%s/var/lib/dpkg/status", root);
	status = open(path, O_RDONLY | O_CLOEXEC);
	if (status < 0)
		return errno == ENOENT ? -ENOSYS : -errno;
	snprintf(path, sizeof(path), "%s/var/lib/dpkg/info", root);
	lists = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lists < 0)
		rc = -errno;
	else
		rc = may_be_packaged(file) ?
			     look_up(status, lists, file, package) : -ENOENT;
	if (lists >= 0)
		close(lists);
	close(status);
	return rc;
}
