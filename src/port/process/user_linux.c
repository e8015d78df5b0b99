/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/process/user.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "port/file/file.h"

#define PASSWD_MAX (16 << 20)

enum { NAME = 0, NUMBER = 2, GROUP = 3, HOME = 5, FIELDS };

/* root:x:0:0:root:/root:/bin/bash, by name, or where that is NULL by uid */
static bool is_user(struct cursor line, const char *name, uint32_t uid,
		    struct cursor fields[FIELDS])
{
	struct cursor number;
	uint64_t n;

	for (int i = 0; i < FIELDS; i++)
		if (!cursor_until(&line, ':', &fields[i]))
			return false;
	if (name)
		return cursor_is(&fields[NAME], name);
	number = fields[NUMBER];
	return cursor_number(&number, &n) && !cursor_left(&number) && n == uid;
}

static int find(const char *name, uint32_t uid, int field, char *text,
		size_t size)
{
	struct cursor file, line, fields[FIELDS];
	size_t length;
	char *bytes;
	int rc;

	rc = file_read("/etc/passwd", PASSWD_MAX, &bytes, &length);
	if (rc)
		return rc;
	rc = -ENOENT;
	file = cursor_over(bytes, length);
	while (rc && cursor_line(&file, &line)) {
		if (!is_user(line, name, uid, fields) ||
		    fields[field].length >= size)
			continue;
		memcpy(text, fields[field].bytes, fields[field].length);
		text[fields[field].length] = '\0';
		rc = 0;
	}
	free(bytes);
	return rc;
}

int user_name(uint32_t uid, char *name, size_t size)
{
	return find(NULL, uid, NAME, name, size);
}

int user_home(uint32_t uid, char *home, size_t size)
{
	return find(NULL, uid, HOME, home, size);
}

/* A number that is not the one which stands for none. */
static int find_number(const char *name, uint32_t uid, int field,
		       uint32_t *number)
{
	char text[16];
	struct cursor c;
	uint64_t n;
	int rc = find(name, uid, field, text, sizeof(text));

	if (rc)
		return rc;
	c = cursor_over(text, strlen(text));
	if (!cursor_number(&c, &n) || cursor_left(&c) || n >= UINT32_MAX)
		return -EINVAL;
	*number = (uint32_t)n;
	return 0;
}

int user_group(uint32_t uid, uint32_t *gid)
{
	return find_number(NULL, uid, GROUP, gid);
}

int user_numbers(const char *name, uint32_t *uid, uint32_t *gid)
{
	uint32_t user;
	int rc = find_number(name, 0, NUMBER, &user);

	if (!rc)
		rc = find_number(name, 0, GROUP, gid);
	if (!rc)
		*uid = user;
	return rc;
}
