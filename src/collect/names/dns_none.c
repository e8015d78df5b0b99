/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/dns.h"

#include <errno.h>

bool dns_supported(void)
{
	return false;
}

int dns_servers(struct dns_servers *servers, struct fact_code *code)
{
	*servers = (struct dns_servers){.count = 0};
	(void)code;
	return 0;
}

struct source *dns_open(const char *server, int64_t deadline,
			struct fact_code *code)
{
	(void)server, (void)deadline;
	*code = (struct fact_code){0};
	return NULL;
}

void dns_ask(struct source *dns, struct answers *list)
{
	(void)dns, (void)list;
}

int dns_hosts(const char *path, const char *name, struct address *addresses,
	      size_t room)
{
	(void)path, (void)name, (void)addresses, (void)room;
	return -ENOSYS;
}

struct fact_code dns_no_server(void)
{
	return (struct fact_code){0};
}
