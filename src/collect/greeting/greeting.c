/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A client that says goodbye.
 *
 * To close while bytes of the server are still on their way resets the
 * connection, and some servers log that.  So our side is closed first and the
 * rest is read until the server closes too, for FAREWELL_WAIT at most.
 */
#include "collect/greeting/greeting.h"

#include <errno.h>
#include <stdio.h>

#include "collect/greeting/reply.h"
#include "facts/code.h"
#include "port/clock.h"
#include "port/net/sockaddr.h"
#include "port/net/socket.h"

#define FAREWELL_WAIT 20	/* ms */

/* How the reading ended. */
enum ending {
	ENDING_COMPLETE,
	ENDING_CLOSED,		/* by the server */
	ENDING_TIME,
	ENDING_FULL,
	ENDING_ERROR,
};

struct heard {
	char bytes[GREETING_MAX];
	size_t length;
	struct reply reply;
	enum ending ending;
	struct fact_code code;	/* where that ended it */
};

/* Return: is there a connection? */
static bool dial(const struct address *address, uint16_t port,
		 int64_t deadline, intptr_t *s, struct fact_code *code)
{
	struct sockaddr_storage name;
	socklen_t length;
	int rc;

	if (sockaddr_make(address, port, &name, &length)) {
		*code = code_errno(ENODEV);
		return false;
	}
	rc = socket_dial(&name, length, deadline, s);
	*code = code_socket(rc);
	return !rc;
}

static bool dial_listener(const struct address *listener, uint16_t port,
			  int64_t deadline, intptr_t *s,
			  struct fact_code *code)
{
	struct address loopback4 = {.family = 4, .bytes = {127, 0, 0, 1}};
	struct address loopback6 = {.family = 6, .bytes = {[15] = 1}};

	if (!address_is_wildcard(listener))
		return dial(listener, port, deadline, s, code);
	if (listener->family == 4)
		return dial(&loopback4, port, deadline, s, code);
	if (dial(&loopback6, port, deadline, s, code))
		return true;
	/* ::1 can be missing; a socket of both families hears IPv4 as well. */
	return socket_no_route(code->number) &&
	       dial(&loopback4, port, deadline, s, code);
}

static void hear(intptr_t s, int64_t deadline, struct heard *heard)
{
	size_t n;
	int rc;

	*heard = (struct heard){.ending = ENDING_FULL};
	while (heard->length < sizeof(heard->bytes)) {
		rc = socket_receive(s, heard->bytes + heard->length,
				    sizeof(heard->bytes) - heard->length,
				    deadline, &n);
		if (socket_timed_out(rc)) {
			heard->ending = ENDING_TIME;
			return;
		}
		if (rc) {
			heard->ending = ENDING_ERROR;
			heard->code = code_socket(rc);
			return;
		}
		if (!n) {
			heard->ending = ENDING_CLOSED;
			return;
		}
		heard->length += n;
		heard->reply = reply_parse(heard->bytes, heard->length);
		if (heard->reply.complete) {
			heard->ending = ENDING_COMPLETE;
			return;
		}
	}
}

static void take_leave(intptr_t s, const struct heard *heard)
{
	static const char quit[] = "QUIT\r\n";
	int64_t deadline = clock_now() + FAREWELL_WAIT;
	char rest[512];
	size_t n;

	if (heard->ending == ENDING_CLOSED || heard->ending == ENDING_ERROR)
		return;
	if (heard->reply.complete && heard->reply.knows_quit)
		socket_send(s, quit, sizeof(quit) - 1);
	socket_finish(s);
	while (!socket_receive(s, rest, sizeof(rest), deadline, &n) && n &&
	       clock_now() < deadline)
		;
}

static void describe(const struct heard *heard, int64_t wait, char *detail,
		     size_t size)
{
	switch (heard->ending) {
	case ENDING_COMPLETE:
		detail[0] = '\0';
		break;
	case ENDING_CLOSED:
		snprintf(detail, size, "closed by the listener");
		break;
	case ENDING_TIME:
		snprintf(detail, size, "no whole reply within %lld ms",
			 (long long)(wait > 0 ? wait : 0));
		break;
	case ENDING_FULL:
		snprintf(detail, size, "no whole reply in the first %d bytes",
			 GREETING_MAX);
		break;
	case ENDING_ERROR:
		snprintf(detail, size, "the connection broke");
		break;
	}
}

static void add_greeting(struct facts *facts, const struct address *listener,
			 uint16_t port, enum fact_status status,
			 const struct fact_code *code,
			 const struct heard *heard, const char *detail)
{
	json_t *value = value_endpoint(listener, port, PROTOCOL_TCP);
	char text[ENDPOINT_TEXT];
	json_t *more;

	more = json_pack("{s:o*, s:s*}", "lines",
			 status == FACT_SEEN ?
				 reply_lines(heard->bytes,
					     heard->reply.length) : NULL,
			 "detail", detail[0] ? detail : NULL);
	if (json_object_update(value, more)) {
		json_decref(value);
		value = NULL;
	}
	json_decref(more);
	facts_add(facts, FACT_GREETING, status, "connect(), recv()",
		  code && code->number ? code : NULL, value, "%s/tcp",
		  endpoint_format(listener, port, text));
}

void greeting_collect(struct facts *facts, const struct address *listener,
		      uint16_t port, int64_t deadline)
{
	int64_t start = clock_now();
	struct fact_code code;
	char detail[64] = "";
	struct heard heard;
	intptr_t s;

	if (deadline > start + GREETING_WAIT)
		deadline = start + GREETING_WAIT;
	if (!dial_listener(listener, port, deadline, &s, &code)) {
		add_greeting(facts, listener, port, FACT_FAILED, &code, NULL,
			     detail);
		return;
	}
	hear(s, deadline, &heard);
	describe(&heard, deadline - start, detail, sizeof(detail));
	take_leave(s, &heard);
	socket_close(s);
	add_greeting(facts, listener, port,
		     heard.length ? FACT_SEEN :
		     heard.code.number ? FACT_FAILED : FACT_ABSENT,
		     &heard.code, &heard, detail);
}
