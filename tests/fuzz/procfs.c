/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Smaller files of /proc: status, fdinfo, syscall, and the security module's
 * label, whose profile has any name.
 */
#include "collect/holder/descriptor.h"
#include "collect/policy/parse.h"

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct cursor file = cursor_over(bytes, length), profile;
	const char *text = (const char *)bytes;
	uint64_t number = 0;
	bool others = false;

	parse_status(file, "Seccomp", &number);
	parse_status(file, "CapEff", &number);
	parse_apparmor(file, &profile);
	must(profile.length <= length && profile.at <= profile.length);
	must(!profile.length || (profile.bytes >= bytes &&
				 profile.bytes + profile.length <=
					 bytes + length));
	descriptor_parse_flags(text, length, &number);
	descriptor_parse_epoll(text, length, 5, &others);
	descriptor_parse_call(text, length, 5);
	return 0;
}
