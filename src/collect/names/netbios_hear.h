/* SPDX-License-Identifier: BSD-2-Clause */
/* What comes to a socket that asks for a NetBIOS name; no I/O. */
#ifndef COLLECT_NAMES_NETBIOS_HEAR_H
#define COLLECT_NAMES_NETBIOS_HEAR_H

#include "collect/names/answer.h"
#include "collect/names/netbios.h"

/* Addresses of one name that are kept, of all replies. */
#define NETBIOS_HEARD_MAX 256

/** struct netbios_question - One of the two names that are asked for */
struct netbios_question {
	enum netbios_suffix suffix;
	uint16_t id;
	bool answered;
};

/**
 * struct netbios_inquiry - What was asked, and what was heard
 * @answer:	Written to, but not ended; its name was asked for
 * @server:	Who was asked
 * @port:	Likewise, host byte order
 * @broadcast:	@server is a network's broadcast address: any address may
 *		reply, from that port
 * @questions:	Their ids must be unpredictable
 * @negative:	An RCODE that came, or 0
 */
struct netbios_inquiry {
	struct answer *answer;
	struct address server;
	uint16_t port;
	bool broadcast;
	struct netbios_question questions[2];
	unsigned int negative;
};

/**
 * netbios_hear() - Look at a packet
 * @inquiry:	Written to if the packet is a reply to one of its questions
 * @bytes:	The packet
 * @length:	In bytes
 * @sender:	Where it came from
 * @port:	Likewise, host byte order
 */
void netbios_hear(struct netbios_inquiry *inquiry, const void *bytes,
		  size_t length, const struct address *sender, uint16_t port);

#endif
