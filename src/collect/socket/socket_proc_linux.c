/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The list of sockets where netlink is not available: gVisor, a kernel
 * without the sock_diag modules, a seccomp filter.  See proc(5).
 */
#include "collect/socket/socket_query.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "port/file/file.h"

#define FILE_MAX (256 << 20)

static bool hexadecimal(struct cursor *c, int digits, uint32_t *value)
{
	uint32_t n = 0;

	for (int i = 0; i < digits; i++) {
		int byte = cursor_peek(c), digit;

		if (byte >= '0' && byte <= '9')
			digit = byte - '0';
		else if (byte >= 'A' && byte <= 'F')
			digit = byte - 'A' + 10;
		else
			return false;
		n = n << 4 | (uint32_t)digit;
		cursor_skip(c, 1);
	}
	*value = n;
	return true;
}

/* 0100007F:0019.  Each 32 bits of an address are printed as the number that
 * the machine takes the four bytes for. */
static bool parse_local(struct cursor word, int family,
			struct socket_entry *entry)
{
	uint32_t n;

	entry->address = (struct address){.family = (uint8_t)family};
	for (int i = 0; i < (family == 4 ? 1 : 4); i++) {
		if (!hexadecimal(&word, 8, &n))
			return false;
		memcpy(entry->address.bytes + 4 * i, &n, 4);
	}
	if (!cursor_starts(&word, ":") || !hexadecimal(&word, 4, &n) ||
	    cursor_left(&word))
		return false;
	entry->port = (uint16_t)n;
	return true;
}

static bool parse_state(struct cursor word, enum protocol protocol,
			struct socket_entry *entry)
{
	uint32_t state;

	if (!hexadecimal(&word, 2, &state))
		return false;
	if (state == TCP_LISTEN)
		entry->state = SOCKET_LISTEN;
	else if (state == TCP_TIME_WAIT)
		entry->state = SOCKET_TIME_WAIT;
	else if (state == TCP_CLOSE && protocol == PROTOCOL_UDP)
		entry->state = SOCKET_BOUND;
	else if (state != TCP_CLOSE && state != TCP_SYN_RECV)
		entry->state = SOCKET_CONNECTED;
	else
		return false;
	if (entry->state == SOCKET_CONNECTED && protocol == PROTOCOL_TCP)
		entry->connection = socket_connection(state);
	return true;
}

static bool parse_number(struct cursor word, uint64_t *value)
{
	return cursor_number(&word, value) && !cursor_left(&word);
}

/* sl: local remote state queues timer retransmits uid timeout inode ... */
static bool parse_line(struct cursor line, const struct socket_query *query,
		       int family, struct socket_entry *entry)
{
	enum { LOCAL = 1, STATE = 3, UID = 7, INODE = 9, FIELDS };
	struct cursor fields[FIELDS];
	uint64_t uid;

	for (int i = 0; i < FIELDS; i++)
		if (!cursor_word(&line, &fields[i]))
			return false;
	*entry = (struct socket_entry){.v6only = -1, .accepted = -1};
	if (!parse_local(fields[LOCAL], family, entry) ||
	    !parse_state(fields[STATE], query->protocol, entry) ||
	    !parse_number(fields[UID], &uid) ||
	    !parse_number(fields[INODE], &entry->inode))
		return false;
	entry->uid = (uint32_t)uid;
	return true;
}

int socket_parse_proc(const struct socket_query *query, int family,
		      const char *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line;
	int rc = 0;

	while (!rc && cursor_line(&c, &line)) {
		struct socket_entry entry;

		if (parse_line(line, query, family, &entry) && entry.port &&
		    (!query->port || query->port == entry.port) &&
		    query->states & 1u << entry.state)
			rc = query->entry(&entry, query->context);
	}
	return rc;
}

/* Without IPv6 there is no file for it, and no socket is missed. */
int socket_query_proc(const struct socket_query *query)
{
	static const struct {
		const char *path;
		enum protocol protocol;
		int family;
	} files[] = {
		{"/proc/net/tcp", PROTOCOL_TCP, 4},
		{"/proc/net/tcp6", PROTOCOL_TCP, 6},
		{"/proc/net/udp", PROTOCOL_UDP, 4},
		{"/proc/net/udp6", PROTOCOL_UDP, 6},
	};
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(files) / sizeof(*files); i++) {
		size_t length;
		char *bytes;

		if (files[i].protocol != query->protocol)
			continue;
		rc = file_read(files[i].path, FILE_MAX, &bytes, &length);
		if (rc == -ENOENT && files[i].family == 6)
			return 0;
		if (rc)
			return rc;
		rc = socket_parse_proc(query, files[i].family, bytes, length);
		free(bytes);
	}
	return rc;
}
