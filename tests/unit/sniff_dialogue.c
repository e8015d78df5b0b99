#include "collect/sniff/dialogue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

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
		add(log, " of %zu", reply->lines_seen);
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
	if (command->verb == SMTP_OTHER)
		add(log, " %s", command->word);
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

#include "sniff_dialogue_cases.h"

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
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct log *log = play(&cases[i], CUT_NONE);

		if (strcmp(log->text, cases[i].told))
			fail_msg("%s:\n%sinstead of\n%s", cases[i].name,
				 log->text, cases[i].told);
		free(log);
	}
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_what_was_said),
		cmocka_unit_test(takes_any_split),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
