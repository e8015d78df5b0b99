/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/packet/ip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wire/packet/fragment.h"

#define IPV4_HEADER 20			/* bytes, without options */
#define IPV4_MORE 0x2000
#define IPV4_OFFSET 0x1fff		/* in units of 8 bytes */

#define IPV6_HEADER 40			/* bytes, without extensions */
#define IPV6_MORE 1
#define EXTENSIONS_MAX 16		/* in a row; RFC 8200 expects seven */

/* IANA's numbers of extension headers. */
#define HOP_BY_HOP 0
#define ROUTING 43
#define FRAGMENT 44
#define AUTHENTICATION 51
#define DESTINATION 60
#define MOBILITY 135
#define HOST_IDENTITY 139
#define SHIM6 140

/**
 * struct ip - State for reassembly, and counters
 * @fragments:	Large: allocated for the first fragment
 * @lost:	Fragments without memory for them
 */
struct ip {
	struct fragments *fragments;
	uint64_t lost;
	uint64_t damaged;
	uint64_t seen;
};

/**
 * struct header - The fields of an IP header that are needed
 * @source, @target: In the packet
 * @payload:	As much as was captured
 * @length:	Of the payload, according to the header
 */
struct header {
	uint8_t family;
	uint8_t protocol;
	uint8_t ttl;
	uint16_t id;
	struct cursor source;
	struct cursor target;
	struct cursor payload;
	size_t length;
};

struct ip *ip_new(void)
{
	return memory_zeroed(1, sizeof(struct ip));
}

void ip_free(struct ip *ip)
{
	if (!ip)
		return;
	fragments_free(ip->fragments);
	free(ip);
}

struct ip_counts ip_counts(const struct ip *ip)
{
	return (struct ip_counts){
		.damaged = ip->damaged,
		.fragments = ip->seen,
		.fragments_dropped = ip->lost +
			(ip->fragments ? fragments_useless(ip->fragments) : 0),
	};
}

/* The rest of the packet, at most @length bytes. */
static void set_payload(struct header *h, struct cursor *c, size_t length)
{
	size_t left = cursor_left(c);

	h->length = length;
	cursor_take(c, left < length ? left : length, &h->payload);
}

/**
 * reassemble() - Take a fragment
 * @h:		Becomes the header of the whole datagram if that is complete
 * @offset:	In bytes
 */
static int reassemble(struct ip *ip, struct header *h, uint32_t id,
			uint16_t offset, bool more, int64_t time)
{
	struct fragment fragment = {
		.family = h->family,
		.protocol = h->protocol,
		.source = h->source.bytes,
		.target = h->target.bytes,
		.id = id,
		.offset = offset,
		.more = more,
		.cut = cursor_left(&h->payload) < h->length,
		.payload = h->payload,
	};
	int rc;

	ip->seen++;
	if (!ip->fragments)
		ip->fragments = fragments_new();
	if (!ip->fragments) {
		ip->lost++;
		return -EAGAIN;
	}
	rc = fragments_add(ip->fragments, &fragment, time, &h->payload,
			   &h->protocol);
	if (!rc)
		h->length = cursor_left(&h->payload);
	return rc;
}

/* RFC 791, section 3.1. */
static int parse_ipv4(struct ip *ip, struct cursor c, size_t wire,
		      int64_t time, struct header *h)
{
	uint8_t version, service;
	uint16_t total, fragment, checksum;
	size_t size;

	if (!cursor_u8(&c, &version) || !cursor_u8(&c, &service) ||
	    !cursor_be16(&c, &total) || !cursor_be16(&c, &h->id) ||
	    !cursor_be16(&c, &fragment) || !cursor_u8(&c, &h->ttl) ||
	    !cursor_u8(&c, &h->protocol) || !cursor_be16(&c, &checksum) ||
	    !cursor_take(&c, 4, &h->source) || !cursor_take(&c, 4, &h->target))
		return -EINVAL;
	size = (version & 0xf) * 4U;
	if (size < IPV4_HEADER || !cursor_skip(&c, size - IPV4_HEADER) ||
	    (total && total < size) || total > wire)
		return -EINVAL;
	h->family = 4;
	set_payload(h, &c, total ? total - size : cursor_left(&c));
	if (!(fragment & (IPV4_MORE | IPV4_OFFSET)))
		return 0;
	return reassemble(ip, h, h->id, (uint16_t)((fragment & IPV4_OFFSET) *
						     8), fragment & IPV4_MORE,
			    time);
}

