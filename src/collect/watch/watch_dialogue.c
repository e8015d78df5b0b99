/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_dialogue.h"

#include <stdio.h>
#include <string.h>

#include "base/cursor.h"
#include "collect/watch/watch_client.h"
#include "collect/watch/watch_event.h"
#include "collect/watch/watch_keep.h"
#include "collect/watch/watch_server.h"
#include "collect/watch/watch_variant.h"

#define SLOW_GREETING 10000	/* ms: timeout of some programs on the way */

static bool offers_starttls(const struct smtp_reply *reply)
{
	for (size_t i = 1; i < reply->count; i++) {
		struct cursor c =
			cursor_over(reply->lines[i], reply->lengths[i]);
		struct cursor word;

		if (cursor_word(&c, &word) &&
		    cursor_is_nocase(&word, "STARTTLS"))
			return true;
	}
	return false;
}

/* The server speaks in clear, and the client began with TLS. */
static void tell_clear(struct connection *connection, int64_t time)
{
	if (!connection->clear || !connection->client_tls ||
	    connection->server_tls || connection->told_clear)
		return;
	connection->told_clear = true;
	if (connection->server)
		connection->server->tls_from_client++;
	watch_tell(connection, time, true, "clear",
		   "the client speaks TLS, and the server in clear");
}

/* "550 5.1.1 <*>: no such user"; "" if no events are shown. */
static const char *shown(const struct connection *connection,
			 const struct smtp_reply *reply, char *text)
{
	const struct watch_options *options = &connection->watch->options;
	size_t length;

	text[0] = '\0';
	if (!options->event)
		return text;
	length = watch_text_reply(reply, &connection->secrets,
				  options->show_addresses, text + 4);
	snprintf(text, 4, "%03u", reply->code % 1000);
	if (length)
		text[3] = ' ';
	return text;
}

/* As a firewall overwrites a greeting. */
static bool is_starred(const struct smtp_reply *reply)
{
	return reply->count && strstr(reply->lines[0], "****");
}

/* Lines without room are missing: it would look like another reply. */
static bool is_whole(const struct smtp_reply *reply)
{
	return reply->count == reply->lines_seen ||
	       reply->count == DIALOGUE_LINES_MAX;
}

static void greeted(struct connection *connection,
		    const struct smtp_reply *reply)
{
	int64_t waited = watch_span(reply->asked_time, reply->first_time);
	bool slow = waited >= SLOW_GREETING, bad;
	char text[WATCH_LINE_TEXT + 4];

	if (connection->greeted)
		return;
	connection->greeted = true;
	connection->phase = PHASE_DIALOGUE;
	if (is_whole(reply))
		connection->greeting = variant_greeting(connection, reply);
	if (connection->server)
		connection->server->greeted++;
	shown(connection, reply, text);
	bad = slow || reply->code != 220 || is_starred(reply);
	if (waited < 0)
		watch_tell(connection, reply->first_time, bad, "greeting",
			   "%s", text);
	else
		watch_tell(connection, reply->first_time, bad, "greeting",
			   "%s, after %lld ms", text, (long long)waited);
}

static void offered(struct connection *connection,
		    const struct smtp_reply *reply)
{
	bool starttls = offers_starttls(reply);

	if (reply->code >= 500)
		connection->ehlo_refused = true;
	if (reply->code != 250 || !is_whole(reply))
		return;
	variant_ehlo(connection, reply);
	if (connection->server) {
		connection->server->ehlo++;
		connection->server->starttls_offered += starttls;
	}
	watch_tell_ehlo(connection, reply, starttls);
}

static void refuse_starttls(struct connection *connection, int64_t time,
			    const char *why)
{
	connection->starttls_agreed = false;
	if (connection->server)
		connection->server->starttls_refused++;
	watch_tell(connection, time, true, "starttls", "refused: %s", why);
}

static void accepted(struct connection *connection)
{
	if (connection->phase == PHASE_MESSAGE)
		connection->phase = PHASE_DIALOGUE;
	if (connection->server)
		connection->server->messages++;
	if (connection->client)
		connection->client->messages++;
}

static void fell_back(struct connection *connection, int64_t time)
{
	if (connection->fell_back)
		return;
	connection->fell_back = true;
	if (connection->server)
		connection->server->helo_fallback++;
	if (connection->client)
		connection->client->helo_fallback++;
	watch_tell(connection, time, false, "helo",
		   "taken after EHLO was refused");
}

