/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Landlock is the second wall behind the filter for system calls.  Its numbers
 * are written here, since the headers of older systems do not have them
 * (linux/landlock.h, asm-generic/unistd.h: the same on all processors but
 * alpha).
 */
#include "priv/limit.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LIMIT_MEMORY ((rlim_t)1 << 30)	/* bytes */
#define LIMIT_DESCRIPTORS 2	/* for poll(); 0, 1 and 2 are in use */

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif
#define ASK_VERSION 1u

struct landlock_rules {
	uint64_t files;
	uint64_t network;
	uint64_t scope;
};

static int lower(__rlimit_resource_t resource, rlim_t to)
{
	struct rlimit limit;

	if (getrlimit(resource, &limit))
		return -errno;
	if (to < limit.rlim_max)
		limit.rlim_max = to;
	limit.rlim_cur = limit.rlim_max < limit.rlim_cur ? limit.rlim_max :
							   limit.rlim_cur;
	return setrlimit(resource, &limit) ? -errno : 0;
}

#ifndef SANDBOX_SANITIZERS
/* Bytes of addresses that are in use; a large number if that is not known. */
static rlim_t used_memory(void)
{
	FILE *file = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (file && fscanf(file, "%lu", &pages) != 1)
		pages = 0;
	if (file)
		fclose(file);
	return pages ? pages * (rlim_t)sysconf(_SC_PAGESIZE) : LIMIT_MEMORY;
}
#endif

int limit_resources(bool writes)
{
	int rc = 0;

#ifndef SANDBOX_SANITIZERS
	rc = lower(RLIMIT_AS, used_memory() + LIMIT_MEMORY);
#endif
	if (!rc)
		rc = lower(RLIMIT_CORE, 0);
	if (!rc)
		rc = lower(RLIMIT_NPROC, 0);
	if (!rc)
		rc = lower(RLIMIT_NOFILE, LIMIT_DESCRIPTORS);
	if (!rc && !writes)
		rc = lower(RLIMIT_FSIZE, 0);
	return rc;
}

/* All that a version of Landlock's interface knows (landlock(7)). */
static struct landlock_rules all_of(long version)
{
	static const unsigned char rights[] = {0, 13, 14, 15, 15, 16};
	long last = sizeof(rights) - 1;

	return (struct landlock_rules){
		.files = (UINT64_C(1) << rights[version < last ? version :
								 last]) - 1,
		.network = version >= 4 ? 3 : 0,
		.scope = version >= 6 ? 3 : 0,
	};
}

int limit_files(void)
{
	long version;
	struct landlock_rules rules;
	size_t size;
	int fd, rc;

	/* A filter of a unit or a container may kill who asks. */
	if (prctl(PR_GET_SECCOMP) > 0)
		return 0;
	version = syscall(SYS_landlock_create_ruleset, NULL, 0, ASK_VERSION);
	/* No kernel of its kind, or switched off. */
	if (version <= 0)
		return 0;
	rules = all_of(version);
	size = version >= 6 ? sizeof(rules) :
	       version >= 4 ? offsetof(struct landlock_rules, scope) :
			      offsetof(struct landlock_rules, network);
	fd = (int)syscall(SYS_landlock_create_ruleset, &rules, size, 0);
	if (fd < 0)
		return -errno;
	rc = syscall(SYS_landlock_restrict_self, fd, 0) ? -errno : 0;
	close(fd);
	return rc;
}
