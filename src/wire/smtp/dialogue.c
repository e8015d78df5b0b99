/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Identifies the kind of bytes that a side sends.
 *
 * A side begins with TLS or with lines; the first line of the server must be a
 * reply.  The header of a load balancer may precede the client's bytes.  After
 * STARTTLS each side begins again.
 */
#include "wire/smtp/dialogue.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wire/smtp/dialogue_body.h"
#include "wire/smtp/dialogue_client.h"
#include "wire/smtp/dialogue_proxy.h"
#include "wire/smtp/dialogue_server.h"

enum guess {
	GUESS_MORE,	/* too few bytes */
	GUESS_LINES,
	GUESS_TLS,
	GUESS_PROXY,
	GUESS_NEITHER,	/* from a server, and not a reply */
};

struct dialogue *dialogue_new(const struct dialogue_sink *sink,
			      int64_t answered)
{
	struct dialogue *d = memory_zeroed(1, sizeof(*d));

	if (!d)
		return NULL;
	d->sink = *sink;
	if (answered != INT64_MIN) {
		dialogue_wait(d, SMTP_GREETING, answered);
		return d;
	}
	for (int side = SIDE_CLIENT; side <= SIDE_SERVER; side++) {
		d->parties[side].middle = true;
		d->parties[side].resync = true;
	}
	return d;
}

void dialogue_share(struct dialogue *d, struct dialogue_pool *pool)
{
	d->pool = pool;
	d->queue.pool = pool;
	d->message.line.pool = pool;
	d->parties[SIDE_CLIENT].line.pool = pool;
	d->parties[SIDE_SERVER].line.pool = pool;
}

void dialogue_free(struct dialogue *d)
{
	if (!d)
		return;
	line_reset(&d->parties[SIDE_CLIENT].line);
	line_reset(&d->parties[SIDE_SERVER].line);
	line_reset(&d->message.line);
	queue_clear(&d->queue);
	dialogue_drop_reply(d);
	free(d);
}

/*
 * A TLS record: its type, then a version that starts with 3 (RFC 8446, 5.1).
 * In the middle of a connection any type may come; the second byte of the
 * version helps then.
 */
static enum guess guess_record(const struct party *p, uint8_t from, uint8_t to,
			       uint8_t bytes)
{
	if (p->prefix[0] < from || p->prefix[0] > to ||
	    (p->prefixed > 1 && p->prefix[1] != 3) ||
	    (p->prefixed > 2 && p->prefix[2] > 4))
		return GUESS_LINES;
	return p->prefixed < bytes ? GUESS_MORE : GUESS_TLS;
}

/* An SSL 2 hello with a length of two bytes (RFC 5246, E.2), or its answer. */
static enum guess guess_ssl2(const struct party *p, uint8_t type)
{
	if (p->prefix[0] < 0x80 || (p->prefixed > 2 && p->prefix[2] != type))
		return GUESS_LINES;
	return p->prefixed < 3 ? GUESS_MORE : GUESS_TLS;
}

static enum guess guess_client(const struct dialogue *d)
{
	const struct party *p = &d->parties[SIDE_CLIENT];
	enum guess guess;
	int proxy;

	if (p->mode == MODE_AFTER_STARTTLS)
		guess = guess_record(p, 0x14, 0x17, 2);
	else if (p->middle)
		return guess_record(p, 0x14, 0x17, 3);
	else if ((proxy = proxy_starts(d)))
		return proxy > 0 ? GUESS_PROXY : GUESS_MORE;
	else
		guess = guess_record(p, 0x16, 0x16, 2);
	return guess == GUESS_LINES ? guess_ssl2(p, 1) : guess;
}

/* Three digits and a valid separator. */
static enum guess guess_reply(const struct party *p)
{
	for (uint8_t i = 0; i < p->prefixed && i < 3; i++)
		if (p->prefix[i] < '0' || p->prefix[i] > '9')
			return GUESS_NEITHER;
	if (p->prefix[0] < '2' || p->prefix[0] > '5')
		return GUESS_NEITHER;
	if (p->prefixed < 4)
		return GUESS_MORE;
	return strchr(" -*\t\r\n", p->prefix[3]) && p->prefix[3]
		       ? GUESS_LINES
		       : GUESS_NEITHER;
}

