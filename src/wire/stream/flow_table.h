/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The connections that a flow table holds; for flow*.c and reset.c alone.
 *
 * Records are numbered, made in chunks as they are needed, and found by both
 * endpoints, in either order.  Each is in one list, newest
 * first, and the list is its state.
 */
#ifndef WIRE_STREAM_FLOW_TABLE_H
#define WIRE_STREAM_FLOW_TABLE_H

#include "base/table.h"
#include "wire/stream/flow.h"
#include "wire/stream/stream.h"

#define FLOW_NONE UINT16_MAX		/* no record */
#define FLOW_CHUNK 64			/* records; FLOW_MAX is so many times that */
#define FLOW_ACKS 4

enum flow_list {
	FLOW_OPEN,	/* by the last packet */
	FLOW_SYN,	/* nothing has answered it; by the first SYN */
	FLOW_ENDING,	/* a RST came, or bytes are missing before both FINs */
	FLOW_DONE,	/* told as over; takes what still comes */
	FLOW_DONE_LONG,	/* likewise; its client may repeat the SYN */
	FLOW_LISTS,
};

/**
 * struct flow_habit - What a side's IP headers look like
 * @ttl_low, @ttl_high: Of what was seen
 * @steps:	How many ids in a row were a little more than the one before
 * @id:		The last
 * @time:	... and when, in milliseconds, modulo 2^32
 */
struct flow_habit {
	bool seen;
	uint8_t ttl_low;
	uint8_t ttl_high;
	uint8_t steps;
	uint16_t id;
	uint32_t time;
};

struct flow_late;

/**
 * struct flow_half - One side of a connection, as we keep it
 * @first:	Of its SYN; valid if @has_first
 * @edge:	Behind the last number that it used; valid if @has_edge
 * @fin:	Of its FIN, valid if the flow's side says that it sent one
 * @acks:	What it acknowledged, the last ones that differ, newest first
 * @ack_count:	How many of those there are
 * @window:	That it offers, in bytes
 * @scale:	Of its SYN; -1 where there was none
 * @lost:	There were gaps
 * @late:	Bytes that flow_defer() keeps; NULL for none
 */
struct flow_half {
	struct stream stream;
	struct flow_late *late;
	uint32_t first;
	uint32_t edge;
	uint32_t fin;
	uint32_t acks[FLOW_ACKS];
	uint32_t window;
	struct flow_habit habit;
	int8_t scale;
	uint8_t ack_count;
	bool has_first;
	bool has_edge;
	bool seen;
	bool lost;
};

/**
 * struct flow_key - Both endpoints, the same for both directions
 * @words:	Family and ports, then the addresses: 8 or 32 bytes
 * @length:	Of those, in bytes
 */
struct flow_key {
	uint64_t words[5];
	uint8_t length;
};

/**
 * struct flow_record - A connection, and what the table needs
 * @since:	When it came to FLOW_ENDING or FLOW_DONE
 * @reset_sequence: Of the RST that ends it
 * @reset_highest: Of that and those after it
 * @pending:	How it ends, in FLOW_ENDING
 * @opener:	The enum side that sent the first SYN, valid if there was one
 * @ender:	The enum side that sent the RST which ends it
 * @reset_judged: A RST was held against its sender's habits
 * @after_reset: Its sender sent new bytes after it
 * @retried:	A SYN came after the RST
 * @number:	Its own
 */
struct flow_record {
	struct flow flow;
	struct flow_half halves[2];
	int64_t since;
	struct flow_key key;
	uint32_t reset_sequence;
	uint32_t reset_highest;
	uint16_t number;
	uint16_t newer;
	uint16_t older;
	uint8_t list;
	uint8_t pending;
	uint8_t opener;
	uint8_t ender;
	bool reset_judged;
	bool after_reset;
	bool retried;
};

/** struct flow_ends - The ends of a list */
struct flow_ends {
	uint16_t newest;
	uint16_t oldest;
};

/** struct flow_chunk - Records with consecutive numbers */
struct flow_chunk {
	struct flow_record records[FLOW_CHUNK];
	uint8_t tails[FLOW_CHUNK][2][STREAM_TAIL];
};

struct flow_table {
	struct flow_chunk *chunks[FLOW_MAX / FLOW_CHUNK];
	struct flow_ends lists[FLOW_LISTS];
	struct table records;		/* by both ends */
	uint16_t unused;		/* given back; the next is @older */
	uint16_t fresh;			/* how many were ever used */
};

/**
 * struct flows - What flow.h promises
 * @wanted:	A bit for each port
 * @glue:	The streams' sink; hands on to @sink
 * @record, @side, @time: Whose bytes @glue gets
 * @now:	The last time that was heard of
 * @ticked:	When flows_tick() last ran
 */
struct flows {
	struct flow_table table;
	uint8_t wanted[65536 / 8];
	struct flow_sink sink;
	struct stream_sink glue;
	struct stream_pool pool;
	struct flow_record *record;
	enum side side;
	int64_t time;
	int64_t now;
	int64_t ticked;
	struct flow_counts counts;
};

/** flow_after() - How far @a is behind @b, on the circle of 2^32 numbers */
static inline int32_t flow_after(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

/** flow_elapsed() - Nanoseconds; 0 where time ran backwards */
static inline uint64_t flow_elapsed(int64_t now, int64_t then)
{
	return now > then ? (uint64_t)now - (uint64_t)then : 0;
}

/** flow_is_watched() - Is a port one of those that were asked for? */
static inline bool flow_is_watched(const struct flows *flows, uint16_t port)
{
	return flows->wanted[port / 8] >> port % 8 & 1;
}

/** flow_table_init() - 0, or -ENOMEM; room for a few is there from then on */
int flow_table_init(struct flow_table *table);

/** flow_table_free() - The memory; streams are the caller's */
void flow_table_free(struct flow_table *table);

/**
 * flow_table_find() - A connection by its endpoints
 * @from:	Set to the side that is the source
 *
 * Return: NULL where there is none
 */
struct flow_record *flow_table_find(const struct flow_table *table,
				    const struct address *source,
				    uint16_t source_port,
				    const struct address *target,
				    uint16_t target_port, enum side *from);

/**
 * flow_table_add() - A new connection
 * @client, @server: Its ends; zones are dropped
 * @list:	Where it goes
 *
 * Return: all 0 but its ends, and its streams without their start; NULL where
 * all records are in use, or there is no memory for more of them
 */
struct flow_record *flow_table_add(struct flows *flows,
				   const struct address *client,
				   uint16_t client_port,
				   const struct address *server,
				   uint16_t server_port, enum flow_list list);

/** flow_table_remove() - Its record is free for another */
void flow_table_remove(struct flow_table *table, struct flow_record *record);

/** flow_table_move() - To the front of a list, perhaps its own */
void flow_table_move(struct flow_table *table, struct flow_record *record,
		     enum flow_list list);

/** flow_table_oldest() - The end of a list; NULL where it is empty */
struct flow_record *flow_table_oldest(const struct flow_table *table,
				      enum flow_list list);

#endif
