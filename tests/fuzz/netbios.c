/* SPDX-License-Identifier: BSD-2-Clause */
/* NetBIOS replies: only what fits the query is taken. */
#include "collect/names/netbios.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* The id that comes is the right one, or little else would be read. */
	uint16_t id = size > 1 ? (uint16_t)(data[0] << 8 | data[1]) : 0;
	struct netbios_reply reply;

	if (netbios_reply_parse(data, size, "PROXY1", NETBIOS_SERVER, id,
				&reply))
		return 0;
	check(size > 12 && data[2] & 0x80);
	check(reply.count <= NETBIOS_ADDRESSES);
	check((reply.count > 0) != (reply.code > 0));
	for (size_t i = 0; i < reply.count; i++)
		check(reply.addresses[i].family == 4);
	/* Another transaction, and another name. */
	check(netbios_reply_parse(data, size, "PROXY1", NETBIOS_SERVER,
				  (uint16_t)(id + 1), &reply));
	check(netbios_reply_parse(data, size, "PROXY2", NETBIOS_SERVER, id,
				  &reply));
	check(netbios_reply_parse(data, size, "PROXY1", NETBIOS_WORKSTATION,
				  id, &reply));
	return 0;
}
