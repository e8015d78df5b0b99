/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system's half of database_collect(): which files there are, and what is
 * known of them.
 */
#ifndef COLLECT_DATABASE_DATABASE_H
#define COLLECT_DATABASE_DATABASE_H

#include "collect/database/database_file.h"
#include "facts/facts.h"

#define DATABASE_FILE_MAX (4 << 20)	/* bytes; as installed it has 20,000 */
#define DATABASE_SERVICES_MAX 16
#define DATABASE_SERVICE_TEXT 128	/* a longer word is no target */

/** database_names - By enum database */
extern const char *const database_names[];

/**
 * struct database_search - What is looked for, and where
 * @root:	"" for the system itself
 * @services:	smtp, and those that the targets were asked by
 * @protocols:	Each service's, "tcp"
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
 * struct database_text - A file that was read, or the errno of that
 * @path:	With the root before it
 * @inside:	Without
 * @rc:		0, or -errno; there are no @bytes then
 */
struct database_text {
	const char *path;
	const char *inside;
	char *bytes;
	size_t length;
	int rc;
};

/** database_value() - The members that every FACT_DATABASE has */
json_t *database_value(const struct database_search *s, enum database database,
		       const char *entry, const char *through);

/** database_ask_file() - A fact for each entry that is looked for in a file */
void database_ask_file(const struct database_search *s, enum database database,
		       const struct database_text *text);

/** database_ask_files() - database_ask_file() with each file that counts */
void database_ask_files(const struct database_search *s);

/**
 * database_package() - Add the package that a file belongs to, or would
 * @value:	Its "package" is set where one is known
 */
void database_package(const struct database_search *s,
		      const struct database_text *text, json_t *value);

/** database_code() - Why the call that has just failed did; may be none */
struct fact_code database_code(void);

#endif
