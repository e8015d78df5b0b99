/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Clients that say goodbye.
 *
 * To close while bytes of the server are still on their way resets the
 * connection, and some servers log that.  So our side is closed first and the
 * rest is read until the server closes too, for FAREWELL_WAIT at most.
 */
#include "collect/greeting/greeting.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "collect/greeting/reply.h"
#include "facts/code.h"
#include "port/clock.h"
#include "port/net/poll.h"
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

enum phase {
	PHASE_CONNECT,
	PHASE_HEAR,
	PHASE_LEAVE,
	PHASE_DONE,
};

/**
 * struct session - One connection
 * @to:		Its listener
 * @until:	When its phase ends, on clock_now()'s scale
 * @refused:	There was no connection, for the reason in @code
 * @code:	What ended it, if that was an error
 */
struct session {
	const struct greeter_address *to;
	intptr_t s;
	enum phase phase;
	int64_t until;
	bool refused;
	char bytes[GREETING_MAX];
	size_t length;
	struct reply reply;
	enum ending ending;
	struct fact_code code;
};

static void give_up(struct session *session, int code)
{
	session->code = code_socket(code);
	session->refused = session->phase == PHASE_CONNECT;
	session->ending = ENDING_ERROR;
	session->phase = PHASE_DONE;
}

static bool dial(struct session *session, const struct address *address)
{
	struct sockaddr_storage name;
	socklen_t length;
	int rc;

	if (sockaddr_make(address, session->to->port, &name, &length)) {
		session->code = code_errno(ENODEV);
		session->refused = true;
		session->phase = PHASE_DONE;
		return true;
	}
	rc = socket_dial(&name, length, &session->s);
	if (rc)
		give_up(session, rc);
	return !rc || !socket_no_route(rc);
}

/* ::1 can be missing; a socket of both families accepts IPv4 too. */
static void start(struct session *session, const struct greeter_address *to,
		  int64_t until)
{
	struct address loopback4 = {.family = 4, .bytes = {127, 0, 0, 1}};
	struct address loopback6 = {.family = 6, .bytes = {[15] = 1}};

	*session = (struct session){.to = to, .until = until};
	if (!address_is_wildcard(&to->address)) {
		dial(session, &to->address);
	} else if (to->address.family == 4 || !dial(session, &loopback6)) {
		*session = (struct session){.to = to, .until = until};
		dial(session, &loopback4);
	}
}

/* Our side is closed first: see the top of this file. */
static void leave(struct session *session, enum ending ending)
{
	static const char quit[] = "QUIT\r\n";

	session->ending = ending;
	session->phase = PHASE_DONE;
	if (ending == ENDING_CLOSED) {
		socket_close(session->s);
		return;
	}
	if (session->reply.complete && session->reply.knows_quit)
		socket_send(session->s, quit, sizeof(quit) - 1);
	socket_finish(session->s);
	session->phase = PHASE_LEAVE;
	session->until = clock_now() + FAREWELL_WAIT;
}

static void hear(struct session *session)
{
	size_t n;
	int rc = socket_receive(session->s, session->bytes + session->length,
				sizeof(session->bytes) - session->length, &n);

	if (socket_would_wait(rc))
		return;
	if (rc) {
		socket_close(session->s);
		give_up(session, rc);
		return;
	}
	session->length += n;
	session->reply = reply_parse(session->bytes, session->length);
	if (session->reply.complete)
		leave(session, ENDING_COMPLETE);
	else if (!n)
		leave(session, ENDING_CLOSED);
	else if (session->length == sizeof(session->bytes))
		leave(session, ENDING_FULL);
}

/* There is something to do, or an end to tell. */
static void go_on(struct session *session)
{
	char rest[512];
	size_t n = 1;
	int rc;

	switch (session->phase) {
	case PHASE_CONNECT:
		rc = socket_dialled(session->s);
		if (!rc) {
			session->phase = PHASE_HEAR;
			break;
		}
		socket_close(session->s);
		give_up(session, rc);
		break;
	case PHASE_HEAR:
		hear(session);
		break;
	case PHASE_LEAVE:
		rc = socket_receive(session->s, rest, sizeof(rest), &n);
		if ((rc && !socket_would_wait(rc)) || (!rc && !n)) {
			socket_close(session->s);
			session->phase = PHASE_DONE;
		}
		break;
	case PHASE_DONE:
		break;
	}
}

