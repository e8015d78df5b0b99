/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_event.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "collect/watch/watch_names.h"

#define EVENT_TEXT 1024

static void names(struct connection *connection, const char **server,
		  char *text)
{
	const struct flow_side *side = &connection->flow->sides[SIDE_CLIENT];

	if (!connection->client_name[0])
		endpoint_format(&side->address, side->port,
				connection->client_name);
	side = &connection->flow->sides[SIDE_SERVER];
	*server = connection->server
			  ? connection->server->name
			  : endpoint_format(&side->address, side->port, text);
}

void watch_tell(struct connection *connection, int64_t time, bool bad,
		const char *what, const char *format, ...)
{
	struct watch *watch = connection->watch;
	struct traffic_event event = {.time = time, .what = what, .bad = bad};
	char text[EVENT_TEXT], server[ENDPOINT_TEXT];
	va_list ap;

	if (connection->events >= WATCH_EVENTS_MAX && !connection->ended)
		return;
	connection->events++;
	watch->counts.findings += bad;
	if (!watch->options.event)
		return;
	va_start(ap, format);
	vsnprintf(text, sizeof(text), format, ap);
	va_end(ap);
	names(connection, &event.server, server);
	event.client = connection->client_name;
	event.text = text;
	watch->options.event(watch->options.user, &event);
}

/* A firewall overwrites keywords that it does not know with X. */
static bool overwritten(const char *word, size_t length)
{
	return length >= 4 && !memcmp(word, "XXXX", 4);
}

/* A list of as many keywords as fit. */
static size_t list_keywords(const struct connection *connection,
			    const struct smtp_reply *reply, char *text,
			    size_t size)
{
	char line[WATCH_LINE_TEXT];
	size_t at = 0;

	text[0] = '\0';
	for (size_t i = 1; i < reply->count; i++) {
		size_t length = watch_text_line(
			reply->lines[i], reply->lengths[i],
			connection->watch->options.show_addresses, line);

		if (at + length + 3 > size)
			break;
		at += (size_t)snprintf(text + at, size - at, "%s%s",
				       at ? ", " : "", line);
	}
	return at;
}

void watch_tell_ehlo(struct connection *connection,
		     const struct smtp_reply *reply, bool starttls)
{
	char text[EVENT_TEXT / 2] = "";
	size_t length = 0;
	bool bad = false;

	for (size_t i = 1; i < reply->count; i++)
		bad = bad || overwritten(reply->lines[i], reply->lengths[i]);
	if (connection->watch->options.event)
		length = list_keywords(connection, reply, text, sizeof(text));
	watch_tell(connection, reply->first_time, bad, "ehlo", "%s%s%s",
		   starttls ? "" : "no STARTTLS",
		   length && !starttls ? ": " : "", text);
}

static void tell_reset(struct connection *connection)
{
	const struct flow *flow = connection->flow;
	const char *const *odd = watch_odd_names();
	char what[128] = "";
	size_t at = 0;

	for (size_t i = 0; odd[i]; i++)
		if (flow->reset_odd & 1U << i)
			at += (size_t)snprintf(what + at, sizeof(what) - at,
					       "%s%s", at ? ", " : "; odd: ",
					       odd[i]);
	if (flow->reset_odd & RESET_TTL)
		snprintf(what + at, sizeof(what) - at,
			 "; TTL %u, expected %u", flow->reset_ttl,
			 flow->sides[flow->reset_from].ttl);
	watch_tell(connection, flow->last_time, flow->reset_odd != 0, "reset",
		   "by the %s, phase %s%s",
		   flow->reset_from == SIDE_SERVER ? "server" : "client",
		   watch_phase_name(connection->phase), what);
}

void watch_tell_end(struct connection *connection, enum flow_end end)
{
	const struct flow *flow = connection->flow;

	switch (end) {
	case FLOW_REFUSED:
		watch_tell(connection, flow->last_time, true, "refused",
			   "a RST answered the SYN");
		break;
	case FLOW_UNREACHABLE:
		watch_tell(connection, flow->last_time, true, "unreachable",
			   "an ICMP error answered the SYN");
		break;
	case FLOW_UNANSWERED:
		watch_tell(connection, flow->last_time, true, "unanswered",
			   "no answer to %u SYN%s", flow->syns,
			   flow->syns == 1 ? "" : "s");
		break;
	case FLOW_RESET:
		tell_reset(connection);
		break;
	default:
			/* A RST that its receiver ignored. */
		if (flow->reset_odd)
			tell_reset(connection);
		break;
	}
}

static const char *endpoint_text(const struct address *address, uint16_t port,
				 char *text)
{
	text[0] = '\0';
	return address->family ? endpoint_format(address, port, text) : text;
}

void watch_tell_control(struct watch *watch,
			const struct control_request *request)
{
	char client[ENDPOINT_TEXT], proxy[ENDPOINT_TEXT];
	char wanted[ENDPOINT_TEXT], given[ENDPOINT_TEXT], raw[EVENT_TEXT / 4];
	char text[EVENT_TEXT + 1];
	int64_t time = request->answer_time != INT64_MIN
			       ? request->answer_time
			       : request->asked_time;
	struct traffic_event event = {
		.time = time,
		.client = address_format(&request->client, client),
		.server = endpoint_format(&request->proxy, CONTROL_PORT,
					  proxy),
		.what = control_name(request->request),
		.text = text,
		.bad = request->outcome != CONTROL_GRANTED,
	};
	int length;

	watch->counts.findings += event.bad;
	if (!watch->options.event)
		return;
	endpoint_text(&request->address, request->port, wanted);
	endpoint_text(&request->external, request->external_port, given);
	length = snprintf(raw, sizeof(raw), "%s%s%.120s%s%.60s: %s%s%s",
			  wanted, wanted[0] && request->name[0] ? " " : "",
			  request->name, request->program[0] ? " by " : "",
			  request->program,
			  watch_outcome_name(request->outcome),
			  given[0] ? " " : "", given);
	text_printable(raw,
		       length < (int)sizeof(raw) ? (size_t)length
						 : sizeof(raw) - 1,
		       text);
	watch->options.event(watch->options.user, &event);
}