/* Events of a reply, except the greeting and EHLO. */
static void tell_reply(struct connection *connection,
		       const struct smtp_reply *reply)
{
	int64_t time = reply->first_time;
	bool bad = reply->code >= 400;
	char text[WATCH_LINE_TEXT + 4];

	if (reply->to == SMTP_STARTTLS && bad)
		refuse_starttls(connection, time,
				shown(connection, reply, text));
	else if (reply->to == SMTP_MESSAGE && !bad)
		watch_tell(connection, time, false, "message", "%s",
			   shown(connection, reply, text));
	else if (reply->to == SMTP_AUTH && reply->code != 334)
		watch_tell(connection, time, bad, "auth", "%s",
			   shown(connection, reply, text));
	else if (bad)
		watch_tell(connection, time, true, "rejected", "%s: %s",
			   reply->unasked ? "(unasked)"
					  : smtp_verb_name(reply->to),
			   shown(connection, reply, text));
}

static void replied(void *user, const struct smtp_reply *reply)
{
	struct connection *connection = user;

	if (connection->starttls_agreed)
		refuse_starttls(connection, reply->first_time,
				"in clear after 220");
	server_replied(connection, reply);
	connection->clear = true;
	tell_clear(connection, reply->first_time);
	if (reply->to == SMTP_GREETING) {
		greeted(connection, reply);
		return;
	}
	if (reply->to == SMTP_EHLO)
		offered(connection, reply);
	else if (reply->to == SMTP_HELO && reply->code == 250 &&
		 connection->ehlo_refused)
		fell_back(connection, reply->first_time);
	else if (reply->to == SMTP_STARTTLS && reply->code == 220)
		connection->starttls_agreed = true;
	else if (reply->to == SMTP_DATA && reply->code == 354)
		connection->phase = PHASE_MESSAGE;
	else if (reply->to == SMTP_MESSAGE && reply->code / 100 == 2)
		accepted(connection);
	else if (reply->to == SMTP_MESSAGE)
		connection->phase = PHASE_DIALOGUE;
	tell_reply(connection, reply);
}

static void commanded(void *user, const struct smtp_command *command,
		      int64_t time)
{
	struct connection *connection = user;

	if (connection->starttls_agreed)
		refuse_starttls(connection, time, "in clear after 220");
	client_command(connection, command);
	secrets_add(&connection->secrets, command);
	if (command->verb == SMTP_STARTTLS && connection->server)
		connection->server->starttls_asked++;
	if (command->verb == SMTP_BDAT)
		connection->phase = PHASE_MESSAGE;
}

static void header(void *user, const char *name, const char *value)
{
	variant_header(user, name, value);
}

static void tls_started(struct connection *connection, int64_t time)
{
	connection->starttls_agreed = false;
	connection->phase = PHASE_TLS;
	if (connection->server)
		connection->server->starttls_accepted++;
	if (connection->client)
		connection->client->tls++;
	watch_tell(connection, time, false, "starttls", "TLS started");
}

static void tls_first(struct connection *connection, enum side side,
		      int64_t time)
{
	if (side == SIDE_CLIENT) {
		connection->client_tls = true;
		tell_clear(connection, time);
		return;
	}
	connection->server_tls = true;
	connection->phase = PHASE_TLS;
	if (connection->server)
		connection->server->tls++;
	if (connection->client)
		connection->client->tls++;
	watch_tell(connection, time, false, "tls", "from the first byte");
}

static void not_smtp(struct connection *connection, int64_t time)
{
	if (connection->not_smtp)
		return;
	connection->not_smtp = true;
	connection->clear = true;
	if (connection->server)
		connection->server->not_smtp++;
	watch_tell(connection, time, true, "not-smtp",
		   "the server's first bytes are no reply");
	tell_clear(connection, time);
}

static void early_talk(struct connection *connection, int64_t time)
{
	if (connection->early || connection->client_tls)
		return;
	connection->early = true;
	if (connection->server)
		connection->server->early_talk++;
	watch_tell(connection, time, false, "early-talk",
		   "the client did not wait for the greeting");
}

static void happened(void *user, enum dialogue_event event, enum side side,
		     int64_t time)
{
	struct connection *connection = user;

	switch (event) {
	case DIALOGUE_TLS_STARTED:
		tls_started(connection, time);
		break;
	case DIALOGUE_TLS_FIRST:
		tls_first(connection, side, time);
		break;
	case DIALOGUE_NOT_SMTP:
		not_smtp(connection, time);
		break;
	case DIALOGUE_EARLY_TALK:
		early_talk(connection, time);
		break;
	case DIALOGUE_ENDLESS_LINE:
		watch_tell(connection, time, true, "endless-line",
			   "of the %s, beyond 64 KiB",
			   side == SIDE_SERVER ? "server" : "client");
		break;
	case DIALOGUE_LOST:
		server_lost(connection);
		break;
	case DIALOGUE_BARE_LF:
		break;
	}
}

const struct dialogue_sink watch_dialogue_sink = {
	.reply = replied,
	.command = commanded,
	.header = header,
	.event = happened,
};
