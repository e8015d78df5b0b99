/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/package/package.h"

#include <errno.h>
#include <string.h>

#include "facts/code.h"

static int look_up(const char *root, const char *file, int64_t deadline,
		   struct package *package)
{
	int rc = package_dpkg(root, file, package);

	if (rc == -ENOSYS)
		rc = package_apk(root, file, package);
	if (rc == -ENOSYS)
		rc = package_rpm(root, file, deadline, package);
	return rc;
}

void package_collect(struct facts *facts, const char *root, const char *file,
		     int64_t deadline)
{
	struct package package = {.manager = NULL};
	enum fact_status status = FACT_SEEN;
	int rc = look_up(root, file, deadline, &package);
	struct fact_code code = code_errno(-rc);
	json_t *value = json_pack("{s:o}", "file", value_string(file));

	if (!rc) {
		json_object_set_new(value, "name", value_string(package.name));
		if (package.version[0])
			json_object_set_new(value, "version",
					    value_string(package.version));
		json_object_set_new(value, "manager",
				    json_string(package.manager));
	} else if (rc == -ENOENT) {
		status = FACT_ABSENT;
	} else if (rc == -ENOSYS) {
		status = FACT_UNSUPPORTED;
	} else {
		status = code_errno_status(rc);
	}
	facts_add(facts, FACT_PACKAGE, status,
		  package.manager ? package.manager : "package databases",
		  status == FACT_DENIED || status == FACT_FAILED ? &code : NULL,
		  value, "file %s", file);
}
