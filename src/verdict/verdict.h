/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What diagnose makes of the facts and reporters show: verdicts, findings,
 * culprits.  Plain structs; every string belongs to the diagnosis's arena or
 * to the facts, which must live as long.
 */
#ifndef VERDICT_VERDICT_H
#define VERDICT_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/arena.h"
#include "facts/facts.h"

enum state {
	STATE_FREE,
	STATE_IN_USE,
	STATE_FORBIDDEN,
	STATE_UNADDRESSABLE,
	STATE_SHADOWED,
	STATE_UNDETERMINED,
};

enum confidence {
	CONFIDENCE_CERTAIN,
	CONFIDENCE_LIKELY,
	CONFIDENCE_POSSIBLE,
};

/* Where on a connection's way through the machine the culprit sits. */
enum place {
	PLACE_NONE,
	PLACE_LIBRARY,		/* between the program and the kernel */
	PLACE_SOCKET,		/* another socket */
	PLACE_RULES,		/* the kernel's rules: rights, policies */
	PLACE_ADDRESS,		/* the address itself */
};

/* The exit status, as monitoring plugins have it. */
enum exit_status {
	EXIT_HAD = 0,		/* can be had, nothing is in the way */
	EXIT_WARNING = 1,	/* can be had, and mail still will not work */
	EXIT_CANNOT = 2,	/* cannot be had */
	EXIT_UNKNOWN = 3,	/* could not tell, or wrong usage */
};

/**
 * struct culprit - Who stands in the way
 * @class:	One of DESIGN's classes, "smtp-service"; never NULL
 * @name:	Short, as on the machine: "exim4"; NULL where nobody knows
 * @title:	What people call it: "Exim"; may be NULL
 * @processes:	FACT_PROCESSes that hold the socket, oldest first
 * @process_count: How many
 * @process:	The one that explains it, mostly the oldest; may be NULL
 * @sockets:	FACT_SOCKETs, those that are in the way
 * @socket_count: How many
 * @unit:	FACT_UNIT or NULL
 * @unit_name:	Also known where there is no FACT_UNIT; may be NULL
 * @container:	FACT_CONTAINER or NULL
 * @package:	FACT_PACKAGE or NULL
 * @search:	FACT_HOLDER_SEARCH of the first socket, or NULL
 * @greeting:	FACT_GREETING of one of the sockets, or NULL
 * @since:	Seconds that @process has run at the time of the facts; -1
 *		where that is not known
 */
struct culprit {
	const char *class;
	const char *name;
	const char *title;
	const struct fact **processes;
	size_t process_count;
	const struct fact *process;
	const struct fact **sockets;
	size_t socket_count;
	const struct fact *unit;
	const char *unit_name;
	const struct fact *container;
	const struct fact *package;
	const struct fact *search;
	const struct fact *greeting;
	int64_t since;
};

/** struct evidence - One observation behind a finding, for a reader */
struct evidence {
	const char *label;	/* "process", "unit", "greeting" */
	const char *text;
};

/**
 * struct finding - One thing that explains the verdict
 * @id:		Stable; data/findings has its text
 * @title:	In a few words
 * @stops:	It stops the bind; else the bind works and mail will not
 * @culprit:	Never NULL
 * @summary:	One sentence
 * @evidence:	What it rests on
 * @remedy:	Commands and sentences
 * @articles:	"Q222553"
 * @facts:	Those that it rests on
 */
struct finding {
	const char *id;
	const char *title;
	bool stops;
	enum confidence confidence;
	const struct culprit *culprit;
	const char *summary;
	struct evidence *evidence;
	size_t evidence_count;
	struct strings remedy;
	struct strings articles;
	const struct fact **facts;
	size_t fact_count;
};

/**
 * struct verdict - The answer for one target
 * @target:	Its FACT_TARGET
 * @endpoint:	"0.0.0.0:25"; with "/udp" where it is not TCP
 * @code:	What the deciding try met; NULL where there was none
 * @winsock:	The code's Winsock twin, "WSAEADDRINUSE 10048", or NULL
 * @place:	Where the culprit sits
 * @notes:	What is worth knowing and is no finding
 * @counts:	It counts for the exit status; an address family that was not
 *		asked for and that the machine does not have does not
 */
