/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/control/control.h"

#include <errno.h>
#include <string.h>

#include "base/cursor.h"
#include "base/text.h"

#define ACKNOWLEDGED_AT 12
#define SIGNATURE_AT 24
#define COMMAND_AT 36
#define PROGRAM_AT 156
#define NAMES_AT 220
#define RESOLVE_LENGTH_AT 38
#define RESOLVE_NAME_AT 56
#define RESOLVED_AT 52	/* plus the byte at RESOLVE_LENGTH_AT */

enum direction { BY_CLIENT = 1, BY_SERVER = 2 };

/**
 * struct layout - Offsets in a packet; 0: the field does not exist
 * @last:	Last number of the command; the first is @number
 * @program:	The program's name is at PROGRAM_AT
 * @names:	User, program and computer are at NAMES_AT
 */
struct layout {
	uint16_t number;
	uint16_t last;
	enum direction by;
	enum control_command command;
	uint8_t bind_id;
	uint8_t port;
	uint8_t address;
	uint8_t external_port;
	uint8_t external;
	bool program;
	bool names;
};

#define C BY_CLIENT
#define S BY_SERVER

/* The first match counts.  The external address in CONNECT_ACK and the id in
 * BIND_INFO are known from Wireshark only. */
static const struct layout layouts[] = {
	{0x0500, 0x0500, C, CONTROL_HELLO, 0, 0, 0, 0, 0, false, true},
	{0x05ff, 0x05ff, C, CONTROL_HELLO, 0, 0, 0, 0, 0, false, true},
	{0x1000, 0x10ff, S, CONTROL_HELLO_ACK, 0, 98, 100, 0, 0, false, false},
	{0x1000, 0x1000, C, CONTROL_USER_INFO, 0, 0, 0, 0, 0, false, true},
	{0x0400, 0x0400, S, CONTROL_USER_INFO_ACK, 0, 0, 0, 0, 0, 0, 0},
	{0x4700, 0x4701, C, CONTROL_AUTHENTICATION, 0, 0, 0, 0, 0, 0, 0},
	{0x4714, 0x4714, S, CONTROL_CHALLENGE, 0, 0, 0, 0, 0, 0, 0},
	{0x4715, 0x4715, S, CONTROL_AUTHENTICATED, 0, 0, 0, 0, 0, 0, 0},
	{0x4716, 0x4716, S, CONTROL_AUTHENTICATION_FAILED, 0, 0, 0, 0, 0, 0, 0},
	{0x0704, 0x0704, C, CONTROL_BIND, 0, 60, 56, 0, 0, true, false},
	{0x0706, 0x0706, S, CONTROL_BIND_ACK, 44, 58, 60, 0, 0, 0, 0},
	{0x0707, 0x0707, C, CONTROL_TCP_BIND, 44, 60, 0, 0, 0, true, false},
	{0x0708, 0x0708, S, CONTROL_TCP_BIND_ACK, 44, 60, 0, 66, 68, 0, 0},
	{0x0406, 0x0406, C, CONTROL_LISTEN, 0, 58, 60, 0, 0, true, false},
	{0x0709, 0x0709, S, CONTROL_BIND_INFO, 44, 58, 60, 76, 78, 0, 0},
	{0x070a, 0x070a, C, CONTROL_BIND_INFO_ACK, 44, 58, 60, 76, 78, true, 0},
	{0x071e, 0x071e, C, CONTROL_CONNECT, 0, 58, 60, 0, 0, true, false},
	{0x0703, 0x0703, S, CONTROL_CONNECT_ACK, 0, 58, 60, 74, 76, 0, 0},
	{0x070d, 0x070d, C, CONTROL_RESOLVE, 0, 0, 0, 0, 0, false, false},
	{0x070f, 0x070f, S, CONTROL_RESOLVE_ACK, 0, 0, 0, 0, 0, 0, 0},
	{0x0701, 0x0701, S, CONTROL_ADDRESS_IN_USE, 0, 0, 0, 0, 0, 0, 0},
	{0x0804, 0x0804, S, CONTROL_BIND_DENIED, 0, 0, 0, 0, 0, 0, 0},
	{0x081e, 0x081e, S, CONTROL_CONNECT_DENIED, 0, 0, 0, 0, 0, 0, 0},
	{0x042c, 0x042c, C, CONTROL_CONNECTED, 0, 0, 0, 0, 0, false, false},
	{0x251e, 0x251e, C, CONTROL_SESSION_END, 0, 0, 0, 0, 0, false, false},
	{0x0400, 0x04ff, S, CONTROL_REFUSED, 0, 0, 0, 0, 0, 0, 0},
	{0x4000, 0x4fff, S, CONTROL_REFUSED, 0, 0, 0, 0, 0, 0, 0},
	{0, 0xffff, C | S, CONTROL_UNKNOWN, 0, 0, 0, 0, 0, 0, 0},
};

#undef C
#undef S

static const struct layout *find(uint16_t number, bool from_server)
{
	enum direction by = from_server ? BY_SERVER : BY_CLIENT;
	const struct layout *l = layouts;

	while (!(l->by & by) || number < l->number || number > l->last)
		l++;
	return l;
}

/* The packet from an offset on. */
static bool at(const struct cursor *packet, size_t offset, struct cursor *c)
{
	*c = *packet;
	return cursor_skip(c, offset);
}

static void read_port(const struct cursor *packet, size_t offset,
		      uint16_t *port)
{
	struct cursor c;

	if (offset && at(packet, offset, &c))
		cursor_be16(&c, port);
}

