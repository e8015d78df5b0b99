/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What traffic shows: packets in, facts out.
 *
 * Joins the steps of packet.h, and keeps for each server and client that was
 * seen what bindwhy-facts(5) says of the kinds traffic-*.  Bounded: so many
 * servers, clients and variants each, and what found no room is counted.
 */
#ifndef COLLECT_WATCH_WATCH_H
#define COLLECT_WATCH_WATCH_H

#include "wire/packet/packet.h"
#include "facts/event.h"
#include "facts/facts.h"

/**
 * struct watch_options - What to look for
 * @ports:	The servers' TCP ports, host byte order; borrowed
 * @port_count:	At least 1
 * @show_addresses: Mailboxes are kept as they are
 * @event:	Told of each event as it happens; may be NULL
 * @packet:	Told of each packet that was judged, for -w; may be NULL
 */
struct watch_options {
	const uint16_t *ports;
	size_t port_count;
	bool show_addresses;
	void (*event)(void *user, const struct traffic_event *event);
	void (*packet)(void *user, const struct packet *packet);
	void *user;
};

/** struct watch_counts - How far it is, for a status line */
struct watch_counts {
	uint64_t packets;
	uint64_t bytes;		/* on the wire */
	uint64_t judged;	/* as in bindwhy-facts(5) */
	uint64_t connections;	/* that were seen */
	uint64_t over;		/* ... and have ended */
	uint64_t requests;	/* on the control channel, with an outcome */
	uint64_t servers;
	uint64_t findings;	/* events that look bad */
};

struct watch;

/** watch_new() - Nothing seen yet; NULL when memory is out */
struct watch *watch_new(const struct watch_options *options);

/** watch_free() - NULL is allowed */
void watch_free(struct watch *watch);

/** watch_packet() - One more packet */
void watch_packet(struct watch *watch, const struct packet *packet);

/**
 * watch_tick() - Nothing may have come for a while
 * @time:	The clock's, on the packets' scale; call it live only
 */
void watch_tick(struct watch *watch, int64_t time);

/** watch_counts() - How far it is */
struct watch_counts watch_counts(const struct watch *watch);

/**
 * watch_finish() - What was seen, as facts
 * @watch:	Connections that are open end here; no packet may follow
 * @facts:	Appended to: traffic-server, traffic-greeting, ...
 * @capture:	A new object, of the members of FACT_CAPTURE that the caller
 *		knows (source, filter, dropped, ...); taken over, completed and
 *		added, first
 * @status, @code: Of that fact
 */
void watch_finish(struct watch *watch, struct facts *facts, json_t *capture,
		  enum fact_status status, const struct fact_code *code);

#endif
