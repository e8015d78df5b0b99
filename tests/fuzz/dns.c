/* SPDX-License-Identifier: BSD-2-Clause */
/* DNS replies, taken for answers to A and to AAAA. */
#include "collect/names/dns_reply.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

static void check_name(const char *name)
{
	size_t length = strnlen(name, DNS_NAME_TEXT);

	check(length < DNS_NAME_TEXT);
	for (size_t i = 0; i < length; i++)
		check(name[i] > ' ' && name[i] <= 'z');
}

static void parse(const uint8_t *data, size_t size, enum dns_type type)
{
	static struct dns_reply reply;

	if (dns_reply_parse(data, size, type, &reply))
		return;
	check(size >= 17);
	check(reply.count <= DNS_ADDRESSES && reply.links <= DNS_CHAIN);
	check((reply.ttl >= 0) == (reply.count || reply.links));
	check(!reply.referral || (!reply.count && !reply.links));
	check_name(reply.question);
	for (size_t i = 0; i < reply.links; i++)
		check_name(reply.chain[i]);
	for (size_t i = 0; i < reply.count; i++)
		check(reply.addresses[i].family == (type == DNS_A ? 4 : 6));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	parse(data, size, DNS_A);
	parse(data, size, DNS_AAAA);
	return 0;
}
