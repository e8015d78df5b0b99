/* SPDX-License-Identifier: BSD-2-Clause */
/* apk's database, and what rpm says. */
#include "collect/package/package.h"

#include <errno.h>

#include "fuzz/fuzz.h"

static void check(int rc, const struct package *package, const char *manager)
{
	must(rc == 0 || rc == -ENOENT);
	if (rc)
		return;
	must(!strcmp(package->manager, manager));
	must(memchr(package->name, '\0', PACKAGE_TEXT));
	must(memchr(package->version, '\0', PACKAGE_TEXT));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const char *const files[] = {
		"/usr/sbin/postfix", "/usr/libexec/postfix/master",
		"/bin/busybox", "master", "/", "",
	};
	const char *text = (const char *)bytes;
	struct package package;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		char *file = fuzz_string((const uint8_t *)files[i],
					 strlen(files[i]));

		check(package_apk_parse(text, length, file, &package),
		      &package, "apk");
		free(file);
	}
	check(package_rpm_parse(text, length, &package), &package, "rpm");
	return 0;
}