static void read_address(const struct cursor *packet, size_t offset,
			 struct address *address)
{
	struct address read = {.family = 4};
	struct cursor c;

	if (!offset || !at(packet, offset, &c) || cursor_left(&c) < 4)
		return;
	for (size_t i = 0; i < 4; i++)
		cursor_u8(&c, &read.bytes[i]);
	*address = read;
}

/* A name that a NUL ends; what is cut is cut between characters. */
static void read_name(struct cursor *c, char *name, size_t room)
{
	char printable[4 * 255 + 1];
	struct cursor part;
	size_t n;

	if (!cursor_until(c, 0, &part))
		return;
	n = cursor_left(&part) < 255 ? cursor_left(&part) : 255;
	n = text_printable((const char *)part.bytes, n, printable);
	if (n >= room) {
		n = room - 1;
		while (n && (printable[n] & 0xc0) == 0x80)
			n--;
	}
	memcpy(name, printable, n);
	name[n] = '\0';
}

static void read_names(const struct cursor *packet, struct control_message *m)
{
	struct cursor c;

	if (!at(packet, NAMES_AT, &c))
		return;
	read_name(&c, m->user, sizeof(m->user));
	if (!cursor_skip(&c, 1))
		return;
	read_name(&c, m->program, sizeof(m->program));
	read_name(&c, m->computer, sizeof(m->computer));
}

static void read_resolve(const struct cursor *packet,
			 struct control_message *m)
{
	struct cursor c, name;
	uint8_t length;

	if (!at(packet, RESOLVE_LENGTH_AT, &c) || !cursor_u8(&c, &length))
		return;
	if (m->from_server) {
		read_address(packet, RESOLVED_AT + (size_t)length, &m->address);
		return;
	}
	if (!at(packet, RESOLVE_NAME_AT, &c))
		return;
	if (length > cursor_left(&c))
		length = (uint8_t)cursor_left(&c);
	cursor_take(&c, length, &name);
	read_name(&name, m->name, sizeof(m->name));
}

static void read_body(const struct cursor *packet, const struct layout *l,
		      struct control_message *m)
{
	struct cursor c;

	read_port(packet, l->port, &m->port);
	read_address(packet, l->address, &m->address);
	read_port(packet, l->external_port, &m->external_port);
	read_address(packet, l->external, &m->external);
	if (l->bind_id && at(packet, l->bind_id, &c))
		cursor_be32(&c, &m->bind_id);
	if (l->program && at(packet, PROGRAM_AT, &c))
		read_name(&c, m->program, sizeof(m->program));
	if (l->names)
		read_names(packet, m);
	if (l->command == CONTROL_RESOLVE || l->command == CONTROL_RESOLVE_ACK)
		read_resolve(packet, m);
}

int control_parse(const uint8_t *bytes, size_t length, bool from_server,
		  struct control_message *message)
{
	struct cursor packet = cursor_over(bytes, length), c;
	struct control_message m = {.from_server = from_server};
	const struct layout *l;

	if (!at(&packet, SIGNATURE_AT, &c) || !cursor_starts(&c, "RWSP") ||
	    !at(&packet, COMMAND_AT, &c) || !cursor_be16(&c, &m.number))
		return -EINVAL;
	c = packet;
	cursor_skip(&c, ACKNOWLEDGED_AT);
	cursor_u8(&c, &m.acknowledged);
	cursor_skip(&c, 3);
	cursor_u8(&c, &m.sequence);
	l = find(m.number, from_server);
	m.command = l->command;
	read_body(&packet, l, &m);
	*message = m;
	return 0;
}

const char *control_name(enum control_command command)
{
	static const char *const names[] = {
		[CONTROL_HELLO] = "hello",
		[CONTROL_HELLO_ACK] = "hello acknowledged",
		[CONTROL_USER_INFO] = "user info",
		[CONTROL_USER_INFO_ACK] = "user info acknowledged",
		[CONTROL_AUTHENTICATION] = "authentication",
		[CONTROL_CHALLENGE] = "challenge",
		[CONTROL_AUTHENTICATED] = "authenticated",
		[CONTROL_AUTHENTICATION_FAILED] = "authentication failed",
		[CONTROL_BIND] = "bind",
		[CONTROL_BIND_ACK] = "bind acknowledged",
		[CONTROL_TCP_BIND] = "TCP bind",
		[CONTROL_TCP_BIND_ACK] = "TCP bind acknowledged",
		[CONTROL_LISTEN] = "listen",
		[CONTROL_BIND_INFO] = "bind info",
		[CONTROL_BIND_INFO_ACK] = "bind info acknowledged",
		[CONTROL_CONNECT] = "connect",
		[CONTROL_CONNECT_ACK] = "connect acknowledged",
		[CONTROL_RESOLVE] = "resolve",
		[CONTROL_RESOLVE_ACK] = "resolve acknowledged",
		[CONTROL_ADDRESS_IN_USE] = "address in use",
		[CONTROL_BIND_DENIED] = "bind denied",
		[CONTROL_CONNECT_DENIED] = "connect denied",
		[CONTROL_REFUSED] = "refused",
		[CONTROL_CONNECTED] = "connected",
		[CONTROL_SESSION_END] = "session end",
		[CONTROL_UNKNOWN] = "unknown",
	};

	return names[command <= CONTROL_UNKNOWN ? command : CONTROL_UNKNOWN];
}
