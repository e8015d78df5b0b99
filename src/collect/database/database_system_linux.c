/* SPDX-License-Identifier: BSD-2-Clause */
/* The files that nsswitch.conf leads to. */
#include "collect/database/database_system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/memory.h"
#include "facts/code.h"
#include "port/file/regular.h"
#include "port/process/apart.h"

/*
 * Open a file as a process that is chrooted to @root would: absolute links
 * stay inside.  Kernels before 5.6 cannot; there links lead where they lead.
 */
static int open_in(const char *root, const char *path)
{
	struct open_how how = {
		/* A pipe must not make us wait. */
		.flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
		.resolve = RESOLVE_IN_ROOT,
	};
	char whole[PATH_MAX];
	int dir, fd;

	if (*root) {
		dir = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (dir < 0)
			return -errno;
		fd = (int)syscall(SYS_openat2, dir, path, &how, sizeof(how));
		if (fd < 0)
			fd = -errno;
		close(dir);
		if (fd != -ENOSYS)
			return fd;
	}
	if ((size_t)snprintf(whole, sizeof(whole), "%s%s", root, path) >=
	    sizeof(whole))
		return -ENAMETOOLONG;
	fd = open(whole, (int)how.flags);
	return fd < 0 ? -errno : fd;
}

static int read_in(const char *root, const char *path, char **bytes,
		   size_t *length)
{
	int fd = open_in(root, path);
	int rc = fd < 0 ? fd : regular_read(fd, DATABASE_FILE_MAX, bytes,
					    length);

	if (fd >= 0)
		close(fd);
	return rc;
}

struct place {
	const char *root;
	const char *path;
};

static int hand_over(void *context, int output)
{
	const struct place *place = context;
	char *bytes = NULL;
	size_t length;
	int rc = read_in(place->root, place->path, &bytes, &length);

	if (!rc)
		rc = apart_write(output, bytes, length);
	free(bytes);
	return rc;
}

/*
 * text_free() afterwards, whatever became of it.  The directory that a server
 * is chrooted to may be its user's: whatever is there must not hold us up.
 */
static void text_read(struct database_text *text, char whole[PATH_MAX],
		      const struct database_search *s, const char *path)
{
	struct place place = {s->root, path};

	*text = (struct database_text){.path = whole, .inside = path};
	snprintf(whole, PATH_MAX, "%s%s", s->root, path);
	text->rc = *s->root ? apart_run(NULL, apart_deadline(s->deadline),
					DATABASE_FILE_MAX, hand_over, &place,
					&text->bytes, &text->length) :
			      read_in("", path, &text->bytes, &text->length);
}

static void text_free(struct database_text *text)
{
	free(text->bytes);
	text->bytes = NULL;
}

static void search_path(const struct database_search *s, enum database database,
		     const char *path)
{
	struct database_text text;
	char whole[PATH_MAX];

	text_read(&text, whole, s, path);
	database_search_file(s, database, &text);
	text_free(&text);
}

/* nsswitch.conf leads to no file: the fact has what it names instead. */
static void no_file(const struct database_search *s, enum database database,
		    struct cursor sources)
{
	json_t *value = database_value(
		s, database, database == DATABASE_SERVICES ? "smtp/tcp" : "tcp",
		"file");
	char detail[160];

	snprintf(detail, sizeof(detail),
		 "its line leads to no file: %s:%.*s",
		 database_names[database],
		 (int)(cursor_left(&sources) < 80 ? cursor_left(&sources) : 80),
		 (const char *)sources.bytes + sources.at);
	json_object_set_new(value, "detail", value_string(detail));
	facts_add(s->facts, FACT_DATABASE, FACT_ABSENT, "/etc/nsswitch.conf",
		  NULL, value, "%s, in a file", database_names[database]);
}

/*
 * "files" is the file in /etc, "usrfiles" the one in /usr/etc; without a
 * line for it glibc asks the files.
 */
static void search_each(const struct database_search *s, enum database database,
		      const struct database_text *nsswitch)
{
	const char *name = database_names[database];
	struct cursor rest, sources, source;
	char path[64];
	bool any = false;

	snprintf(path, sizeof(path), "/etc/%s", name);
	if (nsswitch->rc ||
	    !nsswitch_find(cursor_over(nsswitch->bytes, nsswitch->length),
			   name, &sources)) {
		search_path(s, database, path);
		return;
	}
	rest = sources;
	while (nsswitch_next(&rest, &source)) {
		bool usr = cursor_is(&source, "usrfiles");

		if (!usr && !cursor_is(&source, "files"))
			continue;
		any = true;
		snprintf(path, sizeof(path), "%s/etc/%s", usr ? "/usr" : "",
			 name);
		search_path(s, database, path);
	}
	if (!any)
		no_file(s, database, sources);
}

void database_search_files(const struct database_search *s)
{
	struct database_text nsswitch;
	char whole[PATH_MAX];

	text_read(&nsswitch, whole, s, "/etc/nsswitch.conf");
	search_each(s, DATABASE_SERVICES, &nsswitch);
	search_each(s, DATABASE_PROTOCOLS, &nsswitch);
	text_free(&nsswitch);
}

/*
 * libc has no code for an entry that is not there; glibc leaves errno as it is
 * then, and what it met where it could not read its files.
 */
enum fact_status database_status(struct fact_code *code)
{
	int error = errno;

	*code = (struct fact_code){NULL, 0, NULL};
	if (!error || error == ENOENT)
		return FACT_ABSENT;
	*code = code_errno(error);
	return error == EACCES || error == EPERM ? FACT_DENIED : FACT_FAILED;
}
