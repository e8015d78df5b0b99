/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A load balancer's header before the client's bytes: HAProxy's PROXY protocol,
 * version 1 as a line ("PROXY TCP4 192.0.2.7 ..."), version 2 in binary
 * (proxy-protocol.txt, 2.1 and 2.2).  The server does not reply to it, and it
 * does not count as early talk.  It is skipped.
 */
#include "wire/smtp/dialogue_proxy.h"

#include <string.h>

#define LINE_MAX_V1 107	/* bytes, with its end (2.1) */
#define FIXED 16		/* bytes at the start of version 2 */

/* As many bytes as struct party keeps; no command starts with them. */
static const uint8_t words[] = {'P', 'R', 'O', 'X', 'Y'};
static const uint8_t signature[] = {'\r', '\n', '\r', '\n', '\0'};

int proxy_starts(const struct dialogue *d)
{
	const struct party *client = &d->parties[SIDE_CLIENT];
	size_t n = client->prefixed;

	if (d->proxy.seen || d->greeted)
		return 0;
	if (memcmp(client->prefix, words, n) &&
	    memcmp(client->prefix, signature, n))
		return 0;
	return n == sizeof(words) ? 1 : -1;
}

void proxy_begin(struct dialogue *d)
{
	struct party *client = &d->parties[SIDE_CLIENT];

	d->proxy.seen = true;
	d->proxy.binary = client->prefix[0] == signature[0];
	d->proxy.at = client->prefixed;
	client->prefixed = 0;
	client->mode = MODE_PROXY;
}

void proxy_bytes(struct dialogue *d, struct cursor *c)
{
	struct proxy *proxy = &d->proxy;
	uint8_t byte;
	bool more = true;

	while (more && cursor_u8(c, &byte)) {
		proxy->at++;
		if (!proxy->binary) {
			more = byte != '\n' && proxy->at < LINE_MAX_V1;
			continue;
		}
		if (proxy->at == FIXED - 1)
			proxy->length = (uint16_t)(byte << 8);
		else if (proxy->at == FIXED)
			proxy->length |= byte;
		more = proxy->at < FIXED + (uint32_t)proxy->length ||
		       proxy->at < FIXED;
	}
	if (!more)
		d->parties[SIDE_CLIENT].mode = MODE_FIRST;
}
