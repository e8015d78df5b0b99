/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/wsp/wsp_ports.h"

#include <errno.h>
#include <string.h>

#include "base/cursor.h"

/* The text before the next comma; false at the end. */
static bool entry(const char **list, struct cursor *part)
{
	while (**list) {
		size_t length = strcspn(*list, ",");

		*part = cursor_trim(cursor_over(*list, length));
		*list += length + ((*list)[length] == ',');
		if (cursor_left(part))
			return true;
	}
	return false;
}

static bool number(struct cursor *c, uint16_t *port)
{
	uint64_t value;

	if (!cursor_number(c, &value) || value > UINT16_MAX)
		return false;
	*port = (uint16_t)value;
	return true;
}

int wsp_ports_next(const char **list, struct wsp_ports *ports)
{
	struct wsp_ports p;
	struct cursor c;

	if (!entry(list, &c))
		return 0;
	if (!number(&c, &p.first))
		return -EINVAL;
	p.last = p.first;
	c = cursor_trim(c);
	if (cursor_starts(&c, "-")) {
		c = cursor_trim(c);
		if (!number(&c, &p.last) || p.last < p.first)
			return -EINVAL;
	}
	if (cursor_left(&c))
		return -EINVAL;
	*ports = p;
	return 1;
}

int wsp_ports_have(const char *list, uint16_t port)
{
	struct wsp_ports p;
	int rc, result = 0;

	while ((rc = wsp_ports_next(&list, &p))) {
		if (rc < 0)
			result = rc;
		else if (p.first <= port && port <= p.last)
			return 1;
	}
	return result;
}

/* "25 : 192.0.2.1" */
static bool port_and_address(struct cursor c, uint16_t *port,
			     struct address *address)
{
	char text[ADDRESS_TEXT];

	if (!number(&c, port))
		return false;
	c = cursor_trim(c);
	if (!cursor_starts(&c, ":"))
		return false;
	c = cursor_trim(c);
	if (cursor_left(&c) >= sizeof(text))
		return false;
	memcpy(text, c.bytes, c.length);
	text[c.length] = '\0';
	return !address_parse(text, address);
}

int wsp_bind_ip(const char *list, uint16_t port, struct address *address)
{
	struct cursor c;
	int result = -ENOENT;

	while (entry(&list, &c)) {
		struct address a;
		uint16_t of = 0;

		if (!port_and_address(c, &of, &a)) {
			result = -EINVAL;
		} else if (of == port || !port) {
			*address = a;
			return 0;
		}
	}
	return result;
}
