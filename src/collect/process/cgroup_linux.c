/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Control groups: ids to paths, and the processes inside.
 *
 * The kernel gives a socket's cgroup as a number, which is both the inode
 * of the cgroup's directory and its file handle.  open_by_handle_at() opens
 * the directory by the number, but needs CAP_DAC_READ_SEARCH.  Without it the
 * hierarchy is read once and kept as an index of up to TREE_MAX cgroups;
 * further cgroups have no path.
 *
 * Only the unified hierarchy counts; the kernel keeps no other for sockets.
 * None of this is safe to call from more than one thread.
 */
#include "collect/process/cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/memory.h"
#include "collect/process/mount.h"
#include "collect/process/pids.h"
#include "port/clock.h"
#include "port/file/file.h"

#define ROOT_ID 1	/* the true root's, in every kernel so far */
#define HANDLE_KERNFS 0xfe	/* FILEID_KERNFS of linux/exportfs.h */
#define TREE_MAX 65536
#define PROCS_MAX (64 << 20)
#define OWN_MAX (1 << 20)

const char *cgroup_mount(void)
{
	static char path[PATH_MAX];
	static bool looked;

	if (!looked)
		mount_cgroup2(path, sizeof(path));
	looked = true;
	return path[0] ? path : NULL;
}

/* The path of an open directory below the mount. */
static int path_of(int fd, const char *mount, char *path)
{
	char self[32], target[CGROUP_PATH];
	size_t skip = strlen(mount);
	ssize_t n;

	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	n = readlink(self, target, sizeof(target) - 1);
	if (n < 0)
		return -errno;
	target[n] = '\0';
	if (strncmp(target, mount, skip) ||
	    (target[skip] != '\0' && target[skip] != '/'))
		return -ENOENT;
	strcpy(path, target[skip] ? target + skip : "/");
	return 0;
}

