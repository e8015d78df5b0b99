/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One channel of c-ares for each server, so that each is asked by itself and
 * the answer of one cannot hide that of another.  The replies are read by
 * dns_reply.c, which also recognises a chain without an address and a server
 * that only names others.
 *
 * Builds with c-ares 1.18; later versions still have its interface and call it
 * deprecated.  With ARES_FLAG_NOCHECKRESP it passes on SERVFAIL, NOTIMP and
 * REFUSED at once, instead of asking the server again.
 */
#include "collect/names/dns.h"

#define CARES_NO_DEPRECATED
#include <ares.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "collect/names/dns_reply.h"
#include "port/clock.h"
#include "port/net/inet.h"
#include "port/process/environment.h"

#define TRIES 2
#define CLASS_IN 1
#define MAX_PENDING 4096	/* queries of a channel that have not ended */

struct dns {
	struct source source;
	ares_channel channel;
	char server[ENDPOINT_TEXT];
	unsigned int pending;
	size_t count;
	struct {
		ares_socket_t fd;
		short events;
	} sockets[SOURCE_FDS];
};

struct query {
	struct dns *dns;
	struct answer *answer;
	enum dns_type type;
};

static const struct {
	int number;
	const char *name;
} code_names[] = {
#define NAME(code) {code, #code}
	{ARES_SUCCESS, "OK"},
	NAME(ARES_ENODATA), NAME(ARES_EFORMERR), NAME(ARES_ESERVFAIL),
	NAME(ARES_ENOTFOUND), NAME(ARES_ENOTIMP), NAME(ARES_EREFUSED),
	NAME(ARES_EBADQUERY), NAME(ARES_EBADNAME), NAME(ARES_EBADFAMILY),
	NAME(ARES_EBADRESP), NAME(ARES_ECONNREFUSED), NAME(ARES_ETIMEOUT),
	NAME(ARES_EOF), NAME(ARES_EFILE), NAME(ARES_ENOMEM),
	NAME(ARES_EDESTRUCTION), NAME(ARES_EBADSTR), NAME(ARES_EBADFLAGS),
	NAME(ARES_ENONAME), NAME(ARES_EBADHINTS),
	NAME(ARES_ENOTINITIALIZED), NAME(ARES_ELOADIPHLPAPI),
	NAME(ARES_EADDRGETNETWORKPARAMS), NAME(ARES_ECANCELLED),
	/* Of later versions than 1.18. */
	{25, "ARES_ESERVICE"}, {26, "ARES_ENOSERVER"},
#undef NAME
};

static struct fact_code code_of(int number)
{
	struct fact_code code = {"c-ares", number, "ARES_E?"};

	for (size_t i = 0; i < sizeof(code_names) / sizeof(code_names[0]); i++)
		if (code_names[i].number == number)
			code.name = code_names[i].name;
	return code;
}

struct fact_code dns_no_server(void)
{
	return code_of(26);
}

bool dns_supported(void)
{
	return true;
}

/* --- The descriptors ----------------------------------------------------- */

/* c-ares waits for these events on a descriptor; for none: it is closed. */
static void on_socket(void *data, ares_socket_t fd, int readable, int writable)
{
	struct dns *dns = data;
	short events = (short)((readable ? POLLIN : 0) |
			       (writable ? POLLOUT : 0));
	size_t i = 0;

	while (i < dns->count && dns->sockets[i].fd != fd)
		i++;
	if (i == SOURCE_FDS)
		return;
	if (i == dns->count)
		dns->count++;
	dns->sockets[i].fd = fd;
	dns->sockets[i].events = events;
	if (!events)
		dns->sockets[i] = dns->sockets[--dns->count];
}

static size_t waits(struct source *source, struct pollfd *fds, int64_t *wake)
{
	struct dns *dns = (struct dns *)source;
	struct timeval room, *left = ares_timeout(dns->channel, NULL, &room);

	for (size_t i = 0; i < dns->count; i++) {
		fds[i].fd = dns->sockets[i].fd;
		fds[i].events = dns->sockets[i].events;
		fds[i].revents = 0;
	}
	if (left)
		*wake = clock_now() + left->tv_sec * 1000 +
			(left->tv_usec + 999) / 1000;
	return dns->count;
}

