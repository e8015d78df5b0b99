/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The result of diagnose, which the writers of report print: verdicts,
 * findings, culprits.  Plain structs; every string belongs to the diagnosis's
 * arena or to the facts, which must live as long.
 *
 * There is a kind of verdict for each kind of subject: a port, a name, a
 * server on the wire.  Each begins with a struct conclusion, and a writer
 * that needs no details needs nothing else.
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

/* Where the culprit is on the path that a connection takes here. */
enum place {
	PLACE_NONE,
	PLACE_LIBRARY,		/* between the program and the kernel */
	PLACE_SOCKET,		/* another socket */
	PLACE_RULES,		/* the kernel's rules: rights, policies */
	PLACE_ADDRESS,		/* the address itself */
};

/* The exit status, in the convention of monitoring plugins. */
enum exit_status {
	EXIT_HAD = 0,		/* available, and no obstacle was found */
	EXIT_WARNING = 1,	/* available, but mail will not work */
	EXIT_CANNOT = 2,	/* not available */
	EXIT_UNKNOWN = 3,	/* not known, or wrong usage */
};

/**
 * struct culprit - The program, rule or machine that causes a finding
 * @class:	The JSON schema's "class", "smtp-service"; never NULL
 * @name:	Short, as on the machine: "exim4"; NULL if not known
 * @title:	The product's name: "Exim"; may be NULL
 * @processes:	FACT_PROCESSes that hold the socket, oldest first
 * @process_count: Their number
 * @process:	The one that explains the socket, mostly the oldest; may be
 *		NULL
 * @sockets:	The FACT_SOCKETs that conflict with the target
 * @socket_count: Their number
 * @unit:	FACT_UNIT or NULL
 * @unit_name:	Can be known without a FACT_UNIT; may be NULL
 * @container:	FACT_CONTAINER or NULL
 * @package:	FACT_PACKAGE or NULL
 * @search:	FACT_HOLDER_SEARCH of the first socket, or NULL
 * @greeting:	FACT_GREETING of one of the sockets, or NULL
 * @since:	Age of @process at the time of the facts, in seconds; -1 if
 *		not known
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

/** struct evidence - One observation behind a finding, as a line of text */
struct evidence {
	const char *label;	/* "process", "unit", "greeting" */
	const char *text;
};

/**
 * struct finding - One cause of a verdict, or one warning
 * @id:		Stable; data/findings has its text
 * @title:	A few words
 * @heading:	Printed above the remedy; NULL for that of its kind
 * @stops:	It makes the bind fail; otherwise the bind works and mail will
 *		not
 * @culprit:	Never NULL
 * @summary:	One sentence
 * @evidence:	The observations that it is based on
 * @remedy:	Commands and sentences
 * @articles:	"Q222553"
 * @facts:	The facts that it is based on
 */
