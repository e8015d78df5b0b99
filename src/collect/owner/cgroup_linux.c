#include "collect/owner/cgroup.h"

#include <errno.h>
#include <stddef.h>

const char *cgroup_mount(void)
{
	return NULL;
}

int cgroup_path(uint64_t id, char *path)
{
	(void)id;
	(void)path;
	return -ENOSYS;
}

int cgroup_unit(const char *path, char *unit)
{
	(void)path;
	(void)unit;
	return -ENOENT;
}

int cgroup_container(const char *path, const char **runtime, char *id)
{
	(void)path;
	(void)runtime;
	(void)id;
	return -ENOENT;
}
