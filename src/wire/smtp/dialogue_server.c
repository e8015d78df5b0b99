/* SPDX-License-Identifier: BSD-2-Clause */
/* The server's side: replies (RFC 5321, 4.2), matched with commands. */
#include "wire/smtp/dialogue_server.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "wire/smtp/dialogue_body.h"
#include "wire/smtp/dialogue_client.h"
#include "wire/smtp/mask.h"

#define STATUS_MAX 16	/* "5.5.1" */

/*
 * "250 text", "250-text", "250"; some firewalls remove the blank.  Return: the
 * code, or 0; *start is set to the start of the text.
 */
static unsigned int parse(const struct line_text *line, bool *more,
			  size_t *start)
{
	const char *t = line->text;
	unsigned int code = 0;

	if (line->length < 3 || t[0] < '2' || t[0] > '5')
		return 0;
	for (size_t i = 0; i < 3; i++) {
		if (t[i] < '0' || t[i] > '9')
			return 0;
		code = 10 * code + (unsigned int)(t[i] - '0');
	}
	if ((t[3] >= '0' && t[3] <= '9') || (t[3] >= 'A' && t[3] <= 'Z') ||
	    (t[3] >= 'a' && t[3] <= 'z'))
		return 0;
	*more = t[3] == '-';
	*start = 3;
	if (line->length > 3 && (*more || t[3] == ' ' || t[3] == '\t'))
		*start = 4;
	return code;
}

/* Ensure room for @more bytes. */
static bool grow(struct dialogue *d, size_t more)
{
	size_t used = d->held ? d->held->used : 0;
	size_t had = d->held ? d->held->room : 0;
	size_t room = 2 * had + more + 256;
	struct held *held;

	if (used + more <= had)
		return true;
	if (!dialogue_pool_take(d->pool, sizeof(*held) + room))
		return false;
	held = memory_resize(d->held, sizeof(*held) + room);
	if (!held) {
		dialogue_pool_give(d->pool, sizeof(*held) + room);
		return false;
	}
	if (d->held)
		dialogue_pool_give(d->pool, sizeof(*held) + had);
	held->used = used;
	held->room = room;
	d->held = held;
	return true;
}

/* One more line of a reply of several; without room, it and the lines after it
 * are only counted. */
static void hold(struct dialogue *d, const char *text, size_t length,
		 int64_t time)
{
	size_t used = d->held ? d->held->used : 0;

	d->lines++;
	if (d->kept != d->lines - 1 || d->kept == DIALOGUE_LINES_MAX)
		return;
	if (!grow(d, length + 1)) {
		dialogue_tell(d, DIALOGUE_LOST, SIDE_SERVER, time);
		return;
	}
	memcpy(d->held->text + used, text, length);
	d->held->text[used + length] = '\0';
	d->held->lengths[d->kept++] = (uint16_t)length;
	d->held->used += length + 1;
}

static enum smtp_verb only_answers(unsigned int code)
{
	switch (code) {
	case 354:
		return SMTP_DATA;
	case 334:
		return SMTP_AUTH;
	case 221:
		return SMTP_QUIT;
	}
	return SMTP_OTHER;
}

/* This code answers only one command: replies to the commands before it were
 * not seen. */
static void catch_up(struct dialogue *d, unsigned int code, int64_t time)
{
	enum smtp_verb verb = only_answers(code);
	int before = verb == SMTP_OTHER ? -1 : queue_find(&d->queue, verb);

	if (before < 0 && verb == SMTP_AUTH)
		before = queue_find(&d->queue, SMTP_XEXPS);
	if (before <= 0)
		return;
	while (before--)
		queue_pop(&d->queue);
	dialogue_tell(d, DIALOGUE_LOST, SIDE_SERVER, time);
}

/* Does the first reply that we see look like a greeting?  Otherwise 220 only
 * answers STARTTLS. */
static bool greets(const struct smtp_reply *reply)
{
	const char *text = reply->count ? reply->lines[0] : "";

	return reply->code == 220 && !text_matches("*TLS*", text, NULL, NULL) &&
	       !text_matches("?.?.? *", text, NULL, NULL);
}

/* DATA is never answered by 250: the command it answers was not seen. */
static bool is_stray(const struct waiting *head, unsigned int code)
{
	return head && head->verb == SMTP_DATA && code < 300;
}

