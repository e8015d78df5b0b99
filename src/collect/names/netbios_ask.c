/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/netbios.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/names/ask.h"
#include "facts/code.h"
#include "port/clock.h"
#include "port/net/datagram.h"
#include "port/net/sockaddr.h"
#include "port/net/socket.h"
#include "port/random.h"

#define TRIES 3
/* RFC 1002, 6: BCAST_REQ_RETRY_TIMEOUT; of a name server, what Windows
 * waits, since the RFC's 5 s are of another time. */
#define BROADCAST_WAIT 250
#define SERVER_WAIT 1500
#define REPLIES_MAX 256	/* of strangers, read at once */

/* One of the two names that are asked for. */
struct question {
	enum netbios_suffix suffix;
	uint16_t id;
	bool answered;
};

struct netbios {
	struct source source;
	struct answer *answer;
	intptr_t socket;
	struct sockaddr_storage to;
	socklen_t to_length;
	bool broadcast;
	bool finished;
	struct question questions[2];
	unsigned int tries;
	int64_t wait;
	int64_t next;		/* when to ask again, or to give up */
	unsigned int negative;	/* an RCODE that came */
};

static void end(struct netbios *n, enum fact_status status,
		const struct fact_code *code)
{
	n->finished = true;
	answer_end(n->answer, status, code);
}

static void fail(struct netbios *n, const struct fact_code *code, bool denied)
{
	end(n, denied ? FACT_DENIED : FACT_FAILED, code);
}

/* @error: of port/socket.h */
static void fail_socket(struct netbios *n, int error)
{
	struct fact_code code = code_socket(error);

	fail(n, &code, socket_denied(error));
}

static void fail_errno(struct netbios *n, int error)
{
	struct fact_code code = code_errno(error);

	fail(n, &code, false);
}

/* All answered, or the waiting is over. */
static void conclude(struct netbios *n)
{
	struct fact_code code = {"rfc1002", (int)n->negative,
				 netbios_code_name(n->negative)};

	if (n->answer->addresses)
		end(n, FACT_SEEN, NULL);
	else if (n->negative)
		end(n, n->negative == 3 ? FACT_ABSENT : FACT_FAILED, &code);
	else if (!n->broadcast)
		fail_errno(n, ETIMEDOUT);
	else {
		answer_detail(n->answer, "nobody answered %d broadcasts",
			      TRIES);
		end(n, FACT_ABSENT, NULL);
	}
}

static int send_query(const struct netbios *n, const struct question *q)
{
	uint8_t packet[NETBIOS_QUERY];

	netbios_query(n->answer->name, q->suffix, q->id, n->broadcast, packet);
	return datagram_send(n->socket, packet, sizeof(packet),
			     n->broadcast ? &n->to : NULL, n->to_length);
}

static void ask_again(struct netbios *n)
{
	int rc = 0;

	if (n->tries == TRIES || n->answer->addresses) {
		conclude(n);
		return;
	}
	n->tries++;
	n->next = clock_now() + n->wait;
	for (size_t i = 0; i < 2 && !rc; i++)
		if (!n->questions[i].answered)
			rc = send_query(n, &n->questions[i]);
	if (rc)
		fail_socket(n, rc);
}

static void take(struct netbios *n, struct question *q,
		 const struct netbios_reply *reply,
		 const struct sockaddr_in *from)
{
	struct address sender = {.family = 4};
	char text[ADDRESS_TEXT];
	bool first = !n->answer->addresses;

	if (reply->code) {
		/* A network as a whole cannot say no. */
		if (!n->broadcast) {
			q->answered = true;
			n->negative = reply->code;
		}
		return;
	}
	q->answered = true;
	for (size_t i = 0; i < reply->count; i++)
		answer_address(n->answer, &reply->addresses[i]);
	if (!first)
		return;
	n->answer->ttl = reply->ttl;
	memcpy(sender.bytes, &from->sin_addr, 4);
	answer_detail(n->answer, "as <%02X>%s%s%s", (unsigned int)q->suffix,
		      reply->group ? ", a group's name" : "",
		      n->broadcast ? ", answered by " : "",
		      n->broadcast ? address_format(&sender, text) : "");
}

