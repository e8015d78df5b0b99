/* SPDX-License-Identifier: BSD-2-Clause */
/* NetBIOS name queries: RFC 1001 section 14, RFC 1002 section 4.2. */
#ifndef COLLECT_NAMES_NETBIOS_H
#define COLLECT_NAMES_NETBIOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

#define NETBIOS_NAME 15		/* characters of a name */
#define NETBIOS_QUERY 50	/* bytes of a query */
#define NETBIOS_PORT 137
#define NETBIOS_ADDRESSES 32	/* kept */

/* The sixteenth byte of a name: the kind of service. */
enum netbios_suffix {
	NETBIOS_WORKSTATION = 0x00,
	NETBIOS_SERVER = 0x20,
};

/**
 * struct netbios_reply - What a reply says
 * @code:	0, or the RCODE of a negative reply
 * @group:	A group's name
 * @ttl:	Seconds
 * @addresses:	Of the name; IPv4
 * @count:	How many
 */
struct netbios_reply {
	unsigned int code;
	bool group;
	uint32_t ttl;
	struct address addresses[NETBIOS_ADDRESSES];
	size_t count;
};

/**
 * netbios_valid() - Can a name be asked for?
 *
 * Return: 0; -EINVAL where it is empty or has a character that no name can
 * have; -ENAMETOOLONG past NETBIOS_NAME
 */
int netbios_valid(const char *name);

/**
 * netbios_query() - Make a name query
 * @name:	A name that netbios_valid() accepts; sent in upper case
 * @suffix:	The sixteenth byte
 * @id:		Of the transaction
 * @broadcast:	To all on the network, instead of to a name server
 * @packet:	Written
 */
void netbios_query(const char *name, enum netbios_suffix suffix, uint16_t id,
		   bool broadcast, uint8_t packet[NETBIOS_QUERY]);

/**
 * netbios_reply_parse() - Read a reply to a query
 * @bytes:	What came
 * @length:	Its length
 * @name:	As for the query; so are @suffix and @id
 * @reply:	Written on success only
 *
 * Return: 0; -EBADMSG where it is not a complete reply to that query
 */
int netbios_reply_parse(const void *bytes, size_t length, const char *name,
			enum netbios_suffix suffix, uint16_t id,
			struct netbios_reply *reply);

/** netbios_code_name() - "NAM_ERR" for an RCODE */
const char *netbios_code_name(unsigned int code);

#endif