static void find_asker(struct dialogue *d, struct smtp_reply *reply)
{
	struct waiting *head = queue_head(&d->queue);

	if (is_stray(head, reply->code)) {
		reply->unasked = true;
		reply->to = SMTP_OTHER;
		reply->asked_time = INT64_MIN;
		return;
	}
	reply->unasked = !head && !d->queue.dropped;
	reply->to = head ? head->verb : SMTP_OTHER;
	reply->asked_time = head ? head->time : INT64_MIN;
	if (head)
		return;
	if (d->queue.dropped)
		d->queue.dropped--;
	else if (reply->code == 220)
		reply->to = !d->greeted && greets(reply) ? SMTP_GREETING
							 : SMTP_STARTTLS;
	else
		reply->to = only_answers(reply->code);
	if (reply->to == SMTP_QUIT)
		reply->to = SMTP_OTHER;
}

static void expect_tls(struct dialogue *d)
{
	for (int side = SIDE_CLIENT; side <= SIDE_SERVER; side++) {
		struct party *party = &d->parties[side];

		if ((party->mode == MODE_LINES && !party->line.length) ||
		    (party->mode == MODE_FIRST && !party->prefixed))
			party->mode = MODE_AFTER_STARTTLS;
	}
}

/* DATA was refused, though part of the message may have come. */
static void no_message(struct dialogue *d, int64_t time)
{
	struct party *client = &d->parties[SIDE_CLIENT];
	struct waiting *head = queue_head(&d->queue);
	bool ended = head && head->verb == SMTP_MESSAGE;

	if (ended)
		queue_pop(&d->queue);
	else if (client->mode == MODE_MESSAGE)
		client->mode = MODE_LINES;
	else
		return;
	line_reset(&d->message.line);
	if (!ended && !d->message.begun)
		return;
	client->resync = true;
	dialogue_tell(d, DIALOGUE_LOST, SIDE_CLIENT, time);
}

/* 354 without a DATA that we saw: a message follows. */
static void message_unasked(struct dialogue *d)
{
	struct party *client = &d->parties[SIDE_CLIENT];

	if (client->mode != MODE_LINES)
		return;
	line_reset(&client->line);
	message_begin(d, false);
	client->mode = MODE_MESSAGE;
}

/* The effect of a reply. */
static void act(struct dialogue *d, const struct smtp_reply *reply,
		int64_t time)
{
	struct party *client = &d->parties[SIDE_CLIENT];

	if (reply->code == 354 && reply->unasked)
		message_unasked(d);
	switch (reply->to) {
	case SMTP_DATA:
		if (reply->code != 354)
			no_message(d, time);
		break;
	case SMTP_STARTTLS:
	case SMTP_XANONYMOUSTLS:
		if (reply->code == 220)
			expect_tls(d);
		break;
	case SMTP_TURN:
		if (reply->code == 250)
			client->resync = true;
		break;
	default:
		break;
	}
}

/* The reply shows that we missed the end of a message. */
static void end_message(struct dialogue *d, int64_t time)
{
	struct party *client = &d->parties[SIDE_CLIENT];

	if (client->mode != MODE_MESSAGE || !d->message.maybe_over ||
	    d->queue.count)
		return;
	/* The bytes after it were parsed as text. */
	if (!d->message.lost && d->message.state != BODY_LINE &&
	    d->message.state != BODY_LINE_BARE)
		dialogue_tell(d, DIALOGUE_LOST, SIDE_CLIENT, time);
	line_reset(&d->message.line);
	client->mode = MODE_LINES;
	client->resync = true;
	dialogue_wait(d, SMTP_MESSAGE, time);
}

static void challenge(struct dialogue *d, struct smtp_reply *reply,
		      int64_t time)
{
	struct waiting *head = queue_head(&d->queue);

	if (!head) {
		dialogue_wait(d, SMTP_AUTH, INT64_MIN);
		reply->to = SMTP_AUTH;
	} else if (head->verb != SMTP_XEXPS) {
		head->verb = reply->to = SMTP_AUTH;
	}
	dialogue_secret(d, true, time);
	d->challenges++;
}

/* "500 Command unrecognized: "PASSWORD"": some servers repeat an unknown
 * command. */