static int path_by_handle(const char *mount, uint64_t id, char *path)
{
	struct {
		struct file_handle head;
		uint64_t id;
	} handle = {
		{.handle_bytes = sizeof(id), .handle_type = HANDLE_KERNFS}, id,
	};
	int dir = open(mount, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int fd = -1, rc;

	if (dir < 0)
		return -errno;
	fd = open_by_handle_at(dir, &handle.head,
			       O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	rc = fd < 0 ? -errno : path_of(fd, mount, path);
	if (fd >= 0)
		close(fd);
	close(dir);
	return rc;
}

/* A cgroup and those below it, each after the one that it is in. */
struct tree {
	struct arena *arena;
	size_t count, size;
	struct branch {
		uint64_t id;
		const char *path;
	} *branches;
};

static void tree_free(struct tree *tree)
{
	free(tree->branches);
	arena_free(tree->arena);
}

static bool tree_add(struct tree *tree, uint64_t id, const char *path)
{
	if (tree->count == TREE_MAX || !path)
		return false;
	if (tree->count == tree->size) {
		size_t size = tree->size ? tree->size * 2 : 64;
		struct branch *more;

		more = memory_resize(tree->branches, size * sizeof(*more));
		if (!more)
			return false;
		tree->branches = more;
		tree->size = size;
	}
	tree->branches[tree->count++] = (struct branch){id, path};
	return true;
}

static DIR *open_cgroup(const char *path)
{
	char full[PATH_MAX + CGROUP_PATH];

	snprintf(full, sizeof(full), "%s%s", cgroup_mount(), path);
	return opendir(full);
}

/* Add the cgroups right below one. */
static void tree_grow(struct tree *tree, const char *path)
{
	const char *parent = path[1] ? path : "";
	const struct dirent *entry;
	DIR *dir = open_cgroup(path);

	while (dir && (entry = readdir(dir))) {
		if (entry->d_type != DT_DIR || entry->d_name[0] == '.')
			continue;
		if (strlen(path) + strlen(entry->d_name) + 2 > CGROUP_PATH ||
		    !tree_add(tree, entry->d_ino,
			      arena_printf(tree->arena, "%s/%s", parent,
					   entry->d_name)))
			break;
	}
	if (dir)
		closedir(dir);
}

static bool is_late(int64_t deadline)
{
	return deadline && clock_now() >= deadline;
}

/* @deadline: 0 for none */
static int tree_read(struct tree *tree, const char *top, int64_t deadline)
{
	struct stat st;
	DIR *dir = open_cgroup(top);
	int rc = 0;

	if (!dir || fstat(dirfd(dir), &st))
		rc = -errno;
	if (dir)
		closedir(dir);
	if (rc)
		return rc;
	*tree = (struct tree){.arena = arena_new()};
	if (!tree_add(tree, st.st_ino, arena_strdup(tree->arena, top))) {
		tree_free(tree);
		return -ENOMEM;
	}
	for (size_t i = 0; i < tree->count && !is_late(deadline); i++)
		tree_grow(tree, tree->branches[i].path);
	return 0;
}

static int by_id(const void *a, const void *b)
{
	const struct branch *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static int path_by_index(uint64_t id, char *path)
{
	static struct tree hierarchy;
	const struct branch key = {.id = id}, *found;
	int rc;

	if (!hierarchy.arena) {
		rc = tree_read(&hierarchy, "/", 0);
		if (rc)
			return rc;
		qsort(hierarchy.branches, hierarchy.count, sizeof(key), by_id);
	}
	found = bsearch(&key, hierarchy.branches, hierarchy.count, sizeof(key),
			by_id);
	if (!found)
		return -ENOENT;
	strcpy(path, found->path);
	return 0;
}

static int look_up(uint64_t id, char *path)
{
	const char *mount = cgroup_mount();
	int rc;

	if (!mount)
		return -ENOENT;
	rc = path_by_handle(mount, id, path);
	if (rc == -EPERM || rc == -EACCES || rc == -ENOSYS || rc == -EOPNOTSUPP)
		rc = path_by_index(id, path);
	return rc;
}

/* Many sockets are in few cgroups: what was asked last is remembered. */
int cgroup_path(uint64_t id, char *path)
{
	static struct {
		uint64_t id;
		int rc;
		char path[CGROUP_PATH];
	} cache[16], *entry;

	if (id == ROOT_ID) {
		strcpy(path, "/");
		return 0;
	}
	if (!id)
		return -ENOENT;
	entry = &cache[id % (sizeof(cache) / sizeof(cache[0]))];
	if (entry->id != id) {
		entry->id = id;
		entry->rc = look_up(id, entry->path);
	}
	if (!entry->rc)
		strcpy(path, entry->path);
	return entry->rc;
}

int cgroup_own(char *path)
{
	size_t length;
	char *bytes;
	int rc = file_read("/proc/self/cgroup", OWN_MAX, &bytes, &length);

	if (rc)
		return rc;
	rc = cgroup_parse_unified(bytes, length, path);
	free(bytes);
	return rc;
}

/* One cgroup.procs, where a process of another pid namespace shows as 0. */
static int read_pids(const char *path, struct pids *pids)
{
	char full[PATH_MAX + CGROUP_PATH];
	size_t length;
	char *bytes;
	int rc;

	snprintf(full, sizeof(full), "%s%s/cgroup.procs", cgroup_mount(), path);
	rc = file_read(full, PROCS_MAX, &bytes, &length);
	if (rc)
		return rc;
	pids_parse(pids, bytes, length);
	free(bytes);
	return 0;
}

int cgroup_pids(const char *path, int64_t deadline, struct pids *pids)
{
	struct tree tree;
	int rc;

	if (!cgroup_mount())
		return -ENOENT;
	rc = tree_read(&tree, path, deadline);
	if (rc)
		return rc;
	for (size_t i = 0; i < tree.count; i++) {
		int n = is_late(deadline) ? -ETIMEDOUT :
					    read_pids(tree.branches[i].path,
						      pids);

		/* A threaded cgroup has no list: its processes are in that
		 * of the cgroup above.  One that is gone has none. */
		if (n && n != -EOPNOTSUPP && n != -ENOENT && n != -ENODEV)
			rc = n;
		if (n == -ETIMEDOUT)
			break;
	}
	tree_free(&tree);
	return rc;
}
