/* SPDX-License-Identifier: BSD-2-Clause */
/* The request table's inside, for the files that it is made of. */
#ifndef WIRE_CONTROL_CONTROL_PARTS_H
#define WIRE_CONTROL_CONTROL_PARTS_H

#include "base/table.h"
#include "wire/control/control_table.h"

#define CONTROL_RECENT 8	/* answers that are known again */

/**
 * struct pending - A request without its outcome
 * @number:	Of its last packet; @sequence likewise
 * @bind_id:	What the proxy called it; 0 before
 * @granted:	A bind's first step was, and the second was not asked for; a
 *		listen's packet was acknowledged
 * @last_time:	When it was sent last, or the proxy wanted more
 * @name:	To be resolved
 */
struct pending {
	struct pending *next;
	enum control_command request;
	uint16_t number;
	uint8_t sequence;
	bool granted;
	bool heard;
	unsigned int asked;
	uint32_t bind_id;
	struct address address;
	uint16_t port;
	struct address external;
	uint16_t external_port;
	int64_t answer_time;
	int64_t asked_time;
	int64_t last_time;
	char name[];
};

/** struct answered - A packet of the proxy, by what its copies are known */
struct answered {
	uint16_t number;
	uint8_t sequence;
	uint8_t acknowledged;
	uint32_t bind_id;
	int64_t time;
};

/**
 * struct control_load - Of all sessions
 * @waiting:	Requests
 * @dropped:	... that found no room, or lost it
 */
struct control_load {
	size_t waiting;
	uint64_t dropped;
};

/** struct session_key - The endpoints of a session */
struct session_key {
	struct endpoint_key client;
	struct endpoint_key proxy;
};

/**
 * struct session - What one port of a client says to a proxy
 * @newer, @older: By when they were heard of
 * @pending:	Oldest first
 */
struct session {
	struct session *newer;
	struct session *older;
	struct control_load *load;
	struct session_key key;
	struct pending *pending;
	size_t count;
	struct answered recent[CONTROL_RECENT];
	size_t recent_next;
	char user[CONTROL_TEXT];
	char program[CONTROL_TEXT];
	char computer[CONTROL_TEXT];
};

/** struct control_outlet - Who is told */
struct control_outlet {
	void (*outcome)(void *user, const struct control_request *request);
	void *user;
};

/** session_asks() - A packet of the client */
void session_asks(struct session *session, const struct control_outlet *outlet,
		  const struct control_message *message, int64_t time);

/** session_answers() - A packet of the proxy */
void session_answers(struct session *session,
		     const struct control_outlet *outlet,
		     const struct control_message *message, int64_t time);

/** session_expire() - What has waited too long by @time has no answer */
void session_expire(struct session *session,
		    const struct control_outlet *outlet, int64_t time);

/** session_end() - Nothing will have an answer any longer */
void session_end(struct session *session, const struct control_outlet *outlet);

/** session_drop() - Its place is needed: what waits is counted as dropped */
void session_drop(struct session *session);

#endif