/* Skip an extension header at the start of @h's payload. */
static bool skip_extension(struct header *h)
{
	uint8_t next, length;
	size_t size;

	if (!cursor_u8(&h->payload, &next) || !cursor_u8(&h->payload, &length))
		return false;
	size = h->protocol == AUTHENTICATION ? (length + 2) * 4U :
					       (length + 1) * 8U;
	if (size > h->length || !cursor_skip(&h->payload, size - 2))
		return false;
	h->length -= size;
	h->protocol = next;
	return true;
}

/* RFC 8200, section 4.5; an atomic fragment is complete (RFC 6946). */
static int take_fragment(struct ip *ip, struct header *h, int64_t time)
{
	uint8_t next, reserved;
	uint16_t offset;
	uint32_t id;

	if (h->length < 8 || !cursor_u8(&h->payload, &next) ||
	    !cursor_u8(&h->payload, &reserved) ||
	    !cursor_be16(&h->payload, &offset) || !cursor_be32(&h->payload, &id))
		return -EINVAL;
	h->length -= 8;
	h->protocol = next;
	if (!(offset & ~0x6))
		return 0;
	return reassemble(ip, h, id, offset & 0xfff8, offset & IPV6_MORE,
			    time);
}

static bool is_extension(uint8_t protocol)
{
	switch (protocol) {
	case HOP_BY_HOP:
	case ROUTING:
	case AUTHENTICATION:
	case DESTINATION:
	case MOBILITY:
	case HOST_IDENTITY:
	case SHIM6:
		return true;
	}
	return false;
}

/* RFC 8200, section 3.  Length 0: a jumbogram, or segmentation offload. */
static int parse_ipv6(struct ip *ip, struct cursor c, size_t wire,
		      int64_t time, struct header *h)
{
	uint32_t version;
	uint16_t length;
	int rc = 0;

	if (!cursor_be32(&c, &version) || !cursor_be16(&c, &length) ||
	    !cursor_u8(&c, &h->protocol) || !cursor_u8(&c, &h->ttl) ||
	    !cursor_take(&c, 16, &h->source) ||
	    !cursor_take(&c, 16, &h->target) ||
	    IPV6_HEADER + (size_t)length > wire)
		return -EINVAL;
	h->family = 6;
	h->id = 0;
	set_payload(h, &c, length ? length : cursor_left(&c));
	for (int i = 0; !rc; i++) {
		if (h->protocol == FRAGMENT)
			rc = take_fragment(ip, h, time);
		else if (!is_extension(h->protocol))
			return 0;
		else if (!skip_extension(h))
			rc = -EINVAL;
		if (!rc && i == EXTENSIONS_MAX)
			rc = -EINVAL;
	}
	return rc;
}

static void set_address(struct address *address, uint8_t family,
			struct cursor bytes)
{
	address->family = family;
	address->zone[0] = '\0';
	if (family == 4) {
		memset(address->bytes, 0, sizeof(address->bytes));
		memcpy(address->bytes, bytes.bytes, 4);
	} else {
		memcpy(address->bytes, bytes.bytes, sizeof(address->bytes));
	}
}

int ip_parse(struct ip *ip, struct cursor bytes, size_t wire, int64_t time,
	     struct datagram *datagram)
{
	struct header h;
	int rc = -EINVAL;

	switch (cursor_peek(&bytes) >> 4) {
	case 4:
		rc = parse_ipv4(ip, bytes, wire, time, &h);
		break;
	case 6:
		rc = parse_ipv6(ip, bytes, wire, time, &h);
		break;
	}
	if (rc == -EINVAL)
		ip->damaged++;
	if (rc)
		return rc;
	set_address(&datagram->source, h.family, h.source);
	set_address(&datagram->target, h.family, h.target);
	datagram->protocol = h.protocol;
	datagram->ttl = h.ttl;
	datagram->id = h.id;
	cursor_take(&h.payload, cursor_left(&h.payload), &datagram->payload);
	datagram->length = h.length;
	return 0;
}
