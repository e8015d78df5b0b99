/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The client's side: commands (RFC 5321, 4.1).
 *
 * From AUTH to the reply that ends it (RFC 4954), lines are counted and not
 * kept.  Of unknown commands nothing is reported: a client that did not wait
 * for the server's refusal has sent its password as a command.
 */
#include "wire/smtp/dialogue_client.h"

#include <string.h>

#include "wire/smtp/dialogue_body.h"

void dialogue_secret(struct dialogue *d, bool secret, int64_t time)
{
	struct party *client = &d->parties[SIDE_CLIENT];

	if (d->secret == secret)
		return;
	d->secret = secret;
	if (secret) {
		d->answers = d->challenges = 0;
		if (client->mode == MODE_LINES)
			line_forget(&client->line);
		return;
	}
	d->hide_line = client->mode == MODE_LINES && client->line.length;
	/* The server treats lines without a challenge as commands. */
	for (; d->answers > d->challenges; d->answers--)
		dialogue_wait(d, SMTP_OTHER, time);
}

static void secret_line(struct dialogue *d, struct cursor *c, int64_t time)
{
	struct party *client = &d->parties[SIDE_CLIENT];
	struct waiting *head = queue_head(&d->queue);
	bool bare = false;

	switch (line_skip(&client->line, c, time, &bare)) {
	case LINE_MORE:
		return;
	case LINE_TOO_LONG:
		client->mode = MODE_DEAD;
		dialogue_tell(d, DIALOGUE_ENDLESS_LINE, SIDE_CLIENT, time);
		return;
	case LINE_WHOLE:
		break;
	}
	if (bare)
		dialogue_bare(d, SIDE_CLIENT, time);
	if (!d->secret) {
		d->hide_line = false;
		dialogue_wait(d, SMTP_OTHER, time);
		return;
	}
	if (d->answers <= DIALOGUE_WAITING_MAX + d->challenges)
		d->answers++;
	if (head)
		head->time = time;
}

static void begin_message(struct dialogue *d, bool bare)
{
	message_begin(d, bare);
	d->parties[SIDE_CLIENT].mode = MODE_MESSAGE;
}

/* BDAT SIZE [LAST], RFC 3030; its bytes follow without waiting for a reply. */
static void begin_chunk(struct dialogue *d, struct cursor argument,
			bool first, int64_t time)
{
	struct party *client = &d->parties[SIDE_CLIENT];
	struct cursor word, after;
	uint64_t size;
	bool last;

	if (!cursor_word(&argument, &word) || !cursor_number(&word, &size) ||
	    cursor_left(&word)) {
		client->resync = true;
		dialogue_wait(d, SMTP_BDAT, time);
		return;
	}
	last = cursor_word(&argument, &after);
	if (first)
		message_begin(d, false);
	d->message.chunk = dialogue_wait(d, last ? SMTP_MESSAGE : SMTP_BDAT,
					 time);
	d->message.chunk_left = size;
	d->chunks = !last;
	if (size)
		client->mode = MODE_CHUNK;
}

static void follow(struct dialogue *d, enum smtp_verb verb,
		   const struct cursor *argument, bool bare, int64_t time)
{
	bool first = !d->chunks;

	if (verb != SMTP_NOOP && verb != SMTP_OTHER)
		d->chunks = false;
	switch (verb) {
	case SMTP_BDAT:
		begin_chunk(d, *argument, first, time);
		return;
	case SMTP_OTHER:
		if (!smtp_mechanism(argument))
			break;
		verb = SMTP_AUTH;
		/* fall through */
	case SMTP_AUTH:
	case SMTP_XEXPS:
		dialogue_wait(d, verb, time);
		dialogue_secret(d, true, time);
		return;
	case SMTP_DATA:
		begin_message(d, bare);
		break;
	case SMTP_STARTTLS:
	case SMTP_XANONYMOUSTLS:
		d->parties[SIDE_CLIENT].mode = MODE_AFTER_STARTTLS;
		break;
	default:
		break;
	}
	dialogue_wait(d, verb, time);
}

/* After missing bytes, only clear commands count, and the end of a message
 * whose start was not seen. */
static bool unclear(struct dialogue *d, const struct line_text *line,
		    enum smtp_verb verb, const struct cursor *argument,
		    int64_t time)
{
	if (smtp_verb_clear(verb, argument))
		return false;
	if (!strcmp(line->text, ".") && line->length == 1)
		dialogue_wait(d, SMTP_MESSAGE, time);
	return true;
}

static void command(struct dialogue *d, const struct line_text *line,
		    int64_t time)
{
	struct party *client = &d->parties[SIDE_CLIENT];
	struct cursor word, argument;
	enum smtp_verb verb =
		smtp_verb_split(cursor_over(line->text, line->length), &word,
				&argument);
	bool quiet = verb == SMTP_AUTH || verb == SMTP_XEXPS ||
		     verb == SMTP_OTHER;
	struct smtp_command command = {verb, "", 0};

	if (client->resync && unclear(d, line, verb, &argument, time))
		return;
	client->resync = false;
	if (line->bare)
		dialogue_bare(d, SIDE_CLIENT, time);
	if (!quiet) {
		command.argument = (const char *)argument.bytes;
		command.length = argument.length;
	}
	if (d->sink.command)
		d->sink.command(d->sink.user, &command, time);
	follow(d, verb, &argument, line->bare, time);
}

void dialogue_client_line(struct dialogue *d, struct cursor *c, int64_t time)
{
	struct party *client = &d->parties[SIDE_CLIENT];
	char buffer[DIALOGUE_LINE_MAX + 1];
	struct line_text text;

	if (d->secret || d->hide_line) {
		secret_line(d, c, time);
		return;
	}
	switch (line_next(&client->line, c, time, buffer, &text)) {
	case LINE_MORE:
		return;
	case LINE_TOO_LONG:
		client->mode = MODE_DEAD;
		dialogue_tell(d, DIALOGUE_ENDLESS_LINE, SIDE_CLIENT, time);
		return;
	case LINE_WHOLE:
		break;
	}
	if (text.lost) {
		dialogue_gap(d, SIDE_CLIENT, time, 0);
		return;
	}
	command(d, &text, time);
	line_wipe(buffer, text.length);
}
