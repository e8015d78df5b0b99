/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/mount.h"

#include <grp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cursor.h"
#include "collect/process/proc.h"
#include "port/file/file.h"

#define MOUNTINFO_MAX (4 << 20)

/* id parent major:minor root POINT options [tags] - TYPE source OPTIONS */
struct mount {
	struct cursor point, type, options;
};

static bool parse(struct cursor line, struct mount *mount)
{
	struct cursor word;

	for (int i = 0; i < 5; i++)
		if (!cursor_word(&line, &mount->point))
			return false;
	while (cursor_word(&line, &word))
		if (cursor_is(&word, "-"))
			return cursor_word(&line, &mount->type) &&
			       cursor_word(&line, &word) &&
			       cursor_word(&line, &mount->options);
	return false;
}

/* A byte as three octal digits, as in `\040`. */
static bool octal(struct cursor *c, uint8_t *byte)
{
	struct cursor digits;
	unsigned int value = 0;
	uint8_t digit;

	if (!cursor_take(c, 3, &digits))
		return false;
	while (cursor_u8(&digits, &digit)) {
		if (digit < '0' || digit > '7')
			return false;
		value = value << 3 | (digit - '0');
	}
	if (value > UINT8_MAX)
		return false;
	*byte = (uint8_t)value;
	return true;
}

/* A path, where a blank is written as `\040`. */
static bool unescape(struct cursor word, char *out, size_t size)
{
	size_t n = 0;
	uint8_t c;

	while (cursor_u8(&word, &c)) {
		struct cursor digits = word;

		if (n + 1 >= size)
			return false;
		if (c == '\\' && octal(&digits, &c))
			word = digits;
		out[n++] = (char)c;
	}
	out[n] = '\0';
	return true;
}

bool mount_parse_cgroup2(const char *bytes, size_t length, char *path,
			 size_t size)
{
	struct cursor c = cursor_over(bytes, length), line;
	struct mount mount;

	while (cursor_line(&c, &line))
		if (parse(line, &mount) && cursor_is(&mount.type, "cgroup2") &&
		    mount.point.length < size)
			return unescape(mount.point, path, size);
	return false;
}

static int hidepid_level(struct cursor value)
{
	static const struct {
		const char *word;
		int level;
	} words[] = {
		{"1", 1}, {"noaccess", 1}, {"2", 2}, {"invisible", 2},
		{"4", 4}, {"ptraceable", 4},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (cursor_is(&value, words[i].word))
			return words[i].level;
	return 0;
}

int mount_parse_hidepid(const char *bytes, size_t length, unsigned int *gid)
{
	struct cursor c = cursor_over(bytes, length), line, option;
	struct mount mount;
	int level = 0;

	*gid = 0;
	while (cursor_line(&c, &line)) {
		if (!parse(line, &mount) || !cursor_is(&mount.type, "proc") ||
		    !cursor_is(&mount.point, "/proc"))
			continue;
		level = 0;
		*gid = 0;
		while (cursor_until(&mount.options, ',', &option)) {
			uint64_t number;

			if (cursor_starts(&option, "hidepid="))
				level = hidepid_level(option);
			else if (cursor_starts(&option, "gid=") &&
				 cursor_number(&option, &number))
				*gid = (unsigned int)number;
		}
	}
	return level;
}

static char *read_mountinfo(size_t *length)
{
	char *bytes;

	return file_read("/proc/self/mountinfo", MOUNTINFO_MAX, &bytes,
			 length) ? NULL : bytes;
}

void mount_cgroup2(char *path, size_t size)
{
	size_t length;
	char *bytes = read_mountinfo(&length);

	if (!bytes || !mount_parse_cgroup2(bytes, length, path, size))
		path[0] = '\0';
	free(bytes);
}

static bool is_in_group(gid_t gid)
{
	gid_t groups[256];
	int n = getgroups(256, groups);

	for (int i = 0; i < n; i++)
		if (groups[i] == gid)
			return true;
	return getegid() == gid;
}

/* At level 1 they are listed but cannot be opened: the search sees that. */
bool mount_hides_processes(void)
{
	size_t length;
	unsigned int gid;
	char *bytes = read_mountinfo(&length);
	int level = bytes ? mount_parse_hidepid(bytes, length, &gid) : 0;

	free(bytes);
	return level >= 2 && !proc_may_trace() &&
	       (level == 4 || !is_in_group(gid));
}
