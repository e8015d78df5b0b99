/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ICMP errors that answer a SYN (RFC 792, RFC 4443).
 *
 * An error holds the header of the packet that it is about, and at least the
 * next 8 bytes, which are TCP's ports and sequence number: who did not see the
 * SYN cannot make one up.
 */
#include "wire/stream/flow.h"

#include "wire/stream/flow_life.h"

enum {
	ICMP_UNREACHABLE = 3,
	ICMP_FRAGMENTATION_NEEDED = 4,	/* code; a report and no end */
	ICMP_TIME_EXCEEDED = 11,
	ICMP6_UNREACHABLE = 1,
};

/* struct sent - What an error says that somebody sent */
struct sent {
	struct address source;
	struct address target;
	uint16_t source_port;
	uint16_t target_port;
	uint32_t sequence;
};

static bool is_error(uint8_t protocol, uint8_t type, uint8_t code)
{
	if (protocol == IP_PROTOCOL_ICMP6)
		return type == ICMP6_UNREACHABLE;
	if (protocol != IP_PROTOCOL_ICMP)
		return false;
	return type == ICMP_TIME_EXCEEDED ||
	       (type == ICMP_UNREACHABLE && code != ICMP_FRAGMENTATION_NEEDED);
}

static bool read_address(struct cursor *c, uint8_t family,
			 struct address *address)
{
	*address = (struct address){.family = family};
	for (size_t i = 0; i < (family == 4 ? 4 : 16); i++) {
		if (!cursor_u8(c, &address->bytes[i]))
			return false;
	}
	return true;
}

/* The end of a function that has passed what stands before the addresses. */
static bool read_ends(struct cursor *c, uint8_t family, size_t options,
		      struct sent *sent)
{
	return read_address(c, family, &sent->source) &&
	       read_address(c, family, &sent->target) &&
	       cursor_skip(c, options) && cursor_be16(c, &sent->source_port) &&
	       cursor_be16(c, &sent->target_port) &&
	       cursor_be32(c, &sent->sequence);
}

static bool read_ipv4(struct cursor *c, struct sent *sent)
{
	uint8_t first, protocol;

	if (!cursor_u8(c, &first) || first >> 4 != 4 || (first & 15) < 5 ||
	    !cursor_skip(c, 8) || !cursor_u8(c, &protocol) ||
	    protocol != IP_PROTOCOL_TCP || !cursor_skip(c, 2))
		return false;
	return read_ends(c, 4, (size_t)((first & 15) - 5) * 4, sent);
}

static bool read_ipv6(struct cursor *c, struct sent *sent)
{
	uint8_t first, protocol;

	if (!cursor_u8(c, &first) || first >> 4 != 6 || !cursor_skip(c, 5) ||
	    !cursor_u8(c, &protocol) || protocol != IP_PROTOCOL_TCP ||
	    !cursor_skip(c, 1))
		return false;
	return read_ends(c, 6, 0, sent);
}

bool flows_icmp(struct flows *flows, const struct datagram *datagram,
		int64_t time)
{
	struct cursor c = datagram->payload;
	struct flow_record *record;
	uint8_t type, code;
	struct sent sent;
	enum side from;
	bool read;

	if (!cursor_u8(&c, &type) || !cursor_u8(&c, &code) ||
	    !is_error(datagram->protocol, type, code) || !cursor_skip(&c, 6))
		return false;
	read = datagram->protocol == IP_PROTOCOL_ICMP ? read_ipv4(&c, &sent)
						      : read_ipv6(&c, &sent);
	if (!read)
		return false;
	flow_advance(flows, time);
	record = flow_table_find(&flows->table, &sent.source,
				 sent.source_port, &sent.target,
				 sent.target_port, &from);
	if (!record || record->list != FLOW_SYN || from != record->opener ||
	    !record->halves[from].has_first ||
	    record->halves[from].first != sent.sequence)
		return false;
	record->flow.last_time = time;
	flow_end(flows, record, FLOW_UNREACHABLE);
	return true;
}
