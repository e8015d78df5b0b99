/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/net/service.h"

#include <stddef.h>
#include <string.h>

#include "port/net/inet.h"

/* IANA's service names and port numbers. */
static const struct {
	const char *name;
	int port;
} mail[] = {
	{"smtp", 25},	  {"mail", 25},	       {"smtps", 465},
	{"ssmtp", 465},	  {"submissions", 465}, {"submission", 587},
	{"pop3", 110},	  {"pop3s", 995},      {"imap", 143},
	{"imap2", 143},	  {"imaps", 993},      {"lmtp", 24},
};

int service_port(const char *name, const char *protocol)
{
	const struct servent *service = getservbyname(name, protocol);

	if (service)
		return ntohs((unsigned short)service->s_port);
	if (strcmp(protocol, "tcp"))
		return -1;
	for (size_t i = 0; i < sizeof(mail) / sizeof(mail[0]); i++)
		if (!strcmp(mail[i].name, name))
			return mail[i].port;
	return -1;
}