static bool may_echo(const struct smtp_reply *reply)
{
	return reply->to == SMTP_OTHER && reply->code >= 500 &&
	       reply->code <= 504;
}

static void hand_out(const struct dialogue *d, struct smtp_reply *reply)
{
	char status[STATUS_MAX + 1] = "";
	const char *line = status;
	size_t length = 0;

	if (!d->sink.reply)
		return;
	if (may_echo(reply) && reply->count) {
		length = mask_status(reply->lines[0], reply->lengths[0]);
		if (length > STATUS_MAX)
			length = 0;
		memcpy(status, reply->lines[0], length);
		reply->lines = &line;
		reply->lengths = &length;
		reply->count = 1;
	}
	d->sink.reply(d->sink.user, reply);
}

static void whole(struct dialogue *d, const char *const *lines,
		  const size_t *lengths, size_t count, int64_t time)
{
	struct smtp_reply reply = {
		.code = d->code,
		.lines = lines,
		.lengths = lengths,
		.count = count,
		.lines_seen = d->lines,
		.first_time = d->reply_time,
		.last_time = time,
	};

	end_message(d, time);
	catch_up(d, reply.code, time);
	find_asker(d, &reply);
	d->greeted = true;
	if (reply.code == 334)
		challenge(d, &reply, time);
	else if (!reply.unasked && queue_head(&d->queue))
		queue_pop(&d->queue);
	hand_out(d, &reply);
	if (reply.code == 334)
		return;
	if (d->secret && queue_find(&d->queue, SMTP_AUTH) < 0 &&
	    queue_find(&d->queue, SMTP_XEXPS) < 0)
		dialogue_secret(d, false, time);
	act(d, &reply, time);
}

static void whole_of_several(struct dialogue *d, int64_t time)
{
	const char *lines[DIALOGUE_LINES_MAX], *at = NULL;
	size_t lengths[DIALOGUE_LINES_MAX];

	if (d->held)
		at = d->held->text;
	for (size_t i = 0; i < d->kept; i++) {
		lines[i] = at;
		lengths[i] = d->held->lengths[i];
		at += lengths[i] + 1;
	}
	whole(d, lines, lengths, d->kept, time);
	dialogue_drop_reply(d);
}

static void line(struct dialogue *d, const struct line_text *text,
		 int64_t time)
{
	size_t start = 0;
	bool more = true;
	unsigned int code = parse(text, &more, &start);
	const char *rest = text->text + start;
	size_t length = text->length - start;

	if (!code && !d->lines)
		return;
	d->parties[SIDE_SERVER].resync = false;
	if (code)
		d->code = code;
	if (!d->lines)
		d->reply_time = text->first_time;
	if (more || d->lines) {
		hold(d, rest, length, time);
		if (!more)
			whole_of_several(d, time);
		return;
	}
	d->lines = 1;
	whole(d, &rest, &length, 1, time);
	d->lines = 0;
}

void dialogue_server_line(struct dialogue *d, struct cursor *c, int64_t time)
{
	struct party *server = &d->parties[SIDE_SERVER];
	char buffer[DIALOGUE_LINE_MAX + 1];
	struct line_text text;

	switch (line_next(&server->line, c, time, buffer, &text)) {
	case LINE_MORE:
		return;
	case LINE_TOO_LONG:
		dialogue_drop_reply(d);
		server->mode = MODE_DEAD;
		dialogue_tell(d, DIALOGUE_ENDLESS_LINE, SIDE_SERVER, time);
		return;
	case LINE_WHOLE:
		break;
	}
	if (text.lost) {
		dialogue_gap(d, SIDE_SERVER, time, 0);
		server->resync = false;
		return;
	}
	if (text.bare && !server->resync)
		dialogue_bare(d, SIDE_SERVER, time);
	line(d, &text, time);
}

void dialogue_server_end(struct dialogue *d, int64_t time)
{
	struct party *server = &d->parties[SIDE_SERVER];
	char buffer[DIALOGUE_LINE_MAX + 1];
	struct line_text text;

	if (server->mode != MODE_LINES)
		return;
	if (server->line.lost)
		dialogue_tell(d, DIALOGUE_LOST, SIDE_SERVER, time);
	if (line_rest(&server->line, buffer, &text))
		line(d, &text, time);
	if (d->lines)
		whole_of_several(d, time);
}
