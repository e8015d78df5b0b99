/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Our own reader: c-ares 1.18 and the newest one have no reader in common that
 * is not deprecated, and a chain without an address at its end and a server
 * that only names other servers are to be reported, too.
 *
 * The records of a reply may be in any order, so each link of a chain of
 * CNAMEs is looked for among all of them.  A compressed name's pointers must
 * lead backwards, each further than the one before, so that they cannot loop.
 */
#include "collect/names/dns_reply.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/memory.h"
#include "base/text.h"

#define NAME_WIRE 255
#define LABEL_POINTER 0xc0

#define FLAG_AA 0x0400
#define CLASS_IN 1

struct record {
	char owner[DNS_NAME_TEXT];
	uint16_t type;
	uint16_t class;
	uint32_t ttl;
	struct cursor whole;	/* the message, at the data */
	struct cursor data;
};

struct name {
	char *text;
	size_t used;	/* bytes of text */
	size_t wire;	/* bytes of the uncompressed name */
};

/* 255 bytes of at most 4 characters fit; see NAME_WIRE. */
static void put_byte(struct name *name, uint8_t byte)
{
	if (isalnum(byte) || byte == '-' || byte == '_')
		name->text[name->used++] = (char)byte;
	else
		name->used += (size_t)sprintf(name->text + name->used,
					      "\\%03u", byte);
}

static bool read_label(struct cursor *c, uint8_t length, struct name *name)
{
	uint8_t byte;

	name->wire += length + 1u;
	if (name->wire > NAME_WIRE - 1)
		return false;
	if (name->used)
		name->text[name->used++] = '.';
	while (length--) {
		if (!cursor_u8(c, &byte))
			return false;
		put_byte(name, byte);
	}
	return true;
}

/* @text has room for DNS_NAME_TEXT. */
static bool read_name(struct cursor *c, char *text)
{
	struct name name = {.text = text};
	size_t limit = c->at;
	struct cursor at = *c;
	bool jumped = false;
	uint8_t length = 1, low;

	while (cursor_u8(&at, &length) && length) {
		if (length < LABEL_POINTER) {
			if (length > 63 || !read_label(&at, length, &name))
				return false;
			continue;
		}
		if (!cursor_u8(&at, &low))
			return false;
		if (!jumped)
			*c = at;
		jumped = true;
		at = cursor_over(c->bytes, c->length);
		if (!cursor_skip(&at, (length & 0x3fu) << 8 | low) ||
		    at.at >= limit)
			return false;
		limit = at.at;
		length = 1;
	}
	if (length)
		return false;
	if (!jumped)
		*c = at;
	text[name.used] = '\0';
	return true;
}

static bool read_record(struct cursor *c, struct record *r)
{
	uint16_t length;

	if (!read_name(c, r->owner) || !cursor_be16(c, &r->type) ||
	    !cursor_be16(c, &r->class) || !cursor_be32(c, &r->ttl) ||
	    !cursor_be16(c, &length))
		return false;
	r->whole = *c;
	return cursor_take(c, length, &r->data);
}

/* RFC 2181 section 8: with the highest bit it is taken as 0. */
static void take_ttl(struct dns_reply *reply, uint32_t ttl)
{
	if (ttl > INT32_MAX)
		ttl = 0;
	if (reply->ttl < 0 || ttl < reply->ttl)
		reply->ttl = ttl;
}

static bool take_address(struct dns_reply *reply, struct record *r,
			 enum dns_type type)
{
	struct address address = {.family = type == DNS_A ? 4 : 6};
	size_t length = type == DNS_A ? 4 : 16;

	if (cursor_left(&r->data) != length)
		return false;
	for (size_t i = 0; i < length; i++)
		cursor_u8(&r->data, &address.bytes[i]);
	take_ttl(reply, r->ttl);
	if (reply->count < DNS_ADDRESSES)
		reply->addresses[reply->count++] = address;
	else
		reply->more = true;
	return true;
}

static bool is_in_chain(const struct dns_reply *reply, const char *name)
{
	for (size_t i = 0; i < reply->links; i++)
		if (text_equal(reply->chain[i], name))
			return true;
	return text_equal(reply->question, name);
}

/* The next link after a name: 1, or 0 where there is none, or -1. */
static int follow(struct dns_reply *reply, struct cursor answers,
		  uint16_t count, const char *name, struct record *r)
{
	while (count--) {
		char *next = reply->chain[reply->links];

		if (!read_record(&answers, r))
			return -1;
		if (r->type != DNS_CNAME || r->class != CLASS_IN ||
		    !text_equal(r->owner, name))
			continue;
		if (!read_name(&r->whole, next))
			return -1;
		if (is_in_chain(reply, next))
			return 0;
		take_ttl(reply, r->ttl);
		reply->links++;
		return 1;
	}
	return 0;
}

static bool read_answers(struct dns_reply *reply, struct cursor *c,
			 uint16_t count, enum dns_type type, struct record *r)
{
	const char *name = reply->question;
	struct cursor start = *c;
	int rc = 1;

	while (rc > 0 && reply->links < DNS_CHAIN) {
		rc = follow(reply, start, count, name, r);
		if (rc > 0)
			name = reply->chain[reply->links - 1];
	}
	if (rc < 0)
		return false;
	while (count--) {
		if (!read_record(c, r))
			return false;
		if (r->type == type && r->class == CLASS_IN &&
		    text_equal(r->owner, name) && !take_address(reply, r, type))
			return false;
	}
	return true;
}

/* Does the authority section have NS records and no SOA? */
static bool has_servers_only(struct cursor *c, uint16_t count,
			     struct record *r)
{
	bool servers = false;

	while (count--) {
		if (!read_record(c, r) || r->type == DNS_SOA)
			return false;
		servers |= r->type == DNS_NS;
	}
	return servers;
}

static int parse(struct cursor *c, enum dns_type type, struct dns_reply *reply,
		 struct record *r)
{
	uint16_t flags, questions, answers, authority, skip;

	if (!cursor_skip(c, 2) || !cursor_be16(c, &flags) ||
	    !cursor_be16(c, &questions) || !cursor_be16(c, &answers) ||
	    !cursor_be16(c, &authority) || !cursor_be16(c, &skip) ||
	    questions != 1 || !read_name(c, reply->question) ||
	    !cursor_skip(c, 4) || !read_answers(reply, c, answers, type, r))
		return -EBADMSG;
	reply->referral = !answers && !(flags & FLAG_AA) &&
			  has_servers_only(c, authority, r);
	return 0;
}

int dns_reply_parse(const void *bytes, size_t length, enum dns_type type,
		    struct dns_reply *reply)
{
	struct cursor c = cursor_over(bytes, length);
	struct dns_reply *r = memory_zeroed(1, sizeof(*r));
	struct record record;
	int rc = -ENOMEM;

	if (!r)
		return rc;
	r->ttl = -1;
	rc = parse(&c, type, r, &record);
	if (!rc)
		*reply = *r;
	free(r);
	return rc;
}
