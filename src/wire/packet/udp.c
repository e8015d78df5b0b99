/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/packet/udp.h"

#include <errno.h>

#define UDP_HEADER 8	/* bytes */

int udp_parse(const struct datagram *datagram, struct udp *udp)
{
	struct cursor c = datagram->payload;
	uint16_t source, target, length, checksum;
	size_t left;

	if (!cursor_be16(&c, &source) || !cursor_be16(&c, &target) ||
	    !cursor_be16(&c, &length) || !cursor_be16(&c, &checksum))
		return -EINVAL;
	left = cursor_left(&c);
	if (length >= UDP_HEADER && left > (size_t)length - UDP_HEADER)
		left = (size_t)length - UDP_HEADER;
	udp->source = source;
	udp->target = target;
	cursor_take(&c, left, &udp->payload);
	return 0;
}
