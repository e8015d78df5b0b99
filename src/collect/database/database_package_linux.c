/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/database/database_package.h"

#include <errno.h>

#include "collect/package/package.h"
#include "facts/facts.h"

json_t *database_package(const char *file, int64_t deadline)
{
	struct package package = {.manager = NULL};
	const char *name = NULL;
	int rc = package_dpkg("", file, &package);

	if (rc == -ENOENT)
		name = "netbase";
	if (rc == -ENOSYS) {
		rc = package_apk("", file, &package);
		if (rc == -ENOENT)
			name = "alpine-baselayout-data";
	}
	if (rc == -ENOSYS) {
		rc = package_rpm("", file, deadline, &package);
		if (rc == -ENOENT)
			name = "setup";
	}
	if (!rc)
		name = package.name;
	return name ? value_string(name) : NULL;
}
