/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/proc.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* As getdents64(2) writes it. */
struct entry {
	uint64_t inode;
	int64_t next;
	uint16_t length;
	uint8_t type;
	char name[];
};

ssize_t proc_entries(int fd, char *bytes, size_t size)
{
	long n = syscall(SYS_getdents64, fd, bytes, size);

	return n < 0 ? -errno : (ssize_t)n;
}

static int number(const char *text)
{
	int n = 0;

	for (; *text >= '0' && *text <= '9'; text++) {
		if (n > (INT_MAX - 9) / 10)
			return -1;
		n = n * 10 + (*text - '0');
	}
	return *text ? -1 : n;
}

bool proc_entry_next(const char *bytes, size_t length, size_t *at,
		     struct proc_entry *entry)
{
	const struct entry *e = (const void *)(bytes + *at);

	if (*at >= length)
		return false;
	*at += e->length;
	entry->name = e->name;
	entry->number = number(e->name);
	return true;
}

ssize_t proc_read(int dir, const char *path, char *bytes, size_t size)
{
	int fd = openat(dir, path, O_RDONLY | O_CLOEXEC);
	size_t used = 0;
	ssize_t n = 0;

	if (fd < 0)
		return -errno;
	while (used + 1 < size) {
		n = read(fd, bytes + used, size - 1 - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		used += (size_t)n;
	}
	if (n < 0)
		n = -errno;
	close(fd);
	bytes[used] = '\0';
	return n < 0 ? n : (ssize_t)used;
}

int proc_stat(int proc, pid_t pid, struct proc_stat *stat)
{
	char path[PROC_PATH], bytes[1024];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/stat", pid);
	n = proc_read(proc, path, bytes, sizeof(bytes));
	if (n < 0)
		return n == -ENOENT ? -ESRCH : (int)n;
	return proc_stat_parse(bytes, (size_t)n, stat);
}

int proc_exe(int proc, pid_t pid, char *exe, size_t size)
{
	char path[PROC_PATH];
	ssize_t n;

	snprintf(path, sizeof(path), "%d/exe", pid);
	n = readlinkat(proc, path, exe, size - 1);
	if (n < 0)
		return -errno;
	exe[n] = '\0';
	return 0;
}

pid_t proc_living_thread(int proc, pid_t pid)
{
	_Alignas(max_align_t) char names[1024];
	struct proc_entry entry;
	char path[PATH_MAX];
	pid_t found = pid;
	ssize_t n;
	int dir;

	if (proc_exe(proc, pid, path, sizeof(path)) != -ENOENT)
		return pid;
	snprintf(path, sizeof(path), "%d/task", pid);
	dir = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir < 0)
		return pid;
	while (found == pid &&
	       (n = proc_entries(dir, names, sizeof(names))) > 0)
		for (size_t at = 0;
		     found == pid &&
		     proc_entry_next(names, (size_t)n, &at, &entry);)
			if (entry.number > 0)
				found = entry.number;
	close(dir);
	return found;
}

bool proc_may_trace(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {0};

	return !syscall(SYS_capget, &head, data) &&
	       data[0].effective & 1u << CAP_SYS_PTRACE;
}
