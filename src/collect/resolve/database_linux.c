/*
 * Whether names of services and protocols can be looked up: through libc,
 * which is what a server calls, and in the files that nsswitch.conf leads
 * to, which is what can be mended.  Under the root of a chrooted server the
 * files alone: libc there is not ours to call.
 */
#include "collect/resolve/resolve.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"
#include "collect/owner/package.h"
#include "collect/resolve/database_file.h"

#define FILE_MAX (4 << 20)	/* bytes; as installed it has 20,000 */
#define SERVICES_MAX 16
#define SERVICE_TEXT 128	/* a longer word is no target */

static const char *const database_names[] = {
	[DATABASE_SERVICES] = "services",
	[DATABASE_PROTOCOLS] = "protocols",
};

/**
 * struct search - What is looked for, and where
 * @root:	"" for the system itself
 * @services:	smtp, and those that the targets were asked by
 * @protocols:	Each service's, "tcp"
 */
struct search {
	struct facts *facts;
	const char *root;
	int64_t deadline;
	char services[SERVICES_MAX][SERVICE_TEXT];
	const char *protocols[SERVICES_MAX];
	size_t count;
};

/** struct text - A file that was read, or the errno of that */
struct text {
	char path[PATH_MAX];	/* with the root before it */
	const char *inside;	/* without */
	char *bytes;
	size_t length;
	int rc;
};

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

static int read_regular(int fd, char **bytes, size_t *length)
{
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st))
		return -errno;
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size > FILE_MAX)
		return -EFBIG;
	*bytes = malloc((size_t)st.st_size + 1);
	if (!*bytes)
		return -ENOMEM;
	*length = 0;
	while (*length < (size_t)st.st_size) {
		n = read(fd, *bytes + *length, (size_t)st.st_size - *length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			break;
		*length += (size_t)n;
	}
	return 0;
}

/* text_free() afterwards, whatever became of it. */
static void text_read(struct text *text, const char *root, const char *path)
{
	int fd;

	*text = (struct text){.inside = path};
	snprintf(text->path, sizeof(text->path), "%s%s", root, path);
	fd = open_in(root, path);
	if (fd < 0) {
		text->rc = fd;
		return;
	}
	text->rc = read_regular(fd, &text->bytes, &text->length);
	close(fd);
}

static void text_free(struct text *text)
{
	free(text->bytes);
	text->bytes = NULL;
}

static const char *entry_name(const char *name, const char *protocol,
			      char *entry, size_t size)
{
	snprintf(entry, size, "%s%s%s", name, protocol ? "/" : "",
		 protocol ? protocol : "");
	return entry;
}

static json_t *value_of(const struct search *s, enum database database,
			const char *entry, const char *through)
{
	json_t *value = json_pack("{s:s, s:o, s:s}", "database",
				  database_names[database], "entry",
				  value_string(entry), "through", through);

	if (value && *s->root)
		json_object_set_new(value, "root", value_string(s->root));
	return value;
}

/* What a server gets that calls libc. */
static void ask_libc(const struct search *s, enum database database,
		     const char *name, const char *protocol)
{
	char entry[160];
	json_t *value = value_of(s, database,
				 entry_name(name, protocol, entry,
					    sizeof(entry)),
				 "libc");
	int number = -1;

	if (database == DATABASE_SERVICES) {
		const struct servent *found = getservbyname(name, protocol);

		if (found)
			number = ntohs((uint16_t)found->s_port);
	} else {
		const struct protoent *found = getprotobyname(name);

		if (found)
			number = found->p_proto;
	}
	if (number >= 0)
		json_object_set_new(value, "number", json_integer(number));
	facts_add(s->facts, FACT_DATABASE,
		  number >= 0 ? FACT_SEEN : FACT_ABSENT,
		  protocol ? "getservbyname" : "getprotobyname", NULL, value,
		  "%s, through libc", entry);
}

/*
 * The package that the file belongs to; where none has it, the one that
 * would.  Only looked up for a file that has to be mended.
 */
static void add_package(const struct search *s, const struct text *text,
			json_t *value)
{
	struct package package = {.manager = NULL};
	const char *name = NULL;
	int rc = package_dpkg("", text->inside, &package);

	if (rc == -ENOENT)
		name = "netbase";
	if (rc == -ENOSYS) {
		rc = package_apk("", text->inside, &package);
		if (rc == -ENOENT)
			name = "alpine-baselayout-data";
	}
	if (rc == -ENOSYS) {
		rc = package_rpm("", text->inside, s->deadline, &package);
		if (rc == -ENOENT)
			name = "setup";
	}
	if (!rc)
		name = package.name;
	if (name)
		json_object_set_new(value, "package", value_string(name));
}

