/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP connections: who opened them, what each side sent, how they ended.
 *
 * Small and bounded: FLOW_MAX connections, each side with at most
 * FLOW_WAITING_MAX bytes out of order and all with FLOW_POOL_MAX; the one
 * that has been silent longest goes first, and is counted.
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
	FLOW_UNANSWERED,	/* nothing did, in FLOW_ANSWER_WAIT, or in 3 s where
				 * the capture ended then */
	FLOW_EVICTED,		/* we had no room for it any longer */
	FLOW_CUT,		/* the capture ended, or its ports were taken
				 * for a new connection */
	FLOW_SILENT,		/* nothing came for FLOW_SILENCE */
};

#define FLOW_ANSWER_WAIT (75 * INT64_C(1000000000))	/* ns */
#define FLOW_SILENCE (3600 * INT64_C(1000000000))	/* ns; RFC 5321, 4.5.3.2 */

/* What does not fit about a RST (Weaver, Sommer, Paxson 2009). */
enum reset_odd {
	RESET_TTL = 1 << 0,		/* not its sender's TTL */
	RESET_ID = 1 << 1,		/* far from its sender's IP ids */
	RESET_SEQUENCE = 1 << 2,	/* outside the window, or not at its edge */
	RESET_DATA_AFTER = 1 << 3,	/* its sender went on sending */
	RESET_SEVERAL = 1 << 4,		/* several, with growing sequence numbers */
};

/** struct flow_side - One side of a connection */
struct flow_side {
	struct address address;
	uint16_t port;		/* host byte order */
	uint8_t ttl;		/* of its SYN or SYN-ACK, else its first */
	uint64_t bytes;		/* handed on */
	bool sent_fin;
	bool first_fin;		/* ... and before the other side did */
};

/**
 * struct flow - A connection
 * @sides:	By enum side; the server is who has a watched port, and where
 *		both have one, who did not send the first SYN, or without a SYN
 *		who has the lower port
 * @user:	Whose state of it, for the sink; starts as NULL
 * @syn_time:	Of the first SYN; INT64_MIN where none was seen
 * @answer_time: Of the SYN-ACK; INT64_MIN where none was seen
 * @last_time:	Of the last packet
 * @syns:	How often the SYN was sent
 * @answer:	The SYN-ACK's header, valid if @answer_time is; its payload is
 *		empty
 * @reset_from:	Who sent the RST, valid after FLOW_RESET and FLOW_REFUSED, and
 *		wherever @reset_odd is not 0: a RST that its receiver cannot
 *		have believed ends nothing
 * @reset_ttl:	... its TTL
 * @reset_odd:	RESET_ bits, complete when the flow ends; of the RST that
 *		ended it or of an odd one before
 * @interface, @vlan: Where its first packet was seen
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
 * struct flow_sink - Who is told
 * @opened:	A connection was seen for the first time: by its SYN, or in
 *		the middle (@syn_time says)
 * @answered:	Its SYN-ACK came
 * @data:	Bytes of one side, in order
 * @gap:	Bytes of one side are missing; @missing may be 0: nobody knows
 * @differs:	One side sent bytes twice, and not the same
 * @ended:	It is over; @flow is freed after the call
 *
 * @ended comes once for each @opened; after a RST some 2 seconds later, by the
 * packets' time, so that what follows it is seen.  All are set.  A sink may not
 * call flow_ functions.
 */
struct flow_sink {
	void (*opened)(void *user, struct flow *flow);
	void (*answered)(void *user, struct flow *flow);
	void (*data)(void *user, struct flow *flow, enum side side,
		     int64_t time, const uint8_t *bytes, size_t length);
	void (*gap)(void *user, struct flow *flow, enum side side,
		    int64_t time, size_t missing);
	void (*differs)(void *user, struct flow *flow, enum side side);
	void (*ended)(void *user, struct flow *flow, enum flow_end end);
	void *user;
};

/** struct flow_counts - How it went */
struct flow_counts {
	uint64_t evicted;
	uint64_t bytes_dropped;	/* that waited and found no room */
	uint64_t damaged;	/* segments that make no sense */
};

struct flows;

/**
 * flows_new() - An empty table
 * @ports:	The servers' ports, host byte order; copied
 * @count:	How many; at least 1
 * @sink:	Copied
 *
 * Asks the system for random numbers, getrandom() on Linux, so that nobody can
 * choose ports whose connections slow the table down.
 *
 * Return: the table, or NULL when memory is out
 */
struct flows *flows_new(const uint16_t *ports, size_t count,
			const struct flow_sink *sink);

/** flows_free() - Ends what is open as FLOW_CUT; NULL is allowed */
void flows_free(struct flows *flows);

/** flows_wants() - Is a segment of a watched port? */
bool flows_wants(const struct flows *flows, const struct segment *segment);

/**
 * flows_segment() - One more segment of a watched port
 * @flows:	The table
 * @datagram:	Its IP header
 * @segment:	Parsed by tcp_parse()
 * @time:	Of the packet
 * @interface, @vlan: Where it was seen.  The same packet seen on a second
 *		interface (a bridge, "any") is a retransmission and does no harm
 */
void flows_segment(struct flows *flows, const struct datagram *datagram,
		   const struct segment *segment, int64_t time,
		   unsigned int interface, unsigned int vlan);

/**
 * flows_icmp() - An ICMP or ICMPv6 error that may answer a SYN
 * @datagram:	Of protocol ICMP or ICMP6, from whomever
 *
 * Return: whether it ended a flow
 */
bool flows_icmp(struct flows *flows, const struct datagram *datagram,
		int64_t time);

/**
 * flows_tick() - End what is over by now
 * @time:	On the packets' scale
 *
 * Packets do so by themselves; live it is for the seconds without any.
 */
void flows_tick(struct flows *flows, int64_t time);

/** flows_counts() - How it went so far */
struct flow_counts flows_counts(const struct flows *flows);

#endif
