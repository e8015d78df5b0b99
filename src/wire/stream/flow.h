/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP connections: which side opened them, the data of each side, their ends.
 *
 * Bounded: FLOW_MAX connections, each side with at most FLOW_WAITING_MAX bytes
 * out of order, and all with FLOW_POOL_MAX.  If the table is full, the
 * connection that was silent longest is dropped, and counted.
 */
#ifndef WIRE_STREAM_FLOW_H
#define WIRE_STREAM_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "wire/packet/ip.h"
#include "wire/packet/side.h"
#include "wire/packet/tcp.h"

#define FLOW_MAX 4096
#define FLOW_WAITING_MAX (256 << 10)	/* bytes, a side */
#define FLOW_POOL_MAX (3 << 20)		/* bytes, all */

enum flow_end {
	FLOW_CLOSED,		/* both sides sent FIN */
	FLOW_RESET,		/* by a RST after it was established */
	FLOW_REFUSED,		/* a RST answered the SYN */
	FLOW_UNREACHABLE,	/* an ICMP error answered the SYN */
	FLOW_UNANSWERED,	/* no answer to the SYN in FLOW_ANSWER_WAIT, or
				 * in 3 s before the end of the capture */
	FLOW_EVICTED,		/* dropped because the table was full */
	FLOW_CUT,		/* the capture ended, or a new connection uses
				 * the same ports */
	FLOW_SILENT,		/* no packet for FLOW_SILENCE */
};

#define FLOW_ANSWER_WAIT (75 * INT64_C(1000000000))	/* ns */
#define FLOW_SILENCE (3600 * INT64_C(1000000000))	/* ns; RFC 5321, 4.5.3.2 */

/* Signs of a forged RST (Weaver, Sommer, Paxson 2009). */
enum reset_odd {
	RESET_TTL = 1 << 0,		/* differs from its sender's TTL */
	RESET_ID = 1 << 1,		/* far from its sender's IP ids */
	RESET_SEQUENCE = 1 << 2,	/* outside the window, or not SND.NXT */
	RESET_DATA_AFTER = 1 << 3,	/* its sender went on sending */
	RESET_SEVERAL = 1 << 4,		/* several, with growing sequence numbers */
};

/** struct flow_side - One side of a connection */
struct flow_side {
	struct address address;
	uint16_t port;		/* host byte order */
	uint8_t ttl;		/* of its SYN or SYN-ACK, else its first */
	uint64_t bytes;		/* delivered to the sink */
	bool sent_fin;
	bool first_fin;		/* ... and before the other side did */
};

/**
 * struct flow - A connection
 * @sides:	By enum side.  The server is the side with a watched port; if
 *		both have one, the side that did not send the first SYN, or,
 *		without a SYN, the side with the lower port
 * @user:	The sink's own state of it; NULL at first
 * @syn_time:	Of the first SYN; INT64_MIN if none was seen
 * @answer_time: Of the SYN-ACK; INT64_MIN if none was seen
 * @last_time:	Of the last packet
 * @syns:	Number of times that the SYN was sent
 * @answer:	The SYN-ACK's header, valid if @answer_time is; its payload is
 *		empty
 * @reset_from:	The side that sent the RST; valid after FLOW_RESET and
 *		FLOW_REFUSED, and if @reset_odd is not 0: a RST that its
 *		receiver ignores does not end the connection
 * @reset_ttl:	TTL of that RST
 * @reset_odd:	RESET_ bits, complete when the connection ends; of the RST
 *		that ended it or of a suspicious one before
 * @interface, @vlan: Of its first packet
 */
struct flow {
	struct flow_side sides[2];
	void *user;
	int64_t syn_time;
	int64_t answer_time;
	int64_t last_time;
	unsigned int syns;
	struct segment answer;
	enum side reset_from;
	uint8_t reset_ttl;
	unsigned int reset_odd;
	unsigned int interface;
	unsigned int vlan;
};

/**
 * struct flow_sink - Callbacks
 * @opened:	A connection was seen for the first time: its SYN, or packets
 *		from the middle (then @syn_time is INT64_MIN)
 * @answered:	Its SYN-ACK came
 * @data:	Bytes of one side, in order
 * @gap:	Bytes of one side are missing; @missing is 0 if their number is
 *		unknown
 * @inconsistent: Inconsistent retransmission: a side sent the same range twice
 *		with different bytes
 * @ended:	It is over; @flow is freed after the call
 *
 * @ended is called once for each @opened; after a RST some 2 seconds later, in
 * the time of the packets, so that the packets after it are seen.  All members
 * must be set.  A callback may not call flow_ functions.
 */
struct flow_sink {
	void (*opened)(void *user, struct flow *flow);
	void (*answered)(void *user, struct flow *flow);
	void (*data)(void *user, struct flow *flow, enum side side,
		     int64_t time, const uint8_t *bytes, size_t length);
	void (*gap)(void *user, struct flow *flow, enum side side,
		    int64_t time, size_t missing);
	void (*inconsistent)(void *user, struct flow *flow, enum side side);
	void (*ended)(void *user, struct flow *flow, enum flow_end end);
	void *user;
};

/** struct flow_counts - Counters */
struct flow_counts {
	uint64_t evicted;
	uint64_t bytes_dropped;	/* out of order, and no room for them */
	uint64_t damaged;	/* segments with invalid flags */
};

struct flows;

/**
 * flows_new() - An empty table
 * @ports:	The servers' ports, host byte order; copied
 * @count:	At least 1
 * @sink:	Copied
 *
 * Calls random_key().
 *
 * Return: the table, or NULL without memory
 */
struct flows *flows_new(const uint16_t *ports, size_t count,
			const struct flow_sink *sink);

/** flows_free() - End open connections as FLOW_CUT; NULL is allowed */
void flows_free(struct flows *flows);

/** flows_wants() - Has a segment a watched port? */
bool flows_wants(const struct flows *flows, const struct segment *segment);

/**
 * flows_segment() - Process a segment with a watched port
 * @flows:	The table
 * @datagram:	Its IP header
 * @segment:	Parsed by tcp_parse()
 * @time:	Of the packet
 * @interface, @vlan: Of the packet.  A copy of the packet on a second interface
 *		(a bridge, "any") is treated as a retransmission
 */
void flows_segment(struct flows *flows, const struct datagram *datagram,
		   const struct segment *segment, int64_t time,
		   unsigned int interface, unsigned int vlan);

/**
 * flows_icmp() - Process an ICMP or ICMPv6 error, which may answer a SYN
 * @datagram:	Of protocol ICMP or ICMP6, from any sender
 *
 * Return: did it end a connection?
 */
bool flows_icmp(struct flows *flows, const struct datagram *datagram,
		int64_t time);

/**
 * flows_tick() - End the connections that have timed out
 * @time:	On the scale of the packets
 *
 * Packets do this, too; in a live capture call it if none come.
 */
void flows_tick(struct flows *flows, int64_t time);

/** flows_counts() - The counters so far */
struct flow_counts flows_counts(const struct flows *flows);

#endif
