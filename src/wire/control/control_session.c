/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The requests of a session, and the request that an answer belongs to: the one
 * with its bind id, else the one whose packet it acknowledges, else the oldest
 * of its kind.
 */
#include "wire/control/control_session.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define TCP_BIND 0x0707

static void unlink_pending(struct session *s, struct pending *p)
{
	struct pending **link = &s->pending;

	while (*link != p)
		link = &(*link)->next;
	*link = p->next;
	s->count--;
	s->load->waiting--;
}

/* Report the outcome of a request, and forget it. */
static void tell(struct session *s, const struct control_outlet *outlet,
		 struct pending *p, enum control_outcome outcome,
		 enum control_command answer)
{
	struct control_request request = {
		.request = p->request,
		.outcome = outcome,
		.client = endpoint_key_address(&s->key.client),
		.proxy = endpoint_key_address(&s->key.proxy),
		.address = p->address,
		.port = p->port,
		.external = p->external,
		.external_port = p->external_port,
		.answer = answer,
		.asked_time = p->asked_time,
		.answer_time = p->answer_time,
		.asked = p->asked,
		.user = s->user,
		.program = s->program,
		.computer = s->computer,
		.name = p->name,
	};

	unlink_pending(s, p);
	if (outlet->outcome)
		outlet->outcome(outlet->user, &request);
	free(p);
}

static void forget(struct session *s, struct pending *p)
{
	unlink_pending(s, p);
	free(p);
}

/* No answer will come. */
static void give_up(struct session *s, const struct control_outlet *outlet,
		    struct pending *p)
{
	if (p->granted && p->request == CONTROL_BIND)
		tell(s, outlet, p, CONTROL_GRANTED, CONTROL_BIND_ACK);
	else if (p->granted)
		tell(s, outlet, p, CONTROL_GRANTED, CONTROL_UNKNOWN);
	else if (p->request == CONTROL_LISTEN && (p->asked < 2 || p->heard))
		forget(s, p);
	else
		tell(s, outlet, p, CONTROL_NO_ANSWER, CONTROL_UNKNOWN);
}

void session_end(struct session *s, const struct control_outlet *outlet)
{
	while (s->pending)
		give_up(s, outlet, s->pending);
}

void session_drop(struct session *s)
{
	s->load->dropped += s->count;
	while (s->pending)
		forget(s, s->pending);
}

static bool is_late(const struct pending *p, int64_t time)
{
	return time > p->last_time && (uint64_t)time - (uint64_t)p->last_time >
					      (uint64_t)CONTROL_ANSWER_WAIT;
}

void session_expire(struct session *s, const struct control_outlet *outlet,
		    int64_t time)
{
	struct pending *p = s->pending;

	while (p) {
		struct pending *next = p->next;

		if (is_late(p, time))
			give_up(s, outlet, p);
		p = next;
	}
}

/* The request in a client's packet, or CONTROL_UNKNOWN. */
static enum control_command asks_for(const struct control_message *m)
{
	switch (m->command) {
	case CONTROL_USER_INFO:
		return CONTROL_HELLO;
	case CONTROL_TCP_BIND:
		return CONTROL_BIND;
	case CONTROL_HELLO:
	case CONTROL_AUTHENTICATION:
	case CONTROL_BIND:
	case CONTROL_LISTEN:
	case CONTROL_CONNECT:
	case CONTROL_RESOLVE:
		return m->command;
	default:
		return CONTROL_UNKNOWN;
	}
}

static bool is_same(const struct pending *p, enum control_command request,
		    const struct control_message *m)
{
	if (p->request != request)
		return false;
	if (request == CONTROL_HELLO || request == CONTROL_AUTHENTICATION)
		return true;
	if (m->command == CONTROL_TCP_BIND)
		return p->bind_id == m->bind_id;
	return p->port == m->port && !strcmp(p->name, m->name) &&
	       p->address.family == m->address.family &&
	       address_equal(&p->address, &m->address);
}

static struct pending *find_same(struct session *s,
				 enum control_command request,
				 const struct control_message *m)
{
	struct pending *p = s->pending;

	while (p && !is_same(p, request, m))
		p = p->next;
	return p;
}

