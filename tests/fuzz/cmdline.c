/* SPDX-License-Identifier: BSD-2-Clause */
/* /proc/PID/cmdline: whatever a process was started with, or wrote there. */
#include "collect/process/proc.h"

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	json_t *args = proc_args_parse((const char *)bytes, length);
	size_t nuls = 0;

	for (size_t i = 0; i < length; i++)
		nuls += !bytes[i];
	must(length ? json_is_array(args) : json_is_null(args));
	must(json_array_size(args) <= 64 && json_array_size(args) <= nuls + 1);
	for (size_t i = 0; i < json_array_size(args); i++) {
		const char *arg = json_string_value(json_array_get(args, i));

		must(arg && fuzz_printable(arg));
	}
	json_decref(args);
	return 0;
}
