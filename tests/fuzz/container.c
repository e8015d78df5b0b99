/* SPDX-License-Identifier: BSD-2-Clause */
/* The state of container runtimes: names are their users' to choose. */
#include "collect/process/container.h"

#include "fuzz/fuzz.h"

static void check(json_t *name)
{
	must(json_is_null(name) || json_is_string(name));
	must(fuzz_printable(json_string_value(name)));
	json_decref(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	const char *text = (const char *)bytes;

	check(container_parse_docker(text, length));
	check(container_parse_podman(text, length, "4f5e"));
	check(container_parse_podman(text, length, ""));
	return 0;
}
