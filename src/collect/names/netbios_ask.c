/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/netbios.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "collect/names/ask.h"
#include "collect/names/netbios_hear.h"
#include "facts/code.h"
#include "port/clock.h"
#include "port/net/datagram.h"
#include "port/net/sockaddr.h"
#include "port/net/socket.h"
#include "port/random.h"

#define TRIES 3
/* Milliseconds.  RFC 1002, 6: BCAST_REQ_RETRY_TIMEOUT; for a name server what
 * Windows waits, since the RFC's 5 s are too long for today's networks. */
#define BROADCAST_WAIT 250
#define SERVER_WAIT 1500
#define REPLIES_MAX 256	/* read at once; any host may send them */

struct netbios {
	struct source source;
	struct netbios_inquiry inquiry;
	intptr_t socket;
	struct sockaddr_storage to;
	socklen_t to_length;
	bool finished;
	unsigned int tries;
	int64_t wait;
	int64_t next;		/* when to ask again, or to give up */
};

static void end(struct netbios *n, enum fact_status status,
		const struct fact_code *code)
{
	n->finished = true;
	answer_end(n->inquiry.answer, status, code);
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

/* Every question was answered, or the time is over. */
static void conclude(struct netbios *n)
{
	const struct netbios_inquiry *i = &n->inquiry;
	struct fact_code code = {"rfc1002", (int)i->negative,
				 netbios_code_name(i->negative)};

	if (i->answer->addresses)
		end(n, FACT_SEEN, NULL);
	else if (i->negative)
		end(n, i->negative == 3 ? FACT_ABSENT : FACT_FAILED, &code);
	else if (!i->broadcast)
		fail_errno(n, ETIMEDOUT);
	else {
		answer_detail(i->answer, "nobody answered %d broadcasts",
			      TRIES);
		end(n, FACT_ABSENT, NULL);
	}
}

static int send_query(const struct netbios *n,
		      const struct netbios_question *q)
{
	const struct netbios_inquiry *i = &n->inquiry;
	uint8_t packet[NETBIOS_QUERY];

	netbios_query(i->answer->name, q->suffix, q->id, i->broadcast, packet);
	return datagram_send(n->socket, packet, sizeof(packet),
			     i->broadcast ? &n->to : NULL, n->to_length);
}

static void ask_again(struct netbios *n)
{
	int rc = 0;

	if (n->tries == TRIES || n->inquiry.answer->addresses) {
		conclude(n);
		return;
	}
	n->tries++;
	n->next = clock_now() + n->wait;
	for (size_t i = 0; i < 2 && !rc; i++)
		if (!n->inquiry.questions[i].answered)
			rc = send_query(n, &n->inquiry.questions[i]);
	if (rc)
		fail_socket(n, rc);
}

static void receive(struct netbios *n)
{
	struct address sender = {.family = 4};
	struct sockaddr_in from;
	uint8_t bytes[1500];
	size_t length;
	bool empty;
	int rc;

	for (int i = 0; i < REPLIES_MAX; i++) {
		rc = datagram_receive(n->socket, bytes, sizeof(bytes), &length,
				      &from, &empty);
		if (rc && !n->inquiry.answer->addresses)
			fail_socket(n, rc);
		if (rc || empty)
			return;
		memcpy(sender.bytes, &from.sin_addr, 4);
		netbios_hear(&n->inquiry, bytes, length, &sender,
			     ntohs(from.sin_port));
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
	/* Other hosts on the network may answer differently: wait for them. */
	if (!n->inquiry.broadcast && n->inquiry.questions[0].answered &&
	    n->inquiry.questions[1].answered)
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

	if (n->inquiry.answer->addresses || n->inquiry.negative)
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

	n->inquiry.questions[0].suffix = NETBIOS_SERVER;
	n->inquiry.questions[0].id = ids[0];
	n->inquiry.questions[1].suffix = NETBIOS_WORKSTATION;
	n->inquiry.questions[1].id = ids[1];
	return rc;
}

/* Return: 0; otherwise the answer has ended with an error */
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
	rc = datagram_open(&n->to, n->to_length, n->inquiry.broadcast,
			   &n->socket);
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
	n = memory_zeroed(1, sizeof(*n));
	if (!n) {
		answer_errno(answer, FACT_FAILED, ENOMEM);
		return NULL;
	}
	share = (deadline - clock_now()) * 95 / 100 / TRIES;
	*n = (struct netbios){
		.source.kind = &netbios_kind,
		.inquiry = {
			.answer = answer,
			.server = *address,
			.port = port,
			.broadcast = broadcast,
		},
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