static void time_is_up(struct session *session)
{
	switch (session->phase) {
	case PHASE_CONNECT:
		socket_close(session->s);
		give_up(session, socket_time_out);
		break;
	case PHASE_HEAR:
		leave(session, ENDING_TIME);
		break;
	case PHASE_LEAVE:
		socket_close(session->s);
		session->phase = PHASE_DONE;
		break;
	case PHASE_DONE:
		break;
	}
}

/* Those that are not done yet; the time until the first of them ends. */
static size_t to_wait_for(const struct session *sessions, size_t count,
			  struct pollfd *fds, int *timeout)
{
	int64_t now = clock_now(), first = INT64_MAX;
	size_t n = 0;

	for (size_t i = 0; i < count; i++) {
		if (sessions[i].phase == PHASE_DONE)
			continue;
		fds[n++] = (struct pollfd){
			.fd = sessions[i].s,
			.events = sessions[i].phase == PHASE_CONNECT ?
					  POLLOUT : POLLIN,
		};
		if (sessions[i].until < first)
			first = sessions[i].until;
	}
	first -= now;
	*timeout = first < 0 ? 0 : first > INT_MAX ? INT_MAX : (int)first;
	return n;
}

/* What has come by then still counts; a farewell ends in time. */
static void serve(struct session *session, bool ready)
{
	bool late = clock_now() >= session->until;

	if (ready && !(late && session->phase == PHASE_LEAVE))
		go_on(session);
	else if (late)
		time_is_up(session);
}

static void run(struct session *sessions, size_t count)
{
	struct pollfd fds[GREETING_AT_ONCE];
	size_t waiting, at;
	int timeout;

	while ((waiting = to_wait_for(sessions, count, fds, &timeout))) {
		bool failed = poll_wait(fds, waiting, timeout);

		at = 0;
		for (size_t i = 0; i < count; i++) {
			if (sessions[i].phase == PHASE_DONE)
				continue;
			if (failed)
				time_is_up(&sessions[i]);
			else
				serve(&sessions[i], fds[at++].revents);
		}
	}
}

static void describe(const struct session *session, int64_t wait,
		     char *detail, size_t size)
{
	switch (session->ending) {
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

static void add_greeting(struct facts *facts, const struct session *session,
			 int64_t wait)
{
	const struct greeter_address *to = session->to;
	json_t *value = value_endpoint(&to->address, to->port, PROTOCOL_TCP);
	char text[ENDPOINT_TEXT], detail[64] = "";
	enum fact_status status = FACT_FAILED;
	json_t *more;

	if (!session->refused) {
		describe(session, wait, detail, sizeof(detail));
		status = session->length ? FACT_SEEN :
			 session->code.number ? FACT_FAILED : FACT_ABSENT;
	}
	more = json_pack("{s:o*, s:s*}", "lines",
			 status == FACT_SEEN ?
				 reply_lines(session->bytes,
					     session->reply.length) : NULL,
			 "detail", detail[0] ? detail : NULL);
	if (json_object_update(value, more)) {
		json_decref(value);
		value = NULL;
	}
	json_decref(more);
	facts_add(facts, FACT_GREETING, status, "connect(), recv()",
		  session->code.number ? &session->code : NULL, value,
		  "%s/tcp", endpoint_format(&to->address, to->port, text));
}

void greeting_collect(struct facts *facts,
		      const struct greeter_address *listeners, size_t count,
		      int64_t deadline)
{
	size_t room = count < GREETING_AT_ONCE ? count : GREETING_AT_ONCE;
	struct session *sessions = memory_zeroed(room, sizeof(*sessions));

	for (size_t i = 0; !sessions && i < count; i++)
		add_greeting(facts, &(struct session){
			.to = &listeners[i], .refused = true,
			.code = code_errno(ENOMEM)}, 0);
	for (size_t done = 0; sessions && done < count;) {
		int64_t now = clock_now();
		int64_t until = now + GREETING_WAIT < deadline ?
					now + GREETING_WAIT : deadline;
		size_t n = count - done < room ? count - done : room;

		for (size_t i = 0; i < n; i++)
			start(&sessions[i], &listeners[done + i], until);
		run(sessions, n);
		for (size_t i = 0; i < n; i++)
			add_greeting(facts, &sessions[i], until - now);
		done += n;
	}
	free(sessions);
}
