/* SPDX-License-Identifier: BSD-2-Clause */
/* /proc/PID/fdinfo/FD and /proc/PID/syscall. */
#include "collect/holder/descriptor.h"

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const char *text = (const char *)bytes;
	bool others = false, found;
	uint64_t flags = 0;

	if (descriptor_parse_flags(text, length, &flags))
		must(!flags);
	found = descriptor_parse_epoll(text, length, 5, &others);
	if (found || others)
		must(length > 4);
	/* One call waits for one descriptor. */
	if (descriptor_parse_call(text, length, 5))
		must(!descriptor_parse_call(text, length, 6));
	return 0;
}
