#include "port/user.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "port/file.h"

#define PASSWD_MAX (16 << 20)

/* root:x:0:0:root:/root:/bin/bash */
static bool is_user(struct cursor line, uint32_t uid, struct cursor *name)
{
	struct cursor password, number;
	uint64_t n;

	return cursor_until(&line, ':', name) &&
	       cursor_until(&line, ':', &password) &&
	       cursor_until(&line, ':', &number) &&
	       cursor_number(&number, &n) && !cursor_left(&number) && n == uid;
}

int user_name(uint32_t uid, char *name, size_t size)
{
	struct cursor file, line, found;
	size_t length;
	char *bytes;
	int rc;

	rc = file_read("/etc/passwd", PASSWD_MAX, &bytes, &length);
	if (rc)
		return rc;
	rc = -ENOENT;
	file = cursor_over(bytes, length);
	while (rc && cursor_line(&file, &line)) {
		if (!is_user(line, uid, &found) || found.length >= size)
			continue;
		memcpy(name, found.bytes, found.length);
		name[found.length] = '\0';
		rc = 0;
	}
	free(bytes);
	return rc;
}