static void run(struct source *source, const struct pollfd *fds, size_t count)
{
	struct dns *dns = (struct dns *)source;

	for (size_t i = 0; i < count; i++) {
		bool out = fds[i].revents & POLLOUT;
		bool in = fds[i].revents & (POLLIN | POLLERR | POLLHUP);

		if (in || out)
			ares_process_fd(dns->channel,
					in ? fds[i].fd : ARES_SOCKET_BAD,
					out ? fds[i].fd : ARES_SOCKET_BAD);
	}
	/* The queries that have waited too long. */
	ares_process_fd(dns->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

/* --- Questions and answers ----------------------------------------------- */

static void take_reply(struct answer *answer, const struct dns_reply *reply)
{
	for (size_t i = 0; i < reply->count; i++)
		answer_address(answer, &reply->addresses[i]);
	for (size_t i = 0; i < reply->links; i++)
		answer_text(answer, &answer->chain, reply->chain[i],
			    strlen(reply->chain[i]));
	answer->ttl = reply->ttl;
	if (reply->more)
		answer_detail(answer, "only the first %d addresses are shown",
			      DNS_ADDRESSES);
	if (!strchr(answer->name, '.') && strchr(reply->question, '.'))
		answer_detail(answer, "asked as %s", reply->question);
}

static void judge(struct answer *answer, int status,
		  const struct dns_reply *reply)
{
	struct fact_code code = code_of(status);

	if (status == ARES_SUCCESS && reply && reply->count) {
		answer_end(answer, FACT_SEEN, &code);
		return;
	}
	/* There were only CNAMEs, or records of another type. */
	if (status == ARES_SUCCESS)
		code = code_of(ARES_ENODATA);
	if (reply && reply->referral) {
		answer_detail(answer, "it names other servers to ask and gives "
				      "no answer of its own");
		answer_end(answer, FACT_FAILED, &code);
		return;
	}
	answer_end(answer, code.number == ARES_ENODATA ||
				   code.number == ARES_ENOTFOUND ?
			   FACT_ABSENT : FACT_FAILED, &code);
}

static void on_answer(void *data, int status, int timeouts,
		      unsigned char *bytes, int length)
{
	struct query *query = data;
	struct answer *answer = query->answer;
	struct dns_reply *reply = memory_new(sizeof(*reply));
	bool read = false;

	query->dns->pending--;
	/* By stop(). */
	if (status == ARES_ECANCELLED)
		status = ARES_ETIMEOUT;
	if (reply && bytes && length > 0)
		read = !dns_reply_parse(bytes, (size_t)length, query->type,
					reply);
	if (read)
		take_reply(answer, reply);
	else if (status == ARES_SUCCESS)
		status = reply ? ARES_EBADRESP : ARES_ENOMEM;
	if (timeouts && status != ARES_ETIMEOUT)
		answer_detail(answer, "after %d time-out%s", timeouts,
			      timeouts == 1 ? "" : "s");
	judge(answer, status, read ? reply : NULL);
	free(reply);
	free(query);
}

static void ask(struct dns *dns, struct answers *list, enum dns_type type)
{
	struct answer *answer = answer_new(list, "dns", "c-ares",
					   type == DNS_A ? "A" : "AAAA");
	struct query *query = memory_new(sizeof(*query));

	if (!answer || !query || dns->pending == MAX_PENDING) {
		if (answer)
			answer_errno(answer, FACT_FAILED, ENOMEM);
		free(query);
		return;
	}
	snprintf(answer->server, sizeof(answer->server), "%s", dns->server);
	*query = (struct query){dns, answer, type};
	dns->pending++;
	if (!list->name[0])
		on_answer(query, ARES_EBADNAME, 0, NULL, 0);
	else if (strchr(list->name, '.'))
		ares_query(dns->channel, list->name, CLASS_IN, (int)type,
			   on_answer, query);
	else
		ares_search(dns->channel, list->name, CLASS_IN, (int)type,
			    on_answer, query);
}

void dns_ask(struct source *source, struct answers *list)
{
	ask((struct dns *)source, list, DNS_A);
	ask((struct dns *)source, list, DNS_AAAA);
}

static bool finished(const struct source *source)
{
	return !((const struct dns *)source)->pending;
}

/* --- Servers ------------------------------------------------------------- */

/* The queries end as ARES_ECANCELLED, see on_answer(). */
static void stop(struct source *source)
{
	ares_cancel(((struct dns *)source)->channel);
}

static void free_dns(struct source *source)
{
	struct dns *dns = (struct dns *)source;

	ares_destroy(dns->channel);
	free(dns);
}

static const struct source_kind dns_kind = {
	waits, run, finished, stop, free_dns,
};

/*
 * The time-out of the first try: half of the time that is left, since later
 * versions of c-ares drop a reply that comes after it.  The second try would
 * wait longer than the other half, and the deadline ends it.
 */
static int first_timeout(int64_t deadline)
{
	int64_t half = (deadline - clock_now()) / 2;

	return half < 10 ? 10 : half > 10000 ? 10000 : (int)half;
}

struct source *dns_open(const char *server, int64_t deadline,
			struct fact_code *code)
{
	struct dns *dns = memory_zeroed(1, sizeof(*dns));
	struct ares_options options = {
		.flags = ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOALIASES,
		.timeout = first_timeout(deadline),
		.tries = TRIES,
		.sock_state_cb = on_socket,
		.sock_state_cb_data = dns,
	};
	int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES |
		   ARES_OPT_SOCK_STATE_CB;
	int rc = ARES_ENOMEM;

	if (!dns || ares_library_init(ARES_LIB_INIT_ALL))
		goto out;
	dns->source.kind = &dns_kind;
	snprintf(dns->server, sizeof(dns->server), "%s", server);
	rc = ares_init_options(&dns->channel, &options, mask);
	if (rc)
		goto out;
	rc = ares_set_servers_ports_csv(dns->channel, server);
	if (!rc)
		return &dns->source;
	ares_destroy(dns->channel);
out:
	*code = code_of(rc);
	free(dns);
	return NULL;
}

static void add_server(struct dns_servers *servers,
		       const struct ares_addr_port_node *node)
{
	struct address address = {.family = node->family == AF_INET ? 4 : 6};
	uint16_t port = node->udp_port > 0 ? (uint16_t)node->udp_port :
					     DNS_PORT;

	if (servers->count == sizeof(servers->text) /
				      sizeof(servers->text[0])) {
		servers->more = true;
		return;
	}
	memcpy(address.bytes, &node->addr, address.family == 4 ? 4 : 16);
	endpoint_format(&address, port, servers->text[servers->count++]);
}

int dns_servers(struct dns_servers *servers, struct fact_code *code)
{
	struct ares_options options = {.flags = 0};
	struct ares_addr_port_node *nodes = NULL;
	ares_channel channel;
	int rc;

	*servers = (struct dns_servers){.count = 0};
	rc = ares_library_init(ARES_LIB_INIT_ALL);
	if (!rc)
		rc = ares_init_options(&channel, &options, ARES_OPT_FLAGS);
	if (rc) {
		*code = code_of(rc);
		return -EIO;
	}
	rc = ares_get_servers_ports(channel, &nodes);
	for (struct ares_addr_port_node *n = nodes; n; n = n->next)
		add_server(servers, n);
	if (nodes)
		ares_free_data(nodes);
	ares_destroy(channel);
	if (!rc)
		return 0;
	*code = code_of(rc);
	return -EIO;
}

/* --- c-ares's own reader of hosts files ---------------------------------- */

struct found {
	struct address *addresses;
	size_t room;
	int count;
	int status;
};

static void take_node(struct found *found, const struct ares_addrinfo_node *n)
{
	struct address address = {.family = n->ai_family == AF_INET ? 4 : 6};

	if ((size_t)found->count == found->room)
		return;
	if (n->ai_family == AF_INET)
		memcpy(address.bytes,
		       &((const struct sockaddr_in *)n->ai_addr)->sin_addr, 4);
	else
		memcpy(address.bytes,
		       &((const struct sockaddr_in6 *)n->ai_addr)->sin6_addr,
		       16);
	found->addresses[found->count++] = address;
}

static void on_found(void *data, int status, int timeouts,
		     struct ares_addrinfo *result)
{
	struct found *found = data;

	(void)timeouts;
	found->status = status;
	if (!result)
		return;
	for (struct ares_addrinfo_node *n = result->nodes; n; n = n->ai_next)
		take_node(found, n);
	ares_freeaddrinfo(result);
}

int dns_hosts(const char *path, const char *name, struct address *addresses,
	      size_t room)
{
	static char files[] = "f";
	struct ares_options options = {.lookups = files};
	struct ares_addrinfo_hints hints = {
		.ai_flags = ARES_AI_NOSORT | (path ? ARES_AI_ENVHOSTS : 0),
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
	};
	struct found found = {addresses, room, 0, ARES_ECANCELLED};
	ares_channel channel;

	if (ares_library_init(ARES_LIB_INIT_ALL) ||
	    ares_init_options(&channel, &options, ARES_OPT_LOOKUPS))
		return -EIO;
	if (path)
		environment_set("CARES_HOSTS", path);
	ares_getaddrinfo(channel, name, NULL, &hints, on_found, &found);
	if (path)
		environment_set("CARES_HOSTS", NULL);
	ares_destroy(channel);
	/* 1.18's code for a name that is not there is of no use. */
	if (found.status == ARES_ENOMEM || found.status == ARES_EFILE ||
	    found.status == ARES_EBADNAME)
		return -EIO;
	return found.count;
}
