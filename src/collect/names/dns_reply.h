/* SPDX-License-Identifier: BSD-2-Clause */
/* DNS replies: RFC 1035 section 4, AAAA by RFC 3596. */
#ifndef COLLECT_NAMES_DNS_REPLY_H
#define COLLECT_NAMES_DNS_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

#define DNS_NAME_TEXT 1024	/* 255 bytes, each perhaps escaped, and a NUL */
#define DNS_ADDRESSES 64	/* kept */
#define DNS_CHAIN 16		/* CNAMEs followed */

enum dns_type {
	DNS_A = 1,
	DNS_NS = 2,
	DNS_CNAME = 5,
	DNS_SOA = 6,
	DNS_AAAA = 28,
};

/**
 * struct dns_reply - What a reply says about its question
 * @question:	The name that was asked, without the dot at its end; a byte
 *		that is not a letter, digit, hyphen or underscore is \\DDD
 * @addresses:	Of the asked type, at the end of the chain
 * @count:	How many are kept
 * @more:	There were more
 * @chain:	The names that CNAMEs lead to
 * @links:	How many
 * @ttl:	The minimum of the records that were used, in seconds; -1: none
 * @referral:	No answer and no denial, only other servers to ask
 */
struct dns_reply {
	char question[DNS_NAME_TEXT];
	struct address addresses[DNS_ADDRESSES];
	size_t count;
	bool more;
	char chain[DNS_CHAIN][DNS_NAME_TEXT];
	size_t links;
	int64_t ttl;
	bool referral;
};

/**
 * dns_reply_parse() - Read a reply
 * @bytes:	The message, without TCP's length
 * @length:	Its length
 * @type:	DNS_A or DNS_AAAA
 * @reply:	Written on success only
 *
 * Limits: DNS_ADDRESSES and DNS_CHAIN.  A chain that leads back to itself
 * ends where it would start again.
 *
 * Return: 0, or -EBADMSG
 */
int dns_reply_parse(const void *bytes, size_t length, enum dns_type type,
		    struct dns_reply *reply);

#endif
