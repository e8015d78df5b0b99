/* SPDX-License-Identifier: BSD-2-Clause */
/* Netlink messages: those of a kernel, or of what stands in for one. */
#include "collect/socket/socket_query.h"

#include "fuzz/fuzz.h"

#define STOP (-99)

struct asked {
	int family;
	size_t count, limit;
};

static int entry(const struct socket_entry *e, void *context)
{
	struct asked *asked = context;

	must(e->address.family == asked->family);
	must(e->state <= SOCKET_TIME_WAIT);
	must(e->v6only >= -1 && e->v6only <= 1);
	return ++asked->count == asked->limit ? STOP : 0;
}

static int parse(const void *bytes, size_t length, int family, uint32_t seq,
		 struct asked *asked)
{
	struct socket_query query = {
		.protocol = PROTOCOL_TCP, .entry = entry, .context = asked,
	};
	int rc;

	asked->family = family;
	rc = socket_parse_diag(&query, family, seq, seq, bytes, length);
	must(rc <= 1);
	return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	/* Aligned as what is received, and not a byte longer. */
	void *copy = malloc(length ? length : 1);

	must(copy);
	if (length)
		memcpy(copy, bytes, length);
	for (int family = 4; family <= 6; family += 2) {
		struct asked all = {.limit = 0}, first = {.limit = 1};
		struct asked strict = {.limit = 0};

		parse(copy, length, family, 0, &all);
		must(parse(copy, length, family, 0, &first) == STOP ||
		     !all.count);
		must(first.count == (all.count > 0));
		parse(copy, length, family, 4, &strict);
		must(strict.count <= all.count);
	}
	free(copy);
	return 0;
}
