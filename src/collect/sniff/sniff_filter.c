/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/sniff/sniff_filter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wire/control/control.h"

#define PORT_ROOM 32	/* " or tcp port 65535" */

/*
 * 0x12 is SYN and ACK.  For IPv6 libpcap looks at the first next header
 * alone: 0, 43, 44 and 60 are extension headers, 6 is TCP, whose flags are
 * its 14th byte, 58 is ICMPv6, whose type 1 is "unreachable".
 */
static const char rest[] =
	" or udp port %d or tcp port %d"
	" or tcp[13] & 0x12 = 0x12"
	" or ip[6:2] & 0x3fff != 0"
	" or icmp[0] = 3"
	" or (ip6 and (ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 44"
	" or ip6[6] = 60 or (ip6[6] = 6 and ip6[53] & 0x12 = 0x12)"
	" or (ip6[6] = 58 and ip6[40] = 1)))";

char *sniff_filter(const uint16_t *ports, size_t count, const char *own)
{
	size_t room = (own ? strlen(own) : 0) + count * PORT_ROOM +
		      sizeof(rest) + 64;
	char *text = memory_new(room);
	size_t at = 0;

	if (!text)
		return NULL;
	/*
	 * The user's filter is first: a `vlan` in it changes the offsets of all
	 * that follows, which then applies to the mail in that VLAN.
	 */
	/* In front of ours, since a "vlan" in it moves what follows. */
	if (own)
		at += (size_t)snprintf(text, room, "(%s) and (", own);
	for (size_t i = 0; i < count; i++)
		at += (size_t)snprintf(text + at, room - at, "%stcp port %u",
				       i ? " or " : "", ports[i]);
	at += (size_t)snprintf(text + at, room - at, rest, CONTROL_PORT,
			       CONTROL_PORT);
	if (own)
		snprintf(text + at, room - at, ")");
	return text;
}
