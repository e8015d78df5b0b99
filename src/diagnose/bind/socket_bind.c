/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/socket_bind.h"

#include <string.h>

#include "base/cursor.h"

static bool is_port(struct cursor part)
{
	int byte = cursor_peek(&part);

	return byte >= '0' && byte <= '9';
}

/* "25", "1-1023" */
static bool holds_port(struct cursor part, uint16_t port)
{
	uint64_t first, last;

	if (!cursor_number(&part, &first))
		return false;
	last = first;
	if (cursor_starts(&part, "-") && !cursor_number(&part, &last))
		return false;
	return !cursor_left(&part) && first <= port && port <= last;
}

static bool part_matches(const struct cursor *part, int family,
			 enum protocol protocol, uint16_t port)
{
	if (is_port(*part))
		return holds_port(*part, port);
	return cursor_is(part, "any") ||
	       cursor_is(part, family == 4 ? "ipv4" : "ipv6") ||
	       cursor_is(part, protocol_name(protocol));
}

bool socket_bind_matches(const char *rule, int family, enum protocol protocol,
		       uint16_t port)
{
	struct cursor c = cursor_over(rule, strlen(rule)), part;

	if (!cursor_left(&c))
		return false;
	while (cursor_until(&c, ':', &part))
		if (!part_matches(&part, family, protocol, port))
			return false;
	return true;
}
