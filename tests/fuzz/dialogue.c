/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * SMTP dialogues.  The input is a series of a byte that says whose bytes
 * follow (bit 0), whether they are missing instead (bit 1) and how many there
 * are (the rest), and those bytes.  Its first byte says whether the beginning
 * was seen.
 *
 * Split elsewhere the same is told; and nothing that a client sent between
 * AUTH and the reply that ends it is handed out.
 */
#include "wire/smtp/dialogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "wire/smtp/mask.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/**
 * struct told - What was told, as a sum over all of it
 * @secret:	An AUTH was told, and no reply to it that is its last
 * @room:	There is always room for what has to be remembered
 */
struct told {
	uint64_t sum;
	size_t count;
	bool secret;
	bool room;
};

static void check(int holds)
{
	if (!holds)
		abort();
}

static void add(struct told *told, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;

	for (size_t i = 0; i < length; i++)
		told->sum = (told->sum ^ byte[i]) * 1099511628211u;
	told->count++;
}

static void add_number(struct told *told, int64_t number)
{
	add(told, &number, sizeof(number));
}

static void on_reply(void *user, const struct smtp_reply *reply)
{
	struct told *told = user;
	char masked[DIALOGUE_LINE_MAX + 1];

	check(reply->code >= 200 && reply->code <= 599);
	check(reply->count <= DIALOGUE_LINES_MAX);
	check(reply->count <= reply->lines_seen && reply->lines_seen);
	check(reply->to < SMTP_VERBS);
	for (size_t i = 0; i < reply->count; i++) {
		check(reply->lengths[i] <= DIALOGUE_LINE_MAX);
		check(!reply->lines[i][reply->lengths[i]]);
		add(told, reply->lines[i], reply->lengths[i]);
		check(mask_text(reply->lines[i], reply->lengths[i],
				masked) <= reply->lengths[i]);
		check(!strchr(masked, '@'));
	}
	add_number(told, reply->code);
	add_number(told, reply->to);
	add_number(told, reply->unasked);
	add_number(told, reply->asked_time);
	add_number(told, reply->first_time);
	add_number(told, reply->last_time);
	if (reply->code != 334 &&
	    (reply->to == SMTP_AUTH || reply->to == SMTP_XEXPS))
		told->secret = false;
}

static void on_command(void *user, const struct smtp_command *command,
		       int64_t time)
{
	struct told *told = user;

	check(command->verb < SMTP_MESSAGE);
	check(command->length <= DIALOGUE_LINE_MAX);
	check(!command->argument[command->length]);
	add(told, command->argument, command->length);
	add_number(told, time);
	/* Without room to remember the AUTH, any reply may end it. */
	check(!told->secret || !told->room);
	if (command->verb == SMTP_AUTH || command->verb == SMTP_XEXPS) {
		told->secret = true;
		check(!command->length);
	}
	check(command->verb != SMTP_OTHER || !command->length);
}

static void on_header(void *user, const char *name, const char *value)
{
	struct told *told = user;

	check(strlen(value) <= 256);
	add(told, name, strlen(name));
	add(told, value, strlen(value));
}

static void on_event(void *user, enum dialogue_event event, enum side side,
		     int64_t time)
{
	struct told *told = user;

	add_number(told, event * 2 + side);
	add_number(told, time);
	if (event == DIALOGUE_LOST)
		told->secret = false;
}

static void feed(struct dialogue *d, enum side side, int64_t time,
		 const struct cursor *bytes, size_t step)
{
	for (size_t i = 0; i < bytes->length; i += step) {
		size_t n = bytes->length - i < step ? bytes->length - i : step;

		dialogue_bytes(d, side, time, bytes->bytes + i, n);
	}
}

/* @most: Of the pool */
static struct told play(const uint8_t *data, size_t size, size_t step,
			size_t most)
{
	struct told told = {
		.sum = 14695981039346656037u,
		.room = most == SIZE_MAX,
	};
	struct dialogue_sink sink = {on_reply, on_command, on_header,
				     on_event, &told};
	struct dialogue_pool pool = {0, most};
	struct cursor c = cursor_over(data, size), bytes;
	struct dialogue *d;
	uint8_t first = 0, head;
	int64_t time = 1;

	cursor_u8(&c, &first);
	d = dialogue_new(&sink, first & 1 ? INT64_MIN : 1);
	if (!d)
		return told;
	dialogue_share(d, &pool);
	while (cursor_u8(&c, &head)) {
		size_t n = head >> 2;

		time++;
		if (n == 63)
			n = 4096;
		if (head & 2) {
			dialogue_gap(d, head & 1, time, n);
			continue;
		}
		if (n > cursor_left(&c))
			n = cursor_left(&c);
		cursor_take(&c, n, &bytes);
		feed(d, head & 1, time, &bytes, step);
		check(pool.used <= pool.limit);
	}
	dialogue_end(d, time);
	dialogue_free(d);
	check(!pool.used);
	return told;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told whole = play(data, size, SIZE_MAX / 2, SIZE_MAX);

	for (size_t step = 1; step <= 7; step += 3) {
		struct told cut = play(data, size, step, SIZE_MAX);

		check(cut.sum == whole.sum && cut.count == whole.count);
	}
	/* Without room nothing is left behind either. */
	play(data, size, 3, 0);
	play(data, size, 3, 700);
	return 0;
}
