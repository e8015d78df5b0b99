/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/holder/btf.h"

#include <errno.h>
#include <linux/btf.h>
#include <string.h>

#include "base/cursor.h"

#define KIND_ENUM64 19	/* newer than some of the headers */
#define KIND_TYPE_TAG 18
#define KIND_DECL_TAG 17
#define KIND_FLOAT 16

struct section {
	struct cursor types, strings;
};

static bool open_sections(const void *bytes, size_t length, struct section *s)
{
	struct cursor c = cursor_over(bytes, length), rest;
	struct btf_header head;

	if (!cursor_copy(&c, &head, sizeof(head)) || head.magic != BTF_MAGIC)
		return false;
	c = cursor_over(bytes, length);
	if (!cursor_skip(&c, head.hdr_len))
		return false;
	rest = c;
	return cursor_skip(&rest, head.type_off) &&
	       cursor_take(&rest, head.type_len, &s->types) &&
	       cursor_skip(&c, head.str_off) &&
	       cursor_take(&c, head.str_len, &s->strings);
}

/* Is the string at an offset this one? */
static bool is_named(const struct section *s, uint32_t offset,
		     const char *name)
{
	struct cursor c = s->strings, found;

	return cursor_skip(&c, offset) && cursor_take(&c, strlen(name) + 1,
						      &found) &&
	       !memcmp(found.bytes, name, found.length);
}

/* The bytes that follow a type. */
static bool tail_of(const struct btf_type *type, size_t *size)
{
	size_t count = BTF_INFO_VLEN(type->info);

	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_PTR:
	case BTF_KIND_FWD:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_FUNC:
	case KIND_FLOAT:
	case KIND_TYPE_TAG:
		*size = 0;
		return true;
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case KIND_DECL_TAG:
		*size = 4;
		return true;
	case BTF_KIND_ENUM:
	case BTF_KIND_FUNC_PROTO:
		*size = 8 * count;
		return true;
	case BTF_KIND_ARRAY:
		*size = 12;
		return true;
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
	case BTF_KIND_DATASEC:
	case KIND_ENUM64:
		*size = 12 * count;
		return true;
	default:
		return false;
	}
}

static void find_member(const struct section *s, const struct btf_type *type,
			struct cursor tail, struct btf_wanted *wanted)
{
	struct {
		uint32_t name, type, offset;
	} member;

	while (cursor_copy(&tail, &member, sizeof(member))) {
		uint32_t bits = BTF_INFO_KFLAG(type->info) ?
					BTF_MEMBER_BIT_OFFSET(member.offset) :
					member.offset;

		if (!is_named(s, member.name, wanted->member) || bits % 8)
			continue;
		wanted->offset = bits / 8;
		wanted->found = true;
		return;
	}
}

int btf_find(const void *bytes, size_t length, struct btf_wanted *members,
	     size_t count, const char *function, uint32_t *id)
{
	struct btf_type type;
	struct section s;
	bool found = false;

	if (!open_sections(bytes, length, &s))
		return -EINVAL;
	/* The first type is 1; 0 is void. */
	for (uint32_t i = 1; cursor_copy(&s.types, &type, sizeof(type)); i++) {
		unsigned int kind = BTF_INFO_KIND(type.info);
		struct cursor tail;
		size_t size;

		if (!tail_of(&type, &size) ||
		    !cursor_take(&s.types, size, &tail))
			return -EINVAL;
		if (kind == BTF_KIND_FUNC && !found &&
		    is_named(&s, type.name_off, function)) {
			*id = i;
			found = true;
		}
		for (size_t m = 0; kind == BTF_KIND_STRUCT && m < count; m++)
			if (!members[m].found &&
			    is_named(&s, type.name_off, members[m].structure))
				find_member(&s, &type, tail, &members[m]);
	}
	for (size_t m = 0; m < count; m++)
		found = found && members[m].found;
	return found ? 0 : -ENOENT;
}
