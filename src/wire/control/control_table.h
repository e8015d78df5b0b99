/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Requests on the control channel with what the proxy said to them.
 *
 * A bind has two steps for TCP, and counts as one request; with the first
 * alone it is granted when CONTROL_ANSWER_WAIT is over.  A listen has no
 * answer that anybody knows: it is granted where the proxy acknowledged its
 * packet or a peer came, and nothing is told where it was sent once and
 * nothing followed.
 *
 * Bounded: CONTROL_SESSIONS_MAX sessions, each a client's address and port
 * and the proxy's, of which the oldest goes first, and so many requests that
 * wait.  Of those that find no room no outcome is told; they are counted.
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
 * @client, @proxy: Addresses; the client is who asked
 * @address, @port: What was asked for
 * @external, @external_port: What the proxy gave; family 0 for nothing
 * @answer:	The answer's command; CONTROL_UNKNOWN without one
 * @asked_time, @answer_time: The latter INT64_MIN without an answer
 * @asked:	How often it was sent
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
 * Return: the table, or NULL when memory is out
 */
struct control_table *control_table_new(
	void (*outcome)(void *user, const struct control_request *request),
	void *user);

/** control_table_dropped() - How many requests found no room */
uint64_t control_table_dropped(const struct control_table *table);

/** control_table_free() - Requests that wait have no answer; NULL is allowed */
void control_table_free(struct control_table *table);

/**
 * control_table_packet() - A UDP packet to or from CONTROL_PORT
 * @source, @target: Addresses
 * @source_port, @target_port: Host byte order
 *
 * Return: 0, or -EINVAL for what is no packet of the channel
 */
int control_table_packet(struct control_table *table,
			 const struct address *source, uint16_t source_port,
			 const struct address *target, uint16_t target_port,
			 int64_t time, const uint8_t *bytes, size_t length);

/** control_table_tick() - Requests that wait too long have no answer */
void control_table_tick(struct control_table *table, int64_t time);

#endif
