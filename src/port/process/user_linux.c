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

/* root:x:0:0:root:/root:/bin/bash */
static bool is_user(struct cursor line, uint32_t uid,
		    struct cursor fields[FIELDS])
{
	uint64_t n;

	for (int i = 0; i < FIELDS; i++)
		if (!cursor_until(&line, ':', &fields[i]))
			return false;
	return cursor_number(&fields[NUMBER], &n) &&
	       !cursor_left(&fields[NUMBER]) && n == uid;
}

static int find(uint32_t uid, int field, char *text, size_t size)
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
		if (!is_user(line, uid, fields) ||
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
	return find(uid, NAME, name, size);
}

int user_home(uint32_t uid, char *home, size_t size)
{
	return find(uid, HOME, home, size);
}

int user_group(uint32_t uid, uint32_t *gid)
{
	char text[16];
	uint64_t number;
	struct cursor c;
	int rc = find(uid, GROUP, text, sizeof(text));

	if (rc)
		return rc;
	c = cursor_over(text, strlen(text));
	if (!cursor_number(&c, &number) || cursor_left(&c) ||
	    number >= UINT32_MAX)
		return -EINVAL;
	*gid = (uint32_t)number;
	return 0;
}
