/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/smtp/dialogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/unit.h"

#define LOG_MAX (1 << 16)
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MIDDLE INT64_MIN

/* What was told: @text as a case expects it, @times beside it. */
struct log {
	char text[LOG_MAX];
	char times[LOG_MAX];
	size_t length;
	size_t times_length;
};

static void add(struct log *log, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add(struct log *log, const char *format, ...)
{
	va_list arguments;
	int n;

	va_start(arguments, format);
	n = vsnprintf(log->text + log->length, LOG_MAX - log->length, format,
		      arguments);
	va_end(arguments);
	assert_true(n >= 0 && (size_t)n < LOG_MAX - log->length);
	log->length += (size_t)n;
}

static void add_time(struct log *log, int64_t time)
{
	int n = snprintf(log->times + log->times_length,
			 LOG_MAX - log->times_length, "%lld ",
			 time == INT64_MIN ? -1LL : (long long)time);

	log->times_length += (size_t)n;
}

static void on_reply(void *user, const struct smtp_reply *reply)
{
	struct log *log = user;

	add(log, "%s%s %u", reply->unasked ? "?" : "",
	    smtp_verb_name(reply->to), reply->code);
	for (size_t i = 0; i < reply->count; i++) {
		assert_int_equal(reply->lines[i][reply->lengths[i]], 0);
		add(log, "%s%.40s", i ? "|" : " ", reply->lines[i]);
	}
	if (reply->lines_seen != reply->count)
		add(log, " of %lu", (unsigned long)reply->lines_seen);
	add(log, "\n");
	add_time(log, reply->asked_time);
	add_time(log, reply->first_time);
	add_time(log, reply->last_time);
}

static void on_command(void *user, const struct smtp_command *command,
		       int64_t time)
{
	struct log *log = user;

	assert_int_equal(command->argument[command->length], 0);
	add(log, "> %s", smtp_verb_name(command->verb));
	if (command->length)
		add(log, " %.40s", command->argument);
	add(log, "\n");
	add_time(log, time);
}

static void on_header(void *user, const char *name, const char *value)
{
	add(user, "%s=%s\n", name, value);
}

static void on_event(void *user, enum dialogue_event event, enum side side,
		     int64_t time)
{
	static const char *const names[] = {
		[DIALOGUE_TLS_STARTED] = "tls-started",
		[DIALOGUE_TLS_FIRST] = "tls-first",
		[DIALOGUE_NOT_SMTP] = "not-smtp",
		[DIALOGUE_ENDLESS_LINE] = "endless-line",
		[DIALOGUE_EARLY_TALK] = "early-talk",
		[DIALOGUE_BARE_LF] = "bare-lf",
		[DIALOGUE_LOST] = "lost",
	};

	add(user, "! %s %s\n", names[event],
	    side == SIDE_CLIENT ? "client" : "server");
	add_time(user, time);
}

static const struct dialogue_sink log_sink = {on_reply, on_command, on_header,
					      on_event, NULL};

/*
 * What a side sends: "S" or "C" and the bytes, or "s" or "c" and how many
 * are missing.
 */
struct piece {
	const char *text;
	size_t length;
};

#define P(text) {text, sizeof(text) - 1}

struct test_case {
	const char *name;
	int64_t answered;
	struct piece pieces[40];
	const char *told;
};

#include "unit/wire/smtp/dialogue_cases.h"

/* How a piece is cut: whole, in single bytes, or by chance. */
enum cut { CUT_NONE, CUT_BYTES, CUT_RANDOM };

static unsigned int random_state;

static unsigned int next_random(void)
{
	random_state = random_state * 1103515245 + 12345;
	return random_state >> 16;
}

static void feed(struct dialogue *d, enum side side, int64_t time,
		 const char *bytes, size_t length, enum cut cut)
{
	while (length) {
		size_t n = length;
		uint8_t *copy;

		if (cut == CUT_BYTES)
			n = 1;
		if (cut == CUT_RANDOM && length > 1)
			n = 1 + next_random() % (length < 20 ? length : 20);
		copy = malloc(n);
		assert_non_null(copy);
		memcpy(copy, bytes, n);
		dialogue_bytes(d, side, time, copy, n);
		free(copy);
		bytes += n;
		length -= n;
	}
}

static struct log *play(const struct test_case *c, enum cut cut)
{
	struct log *log = calloc(1, sizeof(*log));
	struct dialogue_sink sink = log_sink;
	struct dialogue *d;
	int64_t time = 1;

	assert_non_null(log);
	sink.user = log;
	d = dialogue_new(&sink, c->answered);
	assert_non_null(d);
	for (size_t i = 0; i < COUNT(c->pieces) && c->pieces[i].text; i++) {
		const char *text = c->pieces[i].text;
		enum side side = text[0] == 'S' || text[0] == 's'
					 ? SIDE_SERVER
					 : SIDE_CLIENT;

		time++;
		if (text[0] == 's' || text[0] == 'c')
			dialogue_gap(d, side, time,
				     (size_t)strtoul(text + 1, NULL, 10));
		else
			feed(d, side, time, text + 1,
			     c->pieces[i].length - 1, cut);
	}
	dialogue_end(d, time + 1);
	dialogue_free(d);
	return log;
}

static void tells_what_was_said(void **state)
{
	int wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct log *log = play(&cases[i], CUT_NONE);

		if (strcmp(log->text, cases[i].told)) {
			print_error("%s:\n%sinstead of\n%s", cases[i].name,
				    log->text, cases[i].told);
			wrong++;
		}
		free(log);
	}
	assert_int_equal(wrong, 0);
}

