/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's BTF, which a module may lengthen and a container may fake. */
#include "collect/holder/btf.h"

#include <errno.h>

#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct btf_wanted members[] = {
		{.structure = "file", .member = "f_inode"},
		{.structure = "inode", .member = "i_mode"},
		{.structure = "pid", .member = "numbers"},
	};
	uint32_t id = 0;
	int rc = btf_find(bytes, length, members, 3, "bpf_iter_task_file",
			  &id);

	must(rc == 0 || rc == -ENOENT || rc == -EINVAL);
	for (size_t i = 0; i < 3; i++)
		must(rc || members[i].found);
	/* Each type takes twelve bytes or more; the first has the number 1. */
	must(rc || (id > 0 && id <= length / 12));
	return 0;
}
