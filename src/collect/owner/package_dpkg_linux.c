/*
 * dpkg's database: /var/lib/dpkg/info/PACKAGE[:ARCH].list has a line for
 * each file, /var/lib/dpkg/status a paragraph for each package.
 *
 * A machine has hundreds of lists.  Those whose name resembles the file's
 * are read first; a program mostly comes from one of them.
 */
#include "collect/owner/package.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cursor.h"
#include "base/text.h"
#include "data/data.h"
#include "port/file.h"

#define LIST_MAX (32 << 20)
#define STATUS_MAX (64 << 20)
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

static bool resembles(const char *list, const struct wanted *wanted)
{
	char word[WORD];

	letters(cursor_over(list, strlen(list)), word);
	for (size_t i = 0; i < wanted->count; i++)
		if (strstr(list, wanted->words[i]) ||
		    (word[0] && strstr(wanted->words[i], word)))
			return true;
	return false;
}

static bool has_file(const char *path, const struct wanted *wanted)
{
	struct cursor c, line;
	bool found = false;
	size_t length;
	char *bytes;

	if (file_read(path, LIST_MAX, &bytes, &length))
		return false;
	c = cursor_over(bytes, length);
	while (!found && cursor_line(&c, &line))
		found = cursor_is(&line, wanted->file) ||
			(wanted->alias[0] && cursor_is(&line, wanted->alias));
	free(bytes);
	return found;
}

/* Read the lists whose names resemble the file's, or those that do not. */
static bool find_list(const char *dir, const struct wanted *wanted,
		      bool resembling, char *name)
{
	DIR *stream = opendir(dir);
	const struct dirent *entry;
	char path[PATH_MAX];
	bool found = false;

	while (!found && stream && (entry = readdir(stream))) {
		size_t n = strlen(entry->d_name);

		if (!text_ends(entry->d_name, ".list") || n - 5 >= PACKAGE_TEXT ||
		    resembles(entry->d_name, wanted) != resembling ||
		    snprintf(path, sizeof(path), "%s/%s", dir,
			     entry->d_name) >= (int)sizeof(path))
			continue;
		found = has_file(path, wanted);
		if (found)
			snprintf(name, PACKAGE_TEXT, "%.*s", (int)(n - 5),
				 entry->d_name);
	}
	if (stream)
		closedir(stream);
	return found;
}

/* The version in the paragraph of a package.  Of two architectures of one
 * package, which have the same version, the first counts. */
static void find_version(const char *root, struct package *package)
{
	struct cursor c, line;
	char path[PATH_MAX], *bytes;
	bool inside = false;
	size_t length;

	snprintf(path, sizeof(path), "%s/var/lib/dpkg/status", root);
	if (file_read(path, STATUS_MAX, &bytes, &length))
		return;
	c = cursor_over(bytes, length);
	while (cursor_line(&c, &line)) {
		if (cursor_starts(&line, "Package: "))
			inside = cursor_is(&line, package->name);
		else if (inside && cursor_starts(&line, "Version: "))
			break;
	}
	if (inside && cursor_left(&line))
		snprintf(package->version, sizeof(package->version), "%.*s",
			 (int)cursor_left(&line),
			 (const char *)line.bytes + line.at);
	free(bytes);
}

int package_dpkg(const char *root, const char *file, struct package *package)
{
	char dir[PATH_MAX], *colon;
	struct wanted wanted;

	snprintf(dir, sizeof(dir), "%s/var/lib/dpkg/info", root);
	if (access(dir, F_OK))
		return -ENOSYS;
	if (access(dir, R_OK | X_OK))
		return -errno;
	want(file, &wanted);
	if (!find_list(dir, &wanted, true, package->name) &&
	    !find_list(dir, &wanted, false, package->name))
		return -ENOENT;
	colon = strchr(package->name, ':');
	if (colon)
		*colon = '\0';
	package->manager = "dpkg";
	package->version[0] = '\0';
	find_version(root, package);
	return 0;
}