static struct pending *add(struct session *s, enum control_command request,
			   const struct control_message *m, int64_t time)
{
	size_t length = strlen(m->name) + 1;
	struct pending *p, **link;

	if (s->count == CONTROL_WAITING_MAX) {
		forget(s, s->pending);
		s->load->dropped++;
	}
	p = s->load->waiting < CONTROL_WAITING_ALL
		    ? memory_zeroed(1, sizeof(*p) + length)
		    : NULL;
	if (!p) {
		s->load->dropped++;
		return NULL;
	}
	memcpy(p->name, m->name, length);
	p->request = request;
	p->address = m->address;
	p->port = m->port;
	p->bind_id = m->bind_id;
	p->asked_time = time;
	p->answer_time = INT64_MIN;
	for (link = &s->pending; *link; link = &(*link)->next)
		;
	*link = p;
	s->count++;
	s->load->waiting++;
	return p;
}

static void remember_names(struct session *s, const struct control_message *m)
{
	if (*m->user)
		memcpy(s->user, m->user, sizeof(s->user));
	if (*m->program)
		memcpy(s->program, m->program, sizeof(s->program));
	if (*m->computer)
		memcpy(s->computer, m->computer, sizeof(s->computer));
}

/* The next step of the same request is not a copy of its last. */
static void ask_again(struct pending *p, const struct control_message *m)
{
	if (p->number != m->number) {
		p->granted = false;
		p->answer_time = INT64_MIN;
		if (p->asked == 0)
			p->asked = 1;
		return;
	}
	p->asked++;
}

void session_asks(struct session *s, const struct control_outlet *outlet,
		  const struct control_message *m, int64_t time)
{
	enum control_command request = asks_for(m);
	struct pending *p;

	if (m->command == CONTROL_SESSION_END) {
		session_end(s, outlet);
		return;
	}
	remember_names(s, m);
	if (request == CONTROL_UNKNOWN)
		return;
	p = find_same(s, request, m);
	if (!p)
		p = add(s, request, m, time);
	if (!p)
		return;
	ask_again(p, m);
	p->number = m->number;
	p->sequence = m->sequence;
	p->last_time = time;
}

/* Can a packet of the proxy answer such a request? */
static bool answers(const struct control_message *m,
		    enum control_command request)
{
	switch (m->command) {
	case CONTROL_HELLO_ACK:
	case CONTROL_USER_INFO_ACK:
		return request == CONTROL_HELLO;
	case CONTROL_CHALLENGE:
	case CONTROL_AUTHENTICATED:
	case CONTROL_AUTHENTICATION_FAILED:
		return request == CONTROL_AUTHENTICATION;
	case CONTROL_BIND_ACK:
	case CONTROL_TCP_BIND_ACK:
		return request == CONTROL_BIND;
	case CONTROL_BIND_DENIED:
	case CONTROL_ADDRESS_IN_USE:
		return request == CONTROL_BIND || request == CONTROL_LISTEN;
	case CONTROL_BIND_INFO:
		return request == CONTROL_LISTEN;
	case CONTROL_CONNECT_ACK:
	case CONTROL_CONNECT_DENIED:
		return request == CONTROL_CONNECT;
	case CONTROL_RESOLVE_ACK:
		return request == CONTROL_RESOLVE;
	case CONTROL_REFUSED:
		return true;
	default:
		return false;
	}
}

/* Can it have this answer?  A granted request waits for its second step. */
static bool fits(const struct pending *p, const struct control_message *m)
{
	if (!answers(m, p->request))
		return false;
	if (m->command == CONTROL_BIND_ACK)
		return !p->bind_id;
	if (m->command == CONTROL_TCP_BIND_ACK)
		return p->number == TCP_BIND ||
		       (m->bind_id && p->bind_id == m->bind_id);
	return p->request == CONTROL_LISTEN || !p->granted;
}

static struct pending *find_asked(struct session *s,
				  const struct control_message *m)
{
	struct pending *oldest = NULL, *acknowledged = NULL;

	for (struct pending *p = s->pending; p; p = p->next) {
		if (!fits(p, m))
			continue;
		if (m->bind_id && p->bind_id == m->bind_id)
			return p;
		if (!oldest)
			oldest = p;
		if (!acknowledged && p->sequence &&
		    p->sequence == m->acknowledged)
			acknowledged = p;
	}
	return acknowledged ? acknowledged : oldest;
}

