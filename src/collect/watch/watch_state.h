/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The state of a watch; for watch*.c only.
 *
 * Everything is kept in an arena of at most WATCH_KEPT_MAX bytes; HACKING sums
 * up the memory of each limit.  What does not fit there, or in a table, is
 * counted as dropped; items that are there are still counted.
 */
#ifndef COLLECT_WATCH_WATCH_STATE_H
#define COLLECT_WATCH_WATCH_STATE_H

#include "base/arena.h"
#include "wire/control/control_table.h"
#include "wire/smtp/dialogue.h"
#include "wire/stream/flow.h"
#include "wire/packet/link.h"
#include "collect/watch/watch.h"
#include "collect/watch/watch_index.h"
#include "collect/watch/watch_text.h"

#define WATCH_KEPT_MAX (6 << 20)	/* bytes */
#define WATCH_HELD_MAX (3 << 20)	/* bytes: struct dialogue_pool */
#define WATCH_SERVERS_MAX 1024
#define WATCH_CLIENTS_MAX 4096
#define WATCH_STACKS_MAX 4096		/* endpoints of unwatched ports */
#define WATCH_REQUESTS_MAX 1024
#define WATCH_VARIANTS_MAX 16		/* of each kind, for a server */
#define WATCH_UNWATCHED_VARIANTS_MAX 4	/* of stacks, for an endpoint */
#define WATCH_REPLIES_MAX 64		/* for a server */
#define WATCH_LIST_MAX 8		/* clients, names, servers in a list */
#define WATCH_LINKS_MAX 16
#define WATCH_EVENTS_MAX 10		/* for a connection, and 2 at its end */
#define WATCH_SILENT 30000		/* ms */
#define WATCH_PATIENT 1000		/* ms */

/*
 * Milliseconds are counted in buckets: one for each below 16, and eight for
 * each doubling above, so that a median is exact to 1/16; values beyond the
 * last bucket (an hour and more) count there.
 */
#define WATCH_EXACT 16
#define WATCH_STEPS 8			/* for each doubling */
#define WATCH_BUCKETS (WATCH_EXACT + 18 * WATCH_STEPS)

enum phase {
	PHASE_SYN, PHASE_GREETING, PHASE_DIALOGUE, PHASE_MESSAGE, PHASE_TLS,
};

/** struct peers - The first WATCH_LIST_MAX peers */
struct peers {
	struct endpoint_key keys[WATCH_LIST_MAX];
	size_t count;
};

/**
 * struct variant - A greeting, or an EHLO reply
 * @key:	Equal for greetings that are counted together
 * @text:	Its lines, each with a NUL; printable
 * @greeting:	Of an EHLO reply: the greeting before it, or NULL
 */
struct variant {
	struct variant *next;
	uint64_t count;
	const struct variant *greeting;
	const char *key;
	size_t key_length;
	const char *text;
	size_t lines;
	struct peers peers;
};

/** struct stack - Equal SYN-ACKs */
struct stack {
	struct stack *next;
	uint64_t count;
	uint16_t window;
	uint16_t mss;
	uint8_t ttl;
	int8_t scale;
	char options[TCP_STACK_TEXT];
};

/** struct odd_reset - RSTs that are suspicious in the same way */
struct odd_reset {
	struct odd_reset *next;
	uint64_t count;
	struct endpoint_key client;
	enum side from;
	enum phase phase;
	unsigned int odd;
	uint8_t ttl;
	uint8_t expected;
};

/** struct header_line - A line of a message's header */
struct header_line {
	struct header_line *next;
	uint64_t count;
	struct endpoint_key client;
	const char *name;
	const char *value;
};

/** struct replied - Replies with the same code to the same command */
struct replied {
	uint64_t count;
	unsigned int code;
	enum smtp_verb to;
	const char *text;
};

/** struct list - Items in order; the first member of each is its next */
struct list {
	void *first;
	void *last;
	size_t count;
};

/** struct server - See traffic-server of bindwhy-facts(5) */
struct server {
	struct watch_entry entry;
	struct endpoint_key key;
	struct host *host;
	char name[ENDPOINT_TEXT];
	uint64_t connections, answered, refused, unreachable, unanswered;
	uint64_t reset, silent, greeted, ehlo, starttls_offered;
	uint64_t starttls_asked, starttls_accepted, starttls_refused, tls;
	uint64_t tls_from_client, not_smtp, early_talk, messages, lost;
	uint64_t inconsistent, helo_fallback;
	int64_t greeting_fastest, greeting_slowest;	/* ms; -1 for none */
	int64_t reply_slowest, reply_longest;
	uint64_t greeting_times;
	uint32_t greeting_buckets[WATCH_BUCKETS];
	struct list greetings, ehlos, stacks, resets, headers;
	struct replied *replies[WATCH_REPLIES_MAX];
	size_t reply_count;
};

/** struct unwatched_port - SYN-ACKs of a port that is not watched */
struct unwatched_port {
	struct watch_entry entry;
	struct endpoint_key key;
	struct unwatched_port *next_of_host;	/* set by watch_finish() */
	struct list stacks;
};

/** struct host - An address with a watched server */
struct host {
	struct watch_entry entry;
	struct endpoint_key key;
	struct server *server;		/* the first */
	struct unwatched_port *unwatched;
};

/** struct client - See traffic-client of bindwhy-facts(5) */
struct client {
	struct watch_entry entry;
	struct endpoint_key key;
	uint64_t connections, messages, tls, helo_fallback;
	uint64_t commands[SMTP_VERBS];
	const char *names[WATCH_LIST_MAX];
	size_t name_count;
	struct peers servers;
};

/** struct request_count - Equal requests on the control channel */
struct request_count {
	struct watch_entry entry;
	struct endpoint_key client, proxy, wanted, given;
	enum control_command request, answer;
	enum control_outcome outcome;
	const char *user, *program, *computer, *name;
	uint64_t times, count;
	int64_t took;			/* ms, of the slowest; -1 for none */
};

/** struct connection - An open connection */
struct connection {
	struct watch *watch;
	struct flow *flow;
	struct server *server;		/* NULL without room */
	struct client *client;		/* NULL without room */
	struct dialogue *dialogue;
	const struct variant *greeting;
	enum phase phase;
	bool greeted, clear, lost, inconsistent, not_smtp, early;
	bool client_tls, server_tls, told_clear;
	bool ehlo_refused, fell_back, ended;
	bool starttls_agreed;		/* 220 came, and no bytes after it */
	unsigned int events;
	struct secrets secrets;
	char client_name[ENDPOINT_TEXT];	/* set by the first event */
};

struct watch {
	struct watch_options options;
	struct ip *ip;
	struct flows *flows;
	struct control_table *control;
	struct dialogue_pool pool;
	struct arena *arena;
	struct watch_counts counts;
	struct watch_index servers, hosts, unwatched, clients, requests;
	uint64_t others_dropped, requests_dropped, damaged, unsupported;
	struct flow_counts flow_counts;		/* once flows are freed */
	int links[WATCH_LINKS_MAX];
	size_t link_count;
	int link;				/* of the last packet */
	int64_t first_time, last_time, tick_time;
	char scratch[WATCH_TEXT_MAX];
};

#endif
