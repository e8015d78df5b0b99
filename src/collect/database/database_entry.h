/* SPDX-License-Identifier: BSD-2-Clause */
/* The entries that are looked for, and what one file says about them. */
#ifndef COLLECT_DATABASE_DATABASE_ENTRY_H
#define COLLECT_DATABASE_DATABASE_ENTRY_H

#include "collect/database/database_file.h"
#include "facts/facts.h"

#define DATABASE_FILE_MAX (4 << 20)	/* bytes; as installed it has 20,000 */
#define DATABASE_SERVICES_MAX 16
#define DATABASE_SERVICE_TEXT 128	/* a longer word is not a target */

/** database_names - By enum database */
extern const char *const database_names[];

/**
 * struct database_search - What is looked for, and where
 * @facts:	Appended to
 * @root:	"" for the system itself
 * @deadline:	On clock_now()'s scale
 * @services:	smtp, and those that the targets were asked by
 * @protocols:	Each service's, "tcp"
 * @count:	How many services
 */
struct database_search {
	struct facts *facts;
	const char *root;
	int64_t deadline;
	char services[DATABASE_SERVICES_MAX][DATABASE_SERVICE_TEXT];
	const char *protocols[DATABASE_SERVICES_MAX];
	size_t count;
};

/**
 * struct database_text - A file that was read, or why it was not
 * @path:	With the root before it
 * @inside:	Without
 * @bytes:	The content; not set where @rc is not 0
 * @length:	In bytes
 * @rc:		0 or -errno
 */
struct database_text {
	const char *path;
	const char *inside;
	char *bytes;
	size_t length;
	int rc;
};

/** database_entry_text() - "smtp/tcp", or "tcp" where @protocol is NULL */
const char *database_entry_text(const char *name, const char *protocol,
				char *text, size_t size);

/** database_value() - The members that every FACT_DATABASE has */
json_t *database_value(const struct database_search *s, enum database database,
		       const char *entry, const char *through);

/** database_search_file() - A fact for each entry that is looked for in a file */
void database_search_file(const struct database_search *s,
			  enum database database,
			  const struct database_text *text);

#endif
