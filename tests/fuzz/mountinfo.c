/* SPDX-License-Identifier: BSD-2-Clause */
/* /proc/self/mountinfo: who may mount names the point and the source. */
#include "collect/process/mount.h"

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const size_t sizes[] = {4096, 16, 1};
	const char *text = (const char *)bytes;
	unsigned int gid = 1;
	int level;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		char *path = malloc(sizes[i]);

		must(path);
		memset(path, 'x', sizes[i]);
		if (mount_parse_cgroup2(text, length, path, sizes[i]))
			must(memchr(path, '\0', sizes[i]));
		free(path);
	}
	level = mount_parse_hidepid(text, length, &gid);
	must(level == 0 || level == 1 || level == 2 || level == 4);
	return 0;
}
