/* SPDX-License-Identifier: BSD-2-Clause */
/* What happens on the wire while it is watched, for a reader. */
#ifndef FACTS_EVENT_H
#define FACTS_EVENT_H

#include <stdbool.h>
#include <stdint.h>

/**
 * struct traffic_event - One event
 * @time:	Nanoseconds since 1970-01-01 UTC, by the capture
 * @client, @server: Endpoints, "192.0.2.7:40312"; may be ""
 * @what:	A word, constant.  Of connections: "refused", "unreachable",
 *		"unanswered", "silent", "reset", "greeting", "ehlo", "helo",
 *		"starttls", "tls", "clear", "auth", "rejected", "message",
 *		"not-smtp", "early-talk", "endless-line", "differs"; at most
 *		12 events each.  Of the control channel the request's name:
 *		"hello", "authentication", "bind", "listen", "connect",
 *		"resolve"
 * @text:	The rest of the line; printable, masked
 * @bad:	It looks like something that keeps mail from working
 */
struct traffic_event {
	int64_t time;
	const char *client;
	const char *server;
	const char *what;
	const char *text;
	bool bad;
};

#endif
