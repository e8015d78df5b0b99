/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * DNS, each server by itself.  Behind it is c-ares (dns_cares.c), or nothing
 * in a build without (dns_none.c).
 */
#ifndef COLLECT_NAMES_DNS_H
#define COLLECT_NAMES_DNS_H

#include "collect/names/answer.h"
#include "collect/names/source.h"

#define DNS_PORT 53

/** dns_supported() - Is there a DNS library in this build? */
bool dns_supported(void);

/**
 * struct dns_servers - The servers to ask
 * @text:	"192.0.2.1:53", "[2001:db8::1]:53"
 */
struct dns_servers {
	char text[16][ENDPOINT_TEXT];
	size_t count;
	bool more;	/* there are more */
};

/**
 * dns_servers() - The servers that the system is configured with
 * @servers:	Written; none where c-ares knows none but its default
 * @code:	Written on failure
 *
 * Return: 0, or -EIO
 */
int dns_servers(struct dns_servers *servers, struct fact_code *code);

/**
 * dns_open() - A source that asks one server
 * @server:	As in struct dns_servers
 * @deadline:	On clock_now()'s scale
 * @code:	Written on failure
 *
 * Return: the source, which has finished as long as nothing is asked; or
 * NULL
 */
struct source *dns_open(const char *server, int64_t deadline,
			struct fact_code *code);

/**
 * dns_ask() - Ask for a name's A and AAAA records
 * @dns:	From dns_open()
 * @list:	Two answers are appended
 *
 * A name without a dot is tried in the system's search domains, as its own
 * resolver does.  Other names are not: a server that refuses a search domain
 * could hide its answer for the name itself.
 */
void dns_ask(struct source *dns, struct answers *list);

/**
 * dns_hosts() - What c-ares's reader of hosts files finds for a name
 * @path:	The file, or NULL: c-ares's own
 * @name:	The name
 * @addresses:	Written
 * @room:	In @addresses
 *
 * Changes the environment for a moment, where a file is given: no thread may
 * run that reads it.
 *
 * Return: how many addresses there are, up to @room; or -ENOSYS, -EIO
 */
int dns_hosts(const char *path, const char *name, struct address *addresses,
	      size_t room);

/** dns_no_server() - c-ares's code for no configured server */
struct fact_code dns_no_server(void);

#endif
