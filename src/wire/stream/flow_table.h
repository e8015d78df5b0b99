/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The connections of a flow table; for flow*.c and reset.c only.
 *
 * Records are numbered, made in chunks as they are needed, and found by both
 * endpoints, in either order.  Each is in one list, newest first; the list is
 * its state.
 */
#ifndef WIRE_STREAM_FLOW_TABLE_H
#define WIRE_STREAM_FLOW_TABLE_H

#include "base/table.h"
#include "wire/stream/flow.h"
#include "wire/stream/stream.h"

#define FLOW_NONE UINT16_MAX		/* no record */
#define FLOW_CHUNK 64	/* records; divides FLOW_MAX */
#define FLOW_ACKS 4

enum flow_list {
	FLOW_OPEN,	/* ordered by the last packet */
	FLOW_SYN,	/* no answer yet; ordered by the first SYN */
	FLOW_ENDING,	/* a RST came, or bytes are missing before both FINs */
	FLOW_DONE,	/* reported as ended; absorbs late packets */
	FLOW_DONE_LONG,	/* likewise; its client may repeat the SYN */
	FLOW_LISTS,
};

/**
 * struct ip_profile - The IP headers that a side sends
 * @ttl_low, @ttl_high: Range of the TTLs seen
 * @steps:	Number of ids in a row that were slightly above the previous
 * @id:		The last one
 * @time:	Its time in milliseconds, modulo 2^32
 */
struct ip_profile {
	bool seen;
	uint8_t ttl_low;
	uint8_t ttl_high;
	uint8_t steps;
	uint16_t id;
	uint32_t time;
};

struct flow_deferred;

/**
 * struct flow_half - State of one side of a connection
 * @deferred:	The segment that flow_defer() keeps, or NULL
 * @first:	Sequence number of its SYN; valid if @has_first
 * @snd_nxt:	SND.NXT (RFC 9293): the next number that it will use; valid
 *		if @has_snd_nxt
 * @fin:	Number of its FIN; valid if the side's sent_fin is set
 * @acks:	The last different numbers that it acknowledged, newest first
 * @ack_count:	Number of @acks
 * @window:	The window that it offers, in bytes
 * @scale:	Window scale of its SYN; -1 without that option
 * @lost:	There were gaps
 */
struct flow_half {
	struct stream stream;
	struct flow_deferred *deferred;
	uint32_t first;
	uint32_t snd_nxt;
	uint32_t fin;
	uint32_t acks[FLOW_ACKS];
	uint32_t window;
	struct ip_profile profile;
	int8_t scale;
	uint8_t ack_count;
	bool has_first;
	bool has_snd_nxt;
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
 * struct flow_record - A connection with all its state
 * @since:	Time when it entered FLOW_ENDING or FLOW_DONE
 * @reset_sequence: Of the RST that ends it
 * @reset_highest: Highest number of that RST and those after it
 * @number:	Its index
 * @pending:	In FLOW_ENDING, the enum flow_end that it will have
 * @opener:	The enum side that sent the first SYN; valid if one was seen
 * @ender:	The enum side that sent the RST which ends it
 * @reset_judged: A RST was compared with its sender's profile
 * @after_reset: The RST's sender sent new bytes after it
 * @retried:	A SYN came after the RST
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
 * struct flows - See flow.h
 * @wanted:	A bit for each port
 * @glue:	The sink of the streams; calls @sink
 * @record, @side, @time: Connection, side and time of the bytes for @glue
 * @now:	The time of the last packet
 * @ticked:	The time when flows_tick() last ran
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

/** flow_after() - How far sequence number @a is after @b, modulo 2^32 */
static inline int32_t flow_after(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

/** flow_elapsed() - Nanoseconds; 0 if time ran backwards */
static inline uint64_t flow_elapsed(int64_t now, int64_t then)
{
	return now > then ? (uint64_t)now - (uint64_t)then : 0;
}

/** flow_is_watched() - Is it a port of flows_new()? */
static inline bool flow_is_watched(const struct flows *flows, uint16_t port)
{
	return flows->wanted[port / 8] >> port % 8 & 1;
}

/** flow_table_init() - With room for some.  Return: 0 or -ENOMEM */
int flow_table_init(struct flow_table *table);

/** flow_table_free() - Free the memory, but not what streams hold */
void flow_table_free(struct flow_table *table);

/**
 * flow_table_find() - A connection by its endpoints
 * @from:	Set to the side that is the source
 *
 * Return: NULL if there is none
 */
struct flow_record *flow_table_find(const struct flow_table *table,
				    const struct address *source,
				    uint16_t source_port,
				    const struct address *target,
				    uint16_t target_port, enum side *from);

/**
 * flow_table_add() - A new connection
 * @client, @server: Its endpoints; zones are ignored
 * @list:	Its list
 *
 * Return: a record that is zero except for its endpoints and its streams, which
 * are not started; NULL if all records are in use, or without memory
 */
struct flow_record *flow_table_add(struct flows *flows,
				   const struct address *client,
				   uint16_t client_port,
				   const struct address *server,
				   uint16_t server_port, enum flow_list list);

/** flow_table_remove() - Remove a connection; its record may be reused */
void flow_table_remove(struct flow_table *table, struct flow_record *record);

/** flow_table_move() - To the front of a list, perhaps its own */
void flow_table_move(struct flow_table *table, struct flow_record *record,
		     enum flow_list list);

/** flow_table_oldest() - The last one of a list; NULL if it is empty */
struct flow_record *flow_table_oldest(const struct flow_table *table,
				      enum flow_list list);

#endif
