/* SPDX-License-Identifier: BSD-2-Clause */
/* A session and its requests; for control*.c only. */
#ifndef WIRE_CONTROL_CONTROL_SESSION_H
#define WIRE_CONTROL_CONTROL_SESSION_H

#include "base/table.h"
#include "wire/control/control_table.h"

#define CONTROL_RECENT 8	/* recent answers, to recognise duplicates */

/**
 * struct pending - A request without its outcome
 * @number, @sequence: Of its last packet
 * @granted:	Of a bind: the first step was granted, and the second was not
 *		requested; of a listen: its packet was acknowledged
 * @heard:	Of a listen: the proxy sent a packet after it
 * @asked:	Number of times that it was sent
 * @bind_id:	Id from the proxy; 0 before
 * @last_time:	Time when it was last sent, or when the proxy sent a challenge
 * @name:	The name to resolve
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

/** struct answered - What identifies the copies of a packet of the proxy */
struct answered {
	uint16_t number;
	uint8_t sequence;
	uint8_t acknowledged;
	uint32_t bind_id;
	int64_t time;
};

/**
 * struct control_load - Counters of all sessions
 * @waiting:	Requests that wait
 * @dropped:	Requests that were dropped for lack of room
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
 * struct session - The packets between a client's port and a proxy
 * @newer, @older: In the order of their last packets
 * @pending:	Requests that wait, oldest first
 * @count:	Number of @pending
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

/** struct control_outlet - The callback of control_table_new() */
struct control_outlet {
	void (*outcome)(void *user, const struct control_request *request);
	void *user;
};

/** session_asks() - Process a packet of the client */
void session_asks(struct session *session, const struct control_outlet *outlet,
		  const struct control_message *message, int64_t time);

/** session_answers() - Process a packet of the proxy */
void session_answers(struct session *session,
		     const struct control_outlet *outlet,
		     const struct control_message *message, int64_t time);

/** session_expire() - Report requests that have waited too long at @time */
void session_expire(struct session *session,
		    const struct control_outlet *outlet, int64_t time);

/** session_end() - No answers will come: report all requests */
void session_end(struct session *session, const struct control_outlet *outlet);

/** session_drop() - Its place is needed: count its requests as dropped */
void session_drop(struct session *session);

#endif