static enum guess guess_server(const struct dialogue *d)
{
	const struct party *p = &d->parties[SIDE_SERVER];
	bool tls = d->parties[SIDE_CLIENT].mode == MODE_TLS;
	enum guess guess;

	if (p->mode == MODE_AFTER_STARTTLS)
		return guess_record(p, 0x14, 0x17, 2);
	if (p->middle)
		return guess_record(p, 0x14, 0x17, 3);
	guess = guess_record(p, tls ? 0x15 : 0x16, 0x16, 2);
	if (guess == GUESS_LINES && tls)
		guess = guess_ssl2(p, 4);
	return guess == GUESS_LINES ? guess_reply(p) : guess;
}

static void tls(struct dialogue *d, enum side side, int64_t time)
{
	struct party *p = &d->parties[side];
	bool starttls = p->mode == MODE_AFTER_STARTTLS;

	p->mode = MODE_TLS;
	if (!starttls && !p->middle)
		dialogue_tell(d, DIALOGUE_TLS_FIRST, side, time);
	if (starttls && d->parties[!side].mode == MODE_TLS)
		dialogue_tell(d, DIALOGUE_TLS_STARTED, side, time);
	if (d->parties[!side].mode == MODE_TLS)
		queue_clear(&d->queue);
}

/* The bytes that were examined are part of the first line. */
static void lines(struct dialogue *d, enum side side)
{
	struct party *p = &d->parties[side];
	struct cursor c = cursor_over(p->prefix, p->prefixed);

	p->mode = MODE_LINES;
	p->prefixed = 0;
	while (cursor_left(&c) && p->mode == MODE_LINES) {
		if (side == SIDE_SERVER)
			dialogue_server_line(d, &c, p->prefix_time);
		else
			dialogue_client_line(d, &c, p->prefix_time);
	}
}

static void not_smtp(struct dialogue *d, int64_t time)
{
	d->parties[SIDE_CLIENT].mode = MODE_DEAD;
	d->parties[SIDE_SERVER].mode = MODE_DEAD;
	line_reset(&d->parties[SIDE_CLIENT].line);
	line_reset(&d->message.line);
	dialogue_tell(d, DIALOGUE_NOT_SMTP, SIDE_SERVER, time);
}

static bool is_early(const struct dialogue *d)
{
	const struct party *client = &d->parties[SIDE_CLIENT];

	return client->mode == MODE_FIRST && !d->greeted && !client->middle &&
	       !d->parties[SIDE_SERVER].middle;
}

static void first_byte(struct dialogue *d, enum side side, struct cursor *c,
		       int64_t time)
{
	struct party *p = &d->parties[side];
	enum guess guess;

	if (!p->prefixed)
		p->prefix_time = time;
	if (!cursor_u8(c, &p->prefix[p->prefixed]))
		return;
	p->prefixed++;
	guess = side == SIDE_CLIENT ? guess_client(d) : guess_server(d);
	switch (guess) {
	case GUESS_MORE:
		break;
	case GUESS_TLS:
		tls(d, side, time);
		break;
	case GUESS_PROXY:
		proxy_begin(d);
		break;
	case GUESS_NEITHER:
		not_smtp(d, time);
		break;
	case GUESS_LINES:
		if (side == SIDE_CLIENT && is_early(d))
			dialogue_tell(d, DIALOGUE_EARLY_TALK, side,
				      p->prefix_time);
		lines(d, side);
		break;
	}
}

void dialogue_bytes(struct dialogue *d, enum side side, int64_t time,
		    const uint8_t *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length);

	while (cursor_left(&c)) {
		switch (d->parties[side].mode) {
		case MODE_FIRST:
		case MODE_AFTER_STARTTLS:
			first_byte(d, side, &c, time);
			break;
		case MODE_PROXY:
			proxy_bytes(d, &c);
			break;
		case MODE_LINES:
			if (side == SIDE_SERVER)
				dialogue_server_line(d, &c, time);
			else
				dialogue_client_line(d, &c, time);
			break;
		case MODE_MESSAGE:
			message_bytes(d, &c, time);
			break;
		case MODE_CHUNK:
			message_chunk(d, &c, time);
			break;
		case MODE_TLS:
		case MODE_DEAD:
			return;
		}
	}
}

void dialogue_end(struct dialogue *d, int64_t time)
{
	dialogue_server_end(d, time);
}
