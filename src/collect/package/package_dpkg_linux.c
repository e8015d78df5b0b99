/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dpkg's database, as files.
 *
 * A machine has hundreds of packages.  The lists of those whose name
 * resembles the file's are read first; a program mostly comes from one of
 * them.
 */
#include "collect/package/package.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "collect/package/dpkg.h"

#define LIST_FIRST 65536
#define LIST_MAX (32 << 20)
#define STATUS_PART 65536

/**
 * struct room - Room for one list after the other
 * @error:	-errno of the first that could not be read, or 0: a file that
 *		is found in no other may be in that one
 */
struct room {
	char *bytes;
	size_t size;
	int error;
};

static ssize_t read_some(int fd, char *bytes, size_t size)
{
	ssize_t n;

	do
		n = read(fd, bytes, size);
	while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n;
}

static int grow(struct room *room)
{
	char *more;

	if (room->size >= LIST_MAX)
		return -EFBIG;
	more = memory_resize(room->bytes, room->size * 2);
	if (!more)
		return -ENOMEM;
	room->bytes = more;
	room->size *= 2;
	return 0;
}

/* A list's content, or -errno. */
static ssize_t read_list(int dir, const char *name, struct room *room)
{
	int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n;

	if (fd < 0)
		return -errno;
	do {
		n = used == room->size ? grow(room) : 0;
		if (!n)
			n = read_some(fd, room->bytes + used,
				      room->size - used);
		used += n > 0 ? (size_t)n : 0;
	} while (n > 0);
	close(fd);
	return n < 0 ? n : (ssize_t)used;
}

/* The status file, a part at a time: it may have megabytes. */
struct status {
	int fd;
	char *bytes;
	size_t size, used, at;
	bool end;
	int error;
};

/* Throw away what was read, keep the rest, and read more behind it. */
static bool refill(struct status *s)
{
	ssize_t n;

	s->used -= s->at;
	memmove(s->bytes, s->bytes + s->at, s->used);
	s->at = 0;
	n = s->used == s->size ? -EFBIG :
				 read_some(s->fd, s->bytes + s->used,
					   s->size - s->used);
	s->end = n <= 0;
	/* The first: what it hid is not looked for again. */
	if (n < 0 && !s->error)
		s->error = (int)n;
	s->used += n > 0 ? (size_t)n : 0;
	return n >= 0;
}

/* One that is longer than the room ends the walk, with an error. */
static bool next_paragraph(struct status *s, struct cursor *paragraph)
{
	for (;;) {
		struct cursor c = cursor_over(s->bytes, s->used);

		c.at = s->at;
		if (dpkg_next(&c, s->end, paragraph)) {
			s->at = c.at;
			return true;
		}
		if (s->end || !refill(s))
			return false;
	}
}

static bool is_of(const struct dpkg_entry *entry, int lists,
		  const struct dpkg_wanted *wanted, struct room *room)
{
	char list[DPKG_LIST];
	ssize_t n = dpkg_list(entry, list) ? read_list(lists, list, room) :
					     -ENOENT;

	if (n < 0 && n != -ENOENT && !room->error)
		room->error = (int)n;
	return n >= 0 && dpkg_has(cursor_over(room->bytes, (size_t)n), wanted);
}

/* Go through the packages whose names resemble the file's, or the others. */
static bool search(struct status *status, int lists,
		   const struct dpkg_wanted *wanted, bool resembling,
		   struct room *room, struct package *package)
{
	struct cursor paragraph;
	struct dpkg_entry entry;

	status->used = status->at = 0;
	status->end = lseek(status->fd, 0, SEEK_SET) != 0;
	while (next_paragraph(status, &paragraph)) {
		dpkg_parse(paragraph, &entry);
		if (dpkg_resembles(&entry, wanted) != resembling ||
		    !is_of(&entry, lists, wanted, room))
			continue;
		package->manager = "dpkg";
		package_text(&entry.name, package->name);
		package_text(&entry.version, package->version);
		return true;
	}
	return false;
}

static int look_up(int status, int lists, const char *file,
		   struct package *package)
{
	struct room room = {memory_new(LIST_FIRST), LIST_FIRST, 0};
	struct status s = {
		.fd = status,
		.bytes = memory_new(STATUS_PART),
		.size = STATUS_PART,
	};
	struct dpkg_wanted wanted;
	int rc = -ENOMEM;

	dpkg_want(file, &wanted);
	if (room.bytes && s.bytes) {
		if (search(&s, lists, &wanted, true, &room, package) ||
		    search(&s, lists, &wanted, false, &room, package))
			rc = 0;
		else
			rc = s.error ? s.error : room.error ? room.error :
							      -ENOENT;
	}
	free(s.bytes);
	free(room.bytes);
	return rc;
}

int package_dpkg(const char *root, const char *file, struct package *package)
{
	char path[PATH_MAX];
	int status, lists, rc;

	snprintf(path, sizeof(path), "%s/var/lib/dpkg/status", root);
	status = open(path, O_RDONLY | O_CLOEXEC);
	if (status < 0)
		return errno == ENOENT ? -ENOSYS : -errno;
	snprintf(path, sizeof(path), "%s/var/lib/dpkg/info", root);
	lists = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lists < 0)
		rc = -errno;
	else
		rc = dpkg_may_have(file) ?
			     look_up(status, lists, file, package) : -ENOENT;
	if (lists >= 0)
		close(lists);
	close(status);
	return rc;
}