struct finding {
	const char *id;
	const char *title;
	const char *heading;
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

/** struct findings - A list of findings, the most important first */
struct findings {
	struct finding *items;
	size_t count;
};

/**
 * struct conclusion - The part that every kind of verdict has
 * @name:	The subject: "0.0.0.0:25", "25/udp", "mail1", "192.0.2.7"
 * @headline:	The result in a few words
 * @findings:	What explains it
 * @notes:	Further observations that are not findings: sentences without
 *		their period
 * @exit:	The exit status for this subject alone
 */
struct conclusion {
	const char *name;
	const char *headline;
	struct findings findings;
	struct strings notes;
	enum exit_status exit;
};

/**
 * struct bind_verdict - Whether a server can have one target
 * @conclusion:	Named by the endpoint, with "/udp" if it is not TCP
 * @target:	Its FACT_TARGET
 * @code:	The code of the deciding try; NULL if there was none
 * @winsock:	The code's Winsock twin, "WSAEADDRINUSE 10048", or NULL
 * @place:	Where the culprit is
 * @counts:	It is part of the diagnosis's exit status.  It is not if it is
 *		the IPv6 half of a bare port on a machine without IPv6
 */
struct bind_verdict {
	struct conclusion conclusion;
	const struct fact *target;
	struct address address;
	uint16_t port;
	enum protocol protocol;
	enum state state;
	const struct fact_code *code;
	const char *winsock;
	enum place place;
	bool counts;
};

/* Whether the sources of names agree on a name. */
enum agreement {
	NAME_AGREE,
	NAME_DIFFER,		/* they give different addresses */
	NAME_ONLY_IN_ONE,	/* one has it, others say that there is none */
	NAME_NOWHERE,
	NAME_UNDETERMINED,
};

/**
 * struct name_answer - The answer of one source, as text
 * @fact:	Its FACT_NAME_ANSWER
 * @where:	The server that was asked, or the file and line; may be ""
 * @words:	Its addresses, or the reason for their absence
 * @winsock:	The code's Winsock twin, "WSANO_DATA 11004", or NULL
 */
struct name_answer {
	const struct fact *fact;
	const char *where;
	const char *words;
	const char *winsock;
};

/**
 * struct name_verdict - Whether one name resolves
 * @conclusion:	The findings of a proxy's name are also part of each
 *		bind_verdict.  Exit 0: the name resolves; 1: it does, with a
 *		finding; 2: the system's resolver finds nothing; 3: not known
 * @fact:	Its FACT_NAME
 * @answers:	By source: hosts file, DNS, NetBIOS, the system's resolver
 */
struct name_verdict {
	struct conclusion conclusion;
	const struct fact *fact;
	enum agreement agreement;
	struct name_answer *answers;
	size_t answer_count;
};

enum traffic_role {
	TRAFFIC_SERVER,		/* an SMTP server, by its endpoint */
	TRAFFIC_PROXY,		/* a proxy's control channel */
	TRAFFIC_CLIENT,		/* a host that connected to servers */
};

/**
 * struct traffic_verdict - What traffic shows of a server, proxy or client
 * @conclusion:	Named by the endpoint, "192.0.2.1:25", or by a client's
 *		address; the findings of a target's port are also part of its
 *		bind_verdict.  Exit 0: no obstacle; 1: a finding; 2: the proxy
 *		cannot give the port; 3: not known
 * @role:	Server, proxy or client
 * @fact:	Its FACT_TRAFFIC_SERVER, FACT_TRAFFIC_CLIENT, or the first
 *		FACT_CONTROL_REQUEST
 * @lines:	Observations: software, greeting, capabilities, TLS, replies
 * @line_size:	How many @lines has room for
 */
struct traffic_verdict {
	struct conclusion conclusion;
	enum traffic_role role;
	const struct fact *fact;
	struct evidence *lines;
	size_t line_count;
	size_t line_size;
};

/** struct owner - One socket and its holder, for `bindwhy owners` */
struct owner {
	const struct fact *socket;
	const char *endpoint;
	const struct culprit *culprit;
	struct evidence *evidence;
	size_t evidence_count;
};

/**
 * struct diagnosis - All results
 * @verdicts:	One for each FACT_TARGET
 * @names:	One for each FACT_NAME; NULL if there is none
 * @traffic:	If traffic was watched: servers, proxies, clients; or NULL
 * @owners:	After diagnose_owners(); or NULL
 * @unseen:	What could not be observed and could change the result
 * @exit:	The worst of the verdicts that count; without targets, the
 *		worst of names and traffic.  The order is 2, 3, 1, 0
 */
struct diagnosis {
	struct arena *arena;
	struct bind_verdict *verdicts;
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

/** diagnosis_new() - An empty diagnosis; NULL when memory is out */
struct diagnosis *diagnosis_new(void);

/**
 * diagnosis_finish() - The diagnosis, if memory never was out
 * @diagnosis:	Freed otherwise
 *
 * Return: @diagnosis, or NULL
 */
struct diagnosis *diagnosis_finish(struct diagnosis *diagnosis);

/** diagnosis_free() - Free a diagnosis; NULL is allowed */
void diagnosis_free(struct diagnosis *diagnosis);

/** state_name() - The name in JSON: "in-use" */
const char *state_name(enum state state);

/** state_words() - The words of a report: "in use" */
const char *state_words(enum state state);

/** agreement_name() - The name in JSON: "only-in-one" */
const char *agreement_name(enum agreement agreement);

/** confidence_name() - "certain", "likely", "possible" */
const char *confidence_name(enum confidence confidence);

/** class_words() - The words for a culprit's class: "SMTP service" */
const char *class_words(const char *class);

/** exit_worse() - The worse of two exit statuses, in the order 2, 3, 1, 0 */
enum exit_status exit_worse(enum exit_status a, enum exit_status b);

#endif
