/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Numbers and layouts are those of tcpdump.org's list of link-layer header
 * types; each function has the name of its type there.
 */
#include "wire/packet/link.h"

#include <errno.h>

#define TAGS_MAX 8		/* nested VLAN tags */

#define ETHERTYPE_IPV4 0x0800
#define ETHERTYPE_IPV6 0x86dd
#define ETHERTYPE_PPPOE 0x8864	/* session stage: RFC 2516, section 4 */
#define ETHERTYPE_MIN 0x0600	/* a smaller value is a length (IEEE 802.3) */

#define PPP_IPV4 0x0021
#define PPP_IPV6 0x0057

#define ARPHRD_NETLINK 824
#define ARPHRD_WIFI_FIRST 801	/* IEEE 802.11, with Prism, with radiotap: */
#define ARPHRD_WIFI_LAST 803	/* no protocol type in the header */

static int found(struct cursor *c, struct frame *frame)
{
	cursor_take(c, cursor_left(c), &frame->ip);
	return 0;
}

/* RFC 1661, section 2; RFC 1662, section 3.1: one byte if it is odd. */
static int ppp_protocol(struct cursor *c, struct frame *frame)
{
	uint16_t protocol;
	uint8_t first = 0;

	if (cursor_peek(c) & 1) {
		if (!cursor_u8(c, &first))
			return -EINVAL;
		protocol = first;
	} else if (!cursor_be16(c, &protocol)) {
		return -EINVAL;
	}
	if (protocol != PPP_IPV4 && protocol != PPP_IPV6)
		return -ENOENT;
	return found(c, frame);
}

static int ppp_ether(struct cursor *c, struct frame *frame)
{
	uint16_t session, length;
	uint8_t version, code;

	if (!cursor_u8(c, &version) || !cursor_u8(c, &code) ||
	    !cursor_be16(c, &session) || !cursor_be16(c, &length))
		return -EINVAL;
	if (version != 0x11 || code != 0)
		return -ENOENT;
	return ppp_protocol(c, frame);
}

/* IEEE 802.2 with SNAP; anything else after a length is not IP. */
static bool is_snap(struct cursor *c, uint16_t *type)
{
	return cursor_starts(c, "\xaa\xaa\x03") && cursor_skip(c, 3) &&
	       cursor_be16(c, type);
}

static bool is_tag(uint16_t type)
{
	return type == 0x8100 || type == 0x88a8 || type == 0x9100;
}

static int ethertype(struct cursor *c, uint16_t type, struct frame *frame)
{
	uint16_t tag;

	for (int i = 0; is_tag(type); i++) {
		if (i == TAGS_MAX)
			return -ENOENT;
		if (!cursor_be16(c, &tag) || !cursor_be16(c, &type))
			return -EINVAL;
		frame->vlan = tag & 0xfff;
	}
	if (type < ETHERTYPE_MIN && !is_snap(c, &type))
		return -ENOENT;
	if (type == ETHERTYPE_PPPOE)
		return ppp_ether(c, frame);
	if (type != ETHERTYPE_IPV4 && type != ETHERTYPE_IPV6)
		return -ENOENT;
	return found(c, frame);
}

static int ethernet(struct cursor *c, struct frame *frame)
{
	uint16_t type;

	if (!cursor_skip(c, 12) || !cursor_be16(c, &type))
		return -EINVAL;
	return ethertype(c, type, frame);
}

/*
 * NULL uses the byte order of the capturing machine, LOOP that of the network;
 * the value of AF_INET6 differs between systems.
 */
static int loopback(struct cursor *c, struct frame *frame)
{
	uint32_t family;

	if (!cursor_le32(c, &family))
		return -EINVAL;
	if (family > 0xffff)
		family = family >> 24 | (family >> 8 & 0xff00) |
			 (family << 8 & 0xff0000) | family << 24;
	switch (family) {
	case 2:				/* everywhere */
	case 10:			/* Linux */
	case 23:			/* Windows */
	case 24: case 28: case 30:	/* the BSDs and Darwin */
		return found(c, frame);
	}
	return -ENOENT;
}

static int ppp(struct cursor *c, struct frame *frame)
{
	cursor_starts(c, "\xff\x03");
	return ppp_protocol(c, frame);
}

/* Cisco's framing has an EtherType behind an address and a zero. */
static int ppp_hdlc(struct cursor *c, struct frame *frame)
{
	int address = cursor_peek(c);
	uint16_t type;

	if (address != 0x0f && address != 0x8f)
		return ppp(c, frame);
	if (!cursor_skip(c, 2) || !cursor_be16(c, &type))
		return -EINVAL;
	return ethertype(c, type, frame);
}

static int raw(struct cursor *c, struct frame *frame)
{
	int first = cursor_peek(c);

	if (first < 0)
		return -EINVAL;
	if (first >> 4 != 4 && first >> 4 != 6)
		return -ENOENT;
	return found(c, frame);
}

static int cooked(struct cursor *c, uint16_t hardware, uint16_t protocol,
		  struct frame *frame)
{
	if (hardware == ARPHRD_NETLINK || (hardware >= ARPHRD_WIFI_FIRST &&
					   hardware <= ARPHRD_WIFI_LAST))
		return -ENOENT;
	if (protocol < ETHERTYPE_MIN)
		return -ENOENT;
	return ethertype(c, protocol, frame);
}

static int linux_sll(struct cursor *c, struct frame *frame)
{
	uint16_t hardware, protocol;

	if (!cursor_skip(c, 2) || !cursor_be16(c, &hardware) ||
	    !cursor_skip(c, 10) || !cursor_be16(c, &protocol))
		return -EINVAL;
	return cooked(c, hardware, protocol, frame);
}

static int linux_sll2(struct cursor *c, struct frame *frame)
{
	uint16_t hardware, protocol;

	if (!cursor_be16(c, &protocol) || !cursor_skip(c, 6) ||
	    !cursor_be16(c, &hardware) || !cursor_skip(c, 10))
		return -EINVAL;
	return cooked(c, hardware, protocol, frame);
}

static const struct link_type {
	int number;
	const char *name;
	int (*strip)(struct cursor *c, struct frame *frame);
} types[] = {
	{1, "Ethernet", ethernet},
	{113, "Linux cooked", linux_sll},
	{276, "Linux cooked v2", linux_sll2},
	{101, "raw IP", raw},
	{0, "BSD loopback", loopback},
	{108, "OpenBSD loopback", loopback},
	{9, "PPP", ppp},
	{50, "PPP over HDLC", ppp_hdlc},
	{51, "PPP over Ethernet", ppp_ether},
	{228, "IPv4", raw},
	{229, "IPv6", raw},
	/* Systems' own numbers for raw IP, which some programs write. */
	{12, "raw IP", raw},
	{14, "raw IP", raw},
};

static const struct link_type *find(int link)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (types[i].number == link)
			return &types[i];
	return NULL;
}

bool link_supported(int link)
{
	return find(link);
}

const char *link_name(int link)
{
	const struct link_type *type = find(link);

	return type ? type->name : NULL;
}

int link_strip(const struct packet *packet, struct frame *frame)
{
	const struct link_type *type = find(packet->link);
	struct cursor c = cursor_over(packet->bytes, packet->captured);
	struct frame here = {.vlan = 0};
	int rc;

	if (!type)
		return -EPROTONOSUPPORT;
	rc = type->strip(&c, &here);
	if (rc)
		return rc;
	here.length = cursor_left(&here.ip);
	if (packet->length > packet->captured)
		here.length += packet->length - packet->captured;
	*frame = here;
	return rc;
}