static void takes_any_split(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct log *whole = play(&cases[i], CUT_NONE);

		for (unsigned int n = 0; n < 50; n++) {
			struct log *cut;

			random_state = n;
			cut = play(&cases[i], n ? CUT_RANDOM : CUT_BYTES);
			if (strcmp(whole->text, cut->text))
				fail_msg("%s, cut by %u:\n%s",
					 cases[i].name, n, cut->text);
			assert_string_equal(whole->times, cut->times);
			free(cut);
		}
		free(whole);
	}
}

static struct dialogue_pool pool = {.limit = SIZE_MAX};

/* A dialogue that is greeted, for what no table can hold. */
static struct dialogue *greeted(struct log *log)
{
	struct dialogue_sink sink = log_sink;
	struct dialogue *d;

	memset(log, 0, sizeof(*log));
	sink.user = log;
	d = dialogue_new(&sink, 1);
	assert_non_null(d);
	dialogue_share(d, &pool);
	feed(d, SIDE_SERVER, 2, "220 mx\r\n", 8, CUT_NONE);
	log->length = 0;
	log->text[0] = '\0';
	return d;
}

static struct log scratch;

static void feed_many(struct dialogue *d, enum side side, const char *text,
		      size_t times)
{
	while (times--)
		feed(d, side, 3, text, strlen(text), CUT_NONE);
}