static void add_bad(json_t *value, const struct database_entry *entry)
{
	if (!entry->lines && !entry->bad)
		json_object_set_new(value, "detail",
				    json_string("the file is empty"));
	else if (entry->bad)
		json_object_set_new(
			value, "detail",
			json_sprintf("%u of its lines cannot be read, the "
				     "first is line %u",
				     entry->bad, entry->first_bad));
}

static enum fact_status status_of(int rc)
{
	if (rc == -ENOENT || rc == -ENOTDIR)
		return FACT_ABSENT;
	return rc == -EACCES || rc == -EPERM ? FACT_DENIED : FACT_FAILED;
}

/* What stands in one file. */
static void ask_file(const struct search *s, enum database database,
		     const struct text *text, const char *name,
		     const char *protocol)
{
	char entry[160];
	json_t *value = value_of(s, database,
				 entry_name(name, protocol, entry,
					    sizeof(entry)),
				 "file");
	struct fact_code code = collect_errno(-text->rc);
	enum fact_status status = status_of(text->rc);
	struct database_entry found = {0};

	json_object_set_new(value, "file", value_string(text->path));
	if (!text->rc) {
		found = database_find(cursor_over(text->bytes, text->length),
				      database, name, protocol);
		status = found.line ? FACT_SEEN : FACT_ABSENT;
		add_bad(value, &found);
	}
	if (found.line) {
		json_object_set_new(value, "line", json_integer(found.line));
		json_object_set_new(value, "number",
				    json_integer(found.value));
	} else {
		add_package(s, text, value);
	}
	if (text->rc == -EINVAL || text->rc == -EISDIR)
		json_object_set_new(value, "detail",
				    json_string("not an ordinary file"));
	else if (text->rc == -EFBIG)
		json_object_set_new(value, "detail",
				    json_string("larger than any such file"));
	facts_add(s->facts, FACT_DATABASE, status, text->path,
		  text->rc ? &code : NULL, value, "%s, in %s", entry,
		  text->path);
}

static void ask_file_all(const struct search *s, enum database database,
			 const char *path)
{
	struct text text;

	text_read(&text, s->root, path);
	if (database == DATABASE_SERVICES) {
		for (size_t i = 0; i < s->count; i++)
			ask_file(s, database, &text, s->services[i],
				 s->protocols[i]);
	} else {
		ask_file(s, database, &text, "tcp", NULL);
		ask_file(s, database, &text, "udp", NULL);
	}
	text_free(&text);
}

/* nsswitch.conf leads to no file: who is asked instead is told. */
static void no_file(const struct search *s, enum database database,
		    struct cursor sources)
{
	json_t *value = value_of(s, database,
				 database == DATABASE_SERVICES ? "smtp/tcp" :
								 "tcp",
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
static void ask_files(const struct search *s, enum database database,
		      const struct text *nsswitch)
{
	const char *name = database_names[database];
	struct cursor rest, sources, source;
	char path[64];
	bool any = false;

	snprintf(path, sizeof(path), "/etc/%s", name);
	if (nsswitch->rc ||
	    !nsswitch_find(cursor_over(nsswitch->bytes, nsswitch->length),
			   name, &sources)) {
		ask_file_all(s, database, path);
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
		ask_file_all(s, database, path);
	}
	if (!any)
		no_file(s, database, sources);
}

/* @word may have an address before the name, and a protocol behind it. */
static void add_service(struct search *s, const char *word,
			const char *protocol)
{
	const char *colon = strrchr(word, ':');
	const char *name = colon ? colon + 1 : word;
	char *service;

	if (s->count == SERVICES_MAX)
		return;
	service = s->services[s->count];
	snprintf(service, SERVICE_TEXT, "%.*s", (int)strcspn(name, "/"), name);
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(s->services[i], service) &&
		    !strcmp(s->protocols[i], protocol))
			return;
	s->protocols[s->count++] = protocol;
}

void database_collect(struct facts *facts, const struct collect *run)
{
	struct search s = {
		.facts = facts,
		.root = run->root ? run->root : "",
		.deadline = run->deadline,
	};
	struct text nsswitch;

	add_service(&s, "smtp", "tcp");
	for (size_t i = 0; i < run->count; i++)
		if (run->targets[i].service)
			add_service(&s, run->targets[i].service,
				    protocol_name(run->targets[i].protocol));
	if (!run->root) {
		for (size_t i = 0; i < s.count; i++)
			ask_libc(&s, DATABASE_SERVICES, s.services[i],
				 s.protocols[i]);
		ask_libc(&s, DATABASE_PROTOCOLS, "tcp", NULL);
		ask_libc(&s, DATABASE_PROTOCOLS, "udp", NULL);
	}
	text_read(&nsswitch, s.root, "/etc/nsswitch.conf");
	ask_files(&s, DATABASE_SERVICES, &nsswitch);
	ask_files(&s, DATABASE_PROTOCOLS, &nsswitch);
	text_free(&nsswitch);
}