struct verdict {
	const struct fact *target;
	struct address address;
	uint16_t port;
	enum protocol protocol;
	const char *endpoint;
	enum state state;
	const struct fact_code *code;
	const char *winsock;
	enum place place;
	struct finding *findings;
	size_t finding_count;
	struct strings notes;
	bool counts;
};

/* How the sources of names agree on one. */
enum agreement {
	NAME_AGREE,
	NAME_DIFFER,		/* they give different addresses */
	NAME_ONLY_IN_ONE,	/* one knows it, and others say it is not */
	NAME_NOWHERE,
	NAME_UNDETERMINED,
};

/**
 * struct name_answer - What one source says, for a reader
 * @fact:	Its FACT_NAME_ANSWER
 * @where:	The server that was asked, or the file and line; may be ""
 * @words:	Its addresses, or why there are none
 * @winsock:	The code's Winsock twin, "WSANO_DATA 11004", or NULL
 */
struct name_answer {
	const struct fact *fact;
	const char *where;
	const char *words;
	const char *winsock;
};

/**
 * struct name_verdict - What became of one name
 * @fact:	Its FACT_NAME
 * @name:	The name
 * @headline:	The result in a few words
 * @answers:	By source: hosts file, DNS, NetBIOS, the system's resolver
 * @findings:	Those of a proxy's name stand in each verdict, too
 * @notes:	What is worth knowing and is no finding
 * @exit:	0 it resolves, 1 and something is in the way, 2 the system's
 *		resolver finds nothing, 3 could not tell
 */
struct name_verdict {
	const struct fact *fact;
	const char *name;
	enum agreement agreement;
	const char *headline;
	struct name_answer *answers;
	size_t answer_count;
	struct finding *findings;
	size_t finding_count;
	struct strings notes;
	enum exit_status exit;
};

enum traffic_role {
	TRAFFIC_SERVER,		/* an SMTP server, by its endpoint */
	TRAFFIC_PROXY,		/* a proxy's control channel */
	TRAFFIC_CLIENT,		/* who connected to servers */
};

/**
 * struct traffic_verdict - What the wire shows of one server, proxy or client
 * @role:	Which of them
 * @fact:	Its FACT_TRAFFIC_SERVER, FACT_TRAFFIC_CLIENT, or the first
 *		FACT_CONTROL_REQUEST
 * @name:	"192.0.2.1:25"; a client's address
 * @headline:	The result in a few words
 * @lines:	What was seen: software, greeting, capabilities, TLS, replies
 * @findings:	Those of a target's port stand in its verdict, too
 * @notes:	What is worth knowing and is no finding
 * @exit:	0 nothing is in the way, 1 something is, 2 the proxy cannot give
 *		the port, 3 could not tell
 */
struct traffic_verdict {
	enum traffic_role role;
	const struct fact *fact;
	const char *name;
	const char *headline;
	struct evidence *lines;
	size_t line_count;
	struct finding *findings;
	size_t finding_count;
	struct strings notes;
	enum exit_status exit;
};

/** struct owner - One socket and whose it is, for `bindwhy owners` */
struct owner {
	const struct fact *socket;
	const char *endpoint;
	const struct culprit *culprit;
	struct evidence *evidence;
	size_t evidence_count;
};

/**
 * struct diagnosis - All that was concluded
 * @names:	A verdict on each FACT_NAME
 * @traffic:	Where traffic was watched: servers, proxies, clients
 * @exit:	The worst of the verdicts, or of names and traffic where there
 *		is no target: 2, 3, 1, 0 in this order
 * @unseen:	What could not be seen and bears on the result
 */
struct diagnosis {
	struct arena *arena;
	struct verdict *verdicts;
	size_t verdict_count;
	struct name_verdict *names;
	size_t name_count;
	struct traffic_verdict *traffic;
	size_t traffic_count;
	struct owner *owners;
	size_t owner_count;
	struct strings unseen;
	enum exit_status exit;
};

/** state_name() - "in-use", as JSON has it */
const char *state_name(enum state state);

/** state_words() - "in use", as people read it */
const char *state_words(enum state state);

/** agreement_name() - "only-in-one", as JSON has it */
const char *agreement_name(enum agreement agreement);

/** confidence_name() - "certain", ... */
const char *confidence_name(enum confidence confidence);

/** class_words() - A culprit's class for people: "SMTP service" */
const char *class_words(const char *class);

/** exit_worse() - The worse of two exit statuses: 2, then 3, then 1 */
enum exit_status exit_worse(enum exit_status a, enum exit_status b);

#endif
