/* SPDX-License-Identifier: BSD-2-Clause */
/* What the running kernel's structures look like, from its BTF. */
#ifndef COLLECT_HOLDER_BTF_H
#define COLLECT_HOLDER_BTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct btf_wanted - A member of one of the kernel's structures
 * @structure:	The structure's name
 * @member:	The member's; one of an anonymous struct is not found
 * @offset:	Set to its offset, in bytes
 * @found:	Set; false at first
 */
struct btf_wanted {
	const char *structure;
	const char *member;
	uint32_t offset;
	bool found;
};

/**
 * btf_find() - Look up members and a function
 * @bytes:	As /sys/kernel/btf/vmlinux has them, see the kernel's
 *		Documentation/bpf/btf.rst; in the machine's byte order
 * @length:	In bytes
 * @members:	Written
 * @count:	How many
 * @function:	The function's name
 * @id:		Set to its type's id
 *
 * Return: 0; -ENOENT where something was not found; -EINVAL for bytes that
 * are not BTF
 */
int btf_find(const void *bytes, size_t length, struct btf_wanted *members,
	     size_t count, const char *function, uint32_t *id);

#endif