static void heard(struct session *s, const struct control_message *m,
		  int64_t time)
{
	for (struct pending *p = s->pending; p; p = p->next) {
		if (p->request != CONTROL_LISTEN)
			continue;
		p->heard = true;
		if (!p->granted && p->sequence &&
		    p->sequence == m->acknowledged &&
		    m->command != CONTROL_ADDRESS_IN_USE &&
		    m->command != CONTROL_BIND_DENIED &&
		    m->command != CONTROL_REFUSED) {
			p->granted = true;
			p->answer_time = time;
		}
	}
}

static void take_given(struct pending *p, const struct control_message *m)
{
	switch (m->command) {
	case CONTROL_BIND_ACK:
	case CONTROL_RESOLVE_ACK:
		p->external = m->address;
		p->external_port = m->port;
		break;
	case CONTROL_TCP_BIND_ACK:
	case CONTROL_CONNECT_ACK:
	case CONTROL_BIND_INFO:
		p->external = m->external;
		p->external_port = m->external_port;
		break;
	default:
		break;
	}
}

static enum control_outcome outcome(const struct control_message *m)
{
	switch (m->command) {
	case CONTROL_ADDRESS_IN_USE:
		return CONTROL_IN_USE;
	case CONTROL_AUTHENTICATION_FAILED:
	case CONTROL_BIND_DENIED:
	case CONTROL_CONNECT_DENIED:
		return CONTROL_NOT_AUTHENTICATED;
	case CONTROL_REFUSED:
		return CONTROL_REFUSED_OUTRIGHT;
	case CONTROL_RESOLVE_ACK:
		return address_is_wildcard(&m->address) || !m->address.family
			       ? CONTROL_UNRESOLVED
			       : CONTROL_GRANTED;
	default:
		return CONTROL_GRANTED;
	}
}

static bool is_known(const struct session *s, uint32_t bind_id)
{
	const struct pending *p = s->pending;

	while (p && p->bind_id != bind_id)
		p = p->next;
	return p;
}

/*
 * Is this a copy of an answer that came since the request was sent?  Then it
 * belongs to another request.  Sequence numbers are 0 at the start of a
 * session: these prove nothing.
 */
static bool is_copy(const struct session *s, const struct pending *p,
		    const struct control_message *m)
{
	const struct answered *r = s->recent;

	if (m->command == CONTROL_BIND_ACK && m->bind_id &&
	    is_known(s, m->bind_id))
		return true;
	for (size_t i = 0; i < CONTROL_RECENT; i++)
		if ((m->sequence || m->bind_id) && r[i].number == m->number &&
		    r[i].sequence == m->sequence &&
		    r[i].acknowledged == m->acknowledged &&
		    r[i].bind_id == m->bind_id && p->last_time <= r[i].time)
			return true;
	return false;
}

static void remember(struct session *s, const struct control_message *m,
		     int64_t time)
{
	s->recent[s->recent_next] = (struct answered){
		m->number, m->sequence, m->acknowledged, m->bind_id, time};
	s->recent_next = (s->recent_next + 1) % CONTROL_RECENT;
}

void session_answers(struct session *s, const struct control_outlet *outlet,
		     const struct control_message *m, int64_t time)
{
	struct pending *p;

	heard(s, m, time);
	p = find_asked(s, m);
	if (!p || is_copy(s, p, m))
		return;
	remember(s, m, time);
	p->answer_time = time;
	take_given(p, m);
	switch (m->command) {
	case CONTROL_HELLO_ACK:
	case CONTROL_USER_INFO_ACK:
		forget(s, p);
		break;
	case CONTROL_CHALLENGE:
		p->answer_time = INT64_MIN;
		p->last_time = time;
		break;
	case CONTROL_BIND_ACK:
		p->bind_id = m->bind_id;
		p->granted = true;
		p->last_time = time;
		break;
	default:
		tell(s, outlet, p, outcome(m), m->command);
		break;
	}
}
