/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Observing mail traffic: packets in, facts out.
 *
 * Connects the steps of packet.h, and keeps for each server and client the
 * members of the kinds traffic-* in bindwhy-facts(5).  Bounded: the numbers of
 * servers, clients and variants have limits, and what does not fit is counted.
 */
#ifndef COLLECT_WATCH_WATCH_H
#define COLLECT_WATCH_WATCH_H

#include "wire/packet/packet.h"
#include "facts/event.h"
#include "facts/facts.h"

/**
 * struct watch_options - What to observe
 * @ports:	The servers' TCP ports, host byte order; borrowed
 * @port_count:	At least 1
 * @show_addresses: Mailboxes are not masked
 * @event:	Called for each event; may be NULL
 * @packet:	Called for each relevant packet, for -w; may be NULL
 */
struct watch_options {
	const uint16_t *ports;
	size_t port_count;
	bool show_addresses;
	void (*event)(void *user, const struct traffic_event *event);
	void (*packet)(void *user, const struct packet *packet);
	void *user;
};

/** struct watch_counts - Counters, for a status line */
struct watch_counts {
	uint64_t packets;
	uint64_t bytes;		/* on the wire */
	uint64_t relevant;	/* packets: "judged" of bindwhy-facts(5) */
	uint64_t connections;
	uint64_t ended;		/* connections */
	uint64_t requests;	/* on the control channel, with an outcome */
	uint64_t servers;
	uint64_t findings;	/* bad events */
};

struct watch;

/** watch_new() - Calls random_key().  Return: NULL without memory */
struct watch *watch_new(const struct watch_options *options);

/** watch_free() - NULL is allowed */
void watch_free(struct watch *watch);

/** watch_packet() - Process a packet */
void watch_packet(struct watch *watch, const struct packet *packet);

/**
 * watch_tick() - Handle timeouts while no packets come
 * @time:	Of the clock, on the scale of the packets; live captures only
 */
void watch_tick(struct watch *watch, int64_t time);

/** watch_counts() - The counters so far */
struct watch_counts watch_counts(const struct watch *watch);

/**
 * watch_finish() - Add the facts
 * @watch:	Open connections end here; no packet may follow
 * @facts:	Appended to: traffic-server, traffic-greeting, ...
 * @capture:	A new object with the members of FACT_CAPTURE that the caller
 *		knows (source, filter, dropped, ...); its reference is taken
 *		over; completed, and added first
 * @status, @code: Of that fact
 */
void watch_finish(struct watch *watch, struct facts *facts, json_t *capture,
		  enum fact_status status, const struct fact_code *code);

#endif
