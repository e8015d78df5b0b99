/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/netbios.h"

#include <errno.h>
#include <string.h>

#include "base/cursor.h"

#define LABEL 32		/* a name's bytes, halved into letters */
#define TYPE_NB 0x0020
#define CLASS_IN 0x0001

/* OPCODE, NM_FLAGS and RCODE, as one number. */
#define FLAG_RESPONSE 0x8000
#define FLAG_OPCODE 0x7800
#define FLAG_RECURSION_DESIRED 0x0100
#define FLAG_BROADCAST 0x0010
#define FLAG_CODE 0x000f

#define NB_GROUP 0x8000		/* in NB_FLAGS */

int netbios_valid(const char *name)
{
	size_t length = strlen(name);

	if (!length)
		return -EINVAL;
	/* Bytes past ASCII would depend on the code page of both sides. */
	for (size_t i = 0; i < length; i++)
		if (name[i] <= ' ' || name[i] > '~' ||
		    strchr("\"*/:<>?\\|", name[i]))
			return -EINVAL;
	return length > NETBIOS_NAME ? -ENAMETOOLONG : 0;
}

static uint8_t upper(char c)
{
	return (uint8_t)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
}

/* Padded with blanks, each byte as two letters from A: RFC 1001, 14.1. */
static void encode(const char *name, enum netbios_suffix suffix,
		   uint8_t label[LABEL])
{
	size_t length = strlen(name);

	for (size_t i = 0; i <= NETBIOS_NAME; i++) {
		uint8_t byte = i == NETBIOS_NAME ? (uint8_t)suffix :
			       i < length ? upper(name[i]) : ' ';

		label[2 * i] = (uint8_t)('A' + (byte >> 4));
		label[2 * i + 1] = (uint8_t)('A' + (byte & 15));
	}
}

static uint8_t *put16(uint8_t *at, uint16_t value)
{
	*at++ = (uint8_t)(value >> 8);
	*at++ = (uint8_t)value;
	return at;
}

void netbios_query(const char *name, enum netbios_suffix suffix, uint16_t id,
		   bool broadcast, uint8_t packet[NETBIOS_QUERY])
{
	uint8_t *at = packet;

	at = put16(at, id);
	at = put16(at, FLAG_RECURSION_DESIRED |
			       (broadcast ? FLAG_BROADCAST : 0));
	at = put16(at, 1);
	at = put16(at, 0);
	at = put16(at, 0);
	at = put16(at, 0);
	*at++ = LABEL;
	encode(name, suffix, at);
	at += LABEL;
	*at++ = 0;
	at = put16(at, TYPE_NB);
	put16(at, CLASS_IN);
}

static bool is_header(struct cursor *c, uint16_t id, unsigned int *code)
{
	uint16_t got, flags, questions, answers, authority, additional;

	if (!cursor_be16(c, &got) || !cursor_be16(c, &flags) ||
	    !cursor_be16(c, &questions) || !cursor_be16(c, &answers) ||
	    !cursor_be16(c, &authority) || !cursor_be16(c, &additional))
		return false;
	*code = flags & FLAG_CODE;
	/* A negative reply has an answer count of 0 (4.2.14), or of 1. */
	return got == id && !questions &&
	       (flags & (FLAG_RESPONSE | FLAG_OPCODE)) == FLAG_RESPONSE &&
	       (answers == 1 || (*code && !answers));
}

static bool is_name(struct cursor *c, const char *name,
		    enum netbios_suffix suffix)
{
	uint8_t label[LABEL], byte;

	encode(name, suffix, label);
	if (!cursor_u8(c, &byte) || byte != LABEL)
		return false;
	for (size_t i = 0; i < LABEL; i++)
		if (!cursor_u8(c, &byte) || byte != label[i])
			return false;
	/* No scope. */
	return cursor_u8(c, &byte) && !byte;
}

static bool read_addresses(struct cursor *data, struct netbios_reply *reply)
{
	while (cursor_left(data)) {
		struct address address = {.family = 4};
		uint16_t flags;

		if (!cursor_be16(data, &flags))
			return false;
		for (int i = 0; i < 4; i++)
			if (!cursor_u8(data, &address.bytes[i]))
				return false;
		reply->group |= !!(flags & NB_GROUP);
		if (reply->count < NETBIOS_ADDRESSES)
			reply->addresses[reply->count++] = address;
	}
	return reply->count > 0;
}

int netbios_reply_parse(const void *bytes, size_t length, const char *name,
			enum netbios_suffix suffix, uint16_t id,
			struct netbios_reply *reply)
{
	struct cursor c = cursor_over(bytes, length), data;
	struct netbios_reply r = {0};
	uint16_t type, class, size;

	if (!is_header(&c, id, &r.code))
		return -EBADMSG;
	if (!is_name(&c, name, suffix) || !cursor_be16(&c, &type) ||
	    !cursor_be16(&c, &class) || !cursor_be32(&c, &r.ttl) ||
	    !cursor_be16(&c, &size) || !cursor_take(&c, size, &data) ||
	    class != CLASS_IN)
		return -EBADMSG;
	if (!r.code && (type != TYPE_NB || !read_addresses(&data, &r)))
		return -EBADMSG;
	*reply = r;
	return 0;
}

const char *netbios_code_name(unsigned int code)
{
	/* RFC 1002, 4.2.14; ACT_ERR and CFT_ERR are of registrations. */
	static const char *const names[] = {
		"OK", "FMT_ERR", "SRV_ERR", "NAM_ERR", "IMP_ERR", "RFS_ERR",
		"ACT_ERR", "CFT_ERR",
	};

	return code < sizeof(names) / sizeof(names[0]) ? names[code] : "RCODE";
}
