/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/database/database_system.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "collect/names/system_file.h"
#include "facts/code.h"
#include "port/file/directory.h"
#include "port/file/file.h"
#include "port/net/inet.h"

/* Of a chroot that was copied from another system. */
static char *path_below(const char *root, enum database database)
{
	size_t size = strlen(root) + 32;
	char *path = memory_new(size);

	if (path)
		snprintf(path, size, "%s/etc/%s", root,
			 database_names[database]);
	return path;
}

static void search_path(const struct database_search *s, enum database database)
{
	struct database_text text = {.rc = -ENOMEM};
	enum directory_kind kind;
	char *path;

	if (*s->root)
		path = path_below(s->root, database);
	else
		path = system_file_path(database == DATABASE_SERVICES ?
						SYSTEM_FILE_SERVICES :
						SYSTEM_FILE_PROTOCOLS);
	text.path = text.inside = path ? path : database_names[database];
	if (path)
		text.rc = directory_kind(path, &kind);
	if (!text.rc && kind != DIRECTORY_FILE)
		text.rc = kind == DIRECTORY_FOLDER ? -EISDIR : -EINVAL;
	if (!text.rc)
		text.rc = file_read(path, DATABASE_FILE_MAX, &text.bytes,
				    &text.length);
	database_search_file(s, database, &text);
	free(text.bytes);
	free(path);
}

void database_search_files(const struct database_search *s)
{
	search_path(s, DATABASE_SERVICES);
	search_path(s, DATABASE_PROTOCOLS);
}

/* 11004, for a file that is missing and for a name that is not in it. */
enum fact_status database_status(struct fact_code *code)
{
	*code = code_winsock(WSAGetLastError());
	return FACT_ABSENT;
}