static void receive(struct netbios *n)
{
	struct netbios_reply reply;
	struct sockaddr_in from;
	uint8_t bytes[1500];
	size_t length;
	bool empty;
	int rc;

	for (int i = 0; i < REPLIES_MAX; i++) {
		rc = datagram_receive(n->socket, bytes, sizeof(bytes), &length,
				      &from, &empty);
		if (rc && !n->answer->addresses)
			fail_socket(n, rc);
		if (rc || empty)
			return;
		for (size_t j = 0; j < 2; j++)
			if (!netbios_reply_parse(bytes, length,
						 n->answer->name,
						 n->questions[j].suffix,
						 n->questions[j].id, &reply))
				take(n, &n->questions[j], &reply, &from);
	}
}

static size_t waits(struct source *source, struct pollfd *fds, int64_t *wake)
{
	struct netbios *n = (struct netbios *)source;

	fds[0] = (struct pollfd){.events = POLLIN};
	fds[0].fd = n->socket;
	*wake = n->next;
	return 1;
}

static void run(struct source *source, const struct pollfd *fds, size_t count)
{
	struct netbios *n = (struct netbios *)source;

	if (count && fds[0].revents)
		receive(n);
	if (n->finished)
		return;
	/* Others on the network may say something else: hear them too. */
	if (!n->broadcast && n->questions[0].answered &&
	    n->questions[1].answered)
		conclude(n);
	else if (clock_now() >= n->next)
		ask_again(n);
}

static bool finished(const struct source *source)
{
	return ((const struct netbios *)source)->finished;
}

static void stop(struct source *source)
{
	struct netbios *n = (struct netbios *)source;

	if (n->answer->addresses || n->negative)
		conclude(n);
	else
		fail_errno(n, ETIMEDOUT);
}

static void free_netbios(struct source *source)
{
	socket_close(((struct netbios *)source)->socket);
	free(source);
}

static const struct source_kind netbios_kind = {
	waits, run, finished, stop, free_netbios,
};

static int choose_ids(struct netbios *n)
{
	uint16_t ids[2];
	int rc = random_bytes(ids, sizeof(ids));

	n->questions[0] = (struct question){NETBIOS_SERVER, ids[0], false};
	n->questions[1] = (struct question){NETBIOS_WORKSTATION, ids[1], false};
	return rc;
}

/* What may fail before the first query; 0, or the answer has ended. */
static int prepare(struct netbios *n, const struct address *address,
		   uint16_t port)
{
	int rc = address->family == 4 ? sockaddr_make(address, port, &n->to,
						      &n->to_length) :
					-EAFNOSUPPORT;

	if (!rc)
		rc = choose_ids(n);
	if (rc) {
		fail_errno(n, -rc);
		return rc;
	}
	rc = datagram_open(&n->to, n->to_length, n->broadcast, &n->socket);
	if (rc)
		fail_socket(n, rc);
	return rc;
}

struct source *netbios_ask(struct answers *list, const struct address *address,
			   uint16_t port, bool broadcast, int64_t deadline)
{
	struct answer *answer = answer_new(list, "netbios",
					   "NetBIOS name query", "NB");
	struct netbios *n;
	int64_t share;
	int rc;

	if (!answer)
		return NULL;
	endpoint_format(address, port, answer->server);
	rc = netbios_valid(list->name);
	if (rc) {
		if (rc == -ENAMETOOLONG)
			answer_detail(answer, "a NetBIOS name has at most %d "
					      "characters", NETBIOS_NAME);
		answer_errno(answer, FACT_FAILED, rc);
		return NULL;
	}
	n = calloc(1, sizeof(*n));
	if (!n) {
		answer_errno(answer, FACT_FAILED, ENOMEM);
		return NULL;
	}
	share = (deadline - clock_now()) * 95 / 100 / TRIES;
	*n = (struct netbios){
		.source.kind = &netbios_kind, .answer = answer,
		.broadcast = broadcast,
		.wait = broadcast ? BROADCAST_WAIT :
			share < SERVER_WAIT ? share : SERVER_WAIT,
	};
	if (!prepare(n, address, port)) {
		ask_again(n);
		return &n->source;
	}
	free(n);
	return NULL;
}