static void ends_endless_lines(void **state)
{
	static const struct {
		enum side side;
		const char *before;
		const char *told;
	} sides[] = {
		{SIDE_SERVER, "250-a\r\n250 ", "! endless-line server\n"},
		{SIDE_CLIENT, "NOOP ", "! endless-line client\n"},
		{SIDE_CLIENT, "AUTH PLAIN\r\n",
		 "> AUTH\n! endless-line client\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(sides); i++) {
		struct dialogue *d = greeted(&scratch);

		feed_many(d, sides[i].side, sides[i].before, 1);
		feed_many(d, sides[i].side, "0123456789abcdef", 4095);
		assert_null(strstr(scratch.text, "endless"));
		feed_many(d, sides[i].side, "0123456789abcdef", 2);
		assert_string_equal(scratch.text, sides[i].told);
		feed_many(d, sides[i].side, "\r\n250 QUIT\r\nQUIT\r\n", 1);
		dialogue_end(d, 9);
		assert_string_equal(scratch.text, sides[i].told);
		dialogue_free(d);
	}
}

/* In a message lines may be as long as they like. */
static void takes_long_lines_in_messages(void **state)
{
	struct dialogue *d = greeted(&scratch);

	(void)state;
	feed_many(d, SIDE_CLIENT, "DATA\r\n", 1);
	feed_many(d, SIDE_CLIENT, "0123456789abcdef", 10000);
	feed_many(d, SIDE_CLIENT, "\r\n", 1);
	feed_many(d, SIDE_CLIENT, "0123456789abc.ef", 10000);
	feed_many(d, SIDE_CLIENT, "\r\n.\r\nQUIT\r\n", 1);
	assert_string_equal(scratch.text, "> DATA\n> QUIT\n");
	dialogue_free(d);
}

static void on_long_reply(void *user, const struct smtp_reply *reply)
{
	struct smtp_reply *kept = user;

	*kept = *reply;
	if (reply->count == 1)	/* the code is part of the line that is cut */
		assert_int_equal(strlen(reply->lines[0]),
				 DIALOGUE_LINE_MAX - 4);
	for (size_t i = 0; i < reply->count; i++)
		assert_true(reply->lengths[i] <= DIALOGUE_LINE_MAX);
}

static void bounds_replies(void **state)
{
	struct smtp_reply reply = {0};
	struct dialogue_sink sink = {.reply = on_long_reply, .user = &reply};
	struct dialogue *d = dialogue_new(&sink, 1);

	(void)state;
	assert_non_null(d);
	feed_many(d, SIDE_SERVER, "220-x\r\n", 100000);
	feed_many(d, SIDE_SERVER, "220 x\r\n", 1);
	assert_int_equal(reply.count, DIALOGUE_LINES_MAX);
	assert_int_equal(reply.lines_seen, 100001);
	feed_many(d, SIDE_SERVER, "250 ", 1);
	feed_many(d, SIDE_SERVER, "0123456789abcdef", 1000);
	feed_many(d, SIDE_SERVER, "\r\n", 1);
	assert_int_equal(reply.code, 250);
	assert_int_equal(reply.lines_seen, 1);
	assert_int_equal(reply.count, 1);
	dialogue_free(d);
}

static void bounds_waiting_commands(void **state)
{
	struct dialogue *d = greeted(&scratch);
	const char *at;

	(void)state;
	feed_many(d, SIDE_CLIENT, "NOOP\r\n", 300);
	at = strstr(scratch.text, "! lost client\n");
	assert_non_null(at);
	assert_null(strstr(at + 1, "! lost"));
	scratch.length = 0;
	feed_many(d, SIDE_SERVER, "250 x\r\n", 301);
	assert_non_null(strstr(scratch.text, "(other) 250 x\n?(other)"));
	scratch.length = 0;
	/* It has found its way back. */
	feed_many(d, SIDE_CLIENT, "RSET\r\n", 1);
	feed_many(d, SIDE_SERVER, "250 x\r\n", 1);
	assert_string_equal(scratch.text, "> RSET\nRSET 250 x\n");
	dialogue_free(d);
}

static struct smtp_reply timed;

static void on_timed(void *user, const struct smtp_reply *reply)
{
	(void)user;
	timed = *reply;
}

/* A macro, so that a failure names the caller's line. */
#define assert_times(asked, first, last) \
	do { \
		assert_int_equal(timed.asked_time, asked); \
		assert_int_equal(timed.first_time, first); \
		assert_int_equal(timed.last_time, last); \
	} while (0)

static void tells_times(void **state)
{
	struct dialogue_sink sink = {.reply = on_timed};
	struct dialogue *d = dialogue_new(&sink, 10);

	(void)state;
	assert_non_null(d);
	feed(d, SIDE_SERVER, 20, "2", 1, CUT_NONE);
	feed(d, SIDE_SERVER, 21, "20-a\r\n2", 7, CUT_NONE);
	feed(d, SIDE_SERVER, 22, "20 a\r", 5, CUT_NONE);
	feed(d, SIDE_SERVER, 23, "\n", 1, CUT_NONE);
	assert_times(10, 20, 23);
	feed(d, SIDE_CLIENT, 30, "DATA\r", 5, CUT_NONE);
	feed(d, SIDE_CLIENT, 31, "\n", 1, CUT_NONE);
	feed(d, SIDE_SERVER, 32, "354 x\r\n", 7, CUT_NONE);
	assert_times(31, 32, 32);
	feed(d, SIDE_CLIENT, 40, "a\r\n.\r", 5, CUT_NONE);
	feed(d, SIDE_CLIENT, 41, "\n", 1, CUT_NONE);
	feed(d, SIDE_SERVER, 42, "250 x\r\n", 7, CUT_NONE);
	assert_times(41, 42, 42);
	feed(d, SIDE_CLIENT, 50, "BDAT 3 LAST\r\na", 14, CUT_NONE);
	feed(d, SIDE_CLIENT, 51, "bc", 2, CUT_NONE);
	feed(d, SIDE_SERVER, 52, "250 x\r\n", 7, CUT_NONE);
	assert_times(51, 52, 52);
	feed(d, SIDE_CLIENT, 60, "AUTH LOGIN\r\n", 12, CUT_NONE);
	feed(d, SIDE_SERVER, 61, "334 x\r\n", 7, CUT_NONE);
	feed(d, SIDE_CLIENT, 62, "YQ==\r\n", 6, CUT_NONE);
	feed(d, SIDE_SERVER, 63, "535 x\r\n", 7, CUT_NONE);
	assert_times(62, 63, 63);
	feed(d, SIDE_SERVER, 70, "421 x\r\n", 7, CUT_NONE);
	assert_times(INT64_MIN, 70, 70);
	dialogue_free(d);
}

/* What one dialogue keeps, others have no room for; it is told as a loss. */
static void shares_a_pool(void **state)
{
	static const struct {
		enum side side;
		const char *bytes;
		const char *rest;
		const char *told;
	} kept[] = {
		{SIDE_CLIENT, "EHLO a", "\r\nQUIT\r\n",
		 "! lost client\n> QUIT\n"},
		{SIDE_SERVER, "250 a", "\r\n421 b\r\n",
		 "! lost server\n?(other) 421 b\n"},
		{SIDE_SERVER, "250-a\r\n", "250 b\r\n",
		 "! lost server\n?(other) 250 of 2\n"},
		/* The first byte has to wait for the second; the first to be
		 * clear again is RSET, and the fifth from there finds no room
		 * to wait for a reply. */
		{SIDE_CLIENT,
		 "NOOP\r\nHELP\r\nRSET\r\nHELP\r\nRSET\r\nNOOP\r\n"
		 "HELP\r\n", "",
		 "! lost client\n> RSET\n> HELP\n> RSET\n> NOOP\n"
		 "> HELP\n! lost client\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(kept); i++) {
		struct dialogue *d;

		pool = (struct dialogue_pool){.limit = 4096};
		d = greeted(&scratch);
		assert_int_equal(pool.used, 0);
		feed_many(d, kept[i].side, kept[i].bytes, 1);
		assert_true(pool.used >= 5 && pool.used < 1000);
		dialogue_free(d);
		assert_int_equal(pool.used, 0);
		d = greeted(&scratch);
		pool.used = pool.limit;	/* others' */
		feed_many(d, kept[i].side, kept[i].bytes, 1);
		feed_many(d, kept[i].side, kept[i].rest, 1);
		if (strcmp(scratch.text, kept[i].told))
			fail_msg("%zu: %s", i, scratch.text);
		assert_int_equal(pool.used, pool.limit);
		dialogue_free(d);
		assert_int_equal(pool.used, pool.limit);
	}
	pool = (struct dialogue_pool){.limit = SIZE_MAX};
}

static void needs_no_sink(void **state)
{
	struct dialogue_sink sink = {0};
	struct dialogue *d = dialogue_new(&sink, 1);

	(void)state;
	assert_non_null(d);
	feed_many(d, SIDE_SERVER, "220 x\n250 y\n", 1);
	feed_many(d, SIDE_CLIENT, "NOOP\nDATA\nX-Mailer: x\n\n.\n", 1);
	dialogue_gap(d, SIDE_SERVER, 3, 1);
	dialogue_end(d, 4);
	dialogue_free(d);
	dialogue_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_what_was_said),
		cmocka_unit_test(takes_any_split),
		cmocka_unit_test(ends_endless_lines),
		cmocka_unit_test(takes_long_lines_in_messages),
		cmocka_unit_test(bounds_replies),
		cmocka_unit_test(bounds_waiting_commands),
		cmocka_unit_test(tells_times),
		cmocka_unit_test(shares_a_pool),
		cmocka_unit_test(needs_no_sink),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
