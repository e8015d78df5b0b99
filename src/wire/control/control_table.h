/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Requests on the control channel and the proxy's answers.
 *
 * A TCP bind has two steps and counts as one request; after only the first step
 * it is granted when CONTROL_ANSWER_WAIT is over.  No answer to a listen is
 * known: it is granted if the proxy acknowledged its packet or a peer
 * connected; if it was sent once and nothing followed, it is not reported.
 *
 * Bounded: CONTROL_SESSIONS_MAX sessions, each with the endpoints of client and
 * proxy, of which the oldest is dropped first, and a number of requests that
 * wait.  Requests without room are not reported; they are counted.
 */
#ifndef WIRE_CONTROL_CONTROL_TABLE_H
#define WIRE_CONTROL_CONTROL_TABLE_H

#include "wire/control/control.h"

#define CONTROL_SESSIONS_MAX 1024
#define CONTROL_WAITING_MAX 32	/* requests of a session */
#define CONTROL_WAITING_ALL 4096	/* ... of all */
#define CONTROL_ANSWER_WAIT (10 * INT64_C(1000000000))	/* ns */

enum control_outcome {
	CONTROL_GRANTED,
	CONTROL_IN_USE,			/* 10048 for the program */
	CONTROL_REFUSED_OUTRIGHT,
	CONTROL_NOT_AUTHENTICATED,
	CONTROL_NO_ANSWER,		/* 10050 for the program */
	CONTROL_UNRESOLVED,		/* a name: 10050, 11001 */
};

/**
 * struct control_request - A request and its outcome
 * @request:	CONTROL_HELLO (refused, or never answered), CONTROL_BIND,
 *		CONTROL_LISTEN, CONTROL_CONNECT, CONTROL_RESOLVE,
 *		CONTROL_AUTHENTICATION
 * @client, @proxy: Addresses
 * @address, @port: The endpoint that the client wanted
 * @external, @external_port: The endpoint that the proxy gave; family 0 if none
 * @answer:	The answer's command; CONTROL_UNKNOWN without one
 * @asked_time, @answer_time: The latter INT64_MIN without an answer
 * @asked:	Number of times that it was sent
 * @user, @program, @computer, @name: As in the messages of the session
 */
struct control_request {
	enum control_command request;
	enum control_outcome outcome;
	struct address client;
	struct address proxy;
	struct address address;
	uint16_t port;
	struct address external;
	uint16_t external_port;
	enum control_command answer;
	int64_t asked_time;
	int64_t answer_time;
	unsigned int asked;
	const char *user;
	const char *program;
	const char *computer;
	const char *name;
};

struct control_table;

/**
 * control_table_new() - An empty table
 * @outcome:	Called when a request has its answer, or will not get one
 *
 * Calls random_key().
 *
 * Return: the table, or NULL without memory
 */
struct control_table *control_table_new(
	void (*outcome)(void *user, const struct control_request *request),
	void *user);

/** control_table_dropped() - Number of requests without room */
uint64_t control_table_dropped(const struct control_table *table);

/** control_table_free() - Reports those that wait as without an answer */
void control_table_free(struct control_table *table);

/**
 * control_table_packet() - Process a UDP packet to or from CONTROL_PORT
 * @source, @target: Addresses
 * @source_port, @target_port: Host byte order
 *
 * Return: 0, or -EINVAL for a packet that is not of the channel
 */
int control_table_packet(struct control_table *table,
			 const struct address *source, uint16_t source_port,
			 const struct address *target, uint16_t target_port,
			 int64_t time, const uint8_t *bytes, size_t length);

/** control_table_tick() - Report requests that have waited too long */
void control_table_tick(struct control_table *table, int64_t time);

#endif
