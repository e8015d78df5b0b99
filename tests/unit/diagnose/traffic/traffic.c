/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The bounds of the rules for watched traffic, and the data that they go by;
 * tests/replay has a case for each rule.
 */
#include "diagnose/diagnose.h"

#include <stdio.h>
#include <string.h>

#include "data/data.h"
#include "unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void add(struct facts *facts, enum fact_kind kind, int host, int port,
		const char *members)
{
	char address[16];
	json_t *value = json_loads(members, 0, NULL);

	assert_non_null(value);
	snprintf(address, sizeof(address), "10.0.%d.%d", host / 200,
		 host % 200 + 1);
	json_object_set_new(value, "address", json_string(address));
	json_object_set_new(value, "port", json_integer(port));
	json_object_set_new(value, "protocol", json_string("tcp"));
	assert_non_null(facts_add(facts, kind, FACT_SEEN, "test", NULL, value,
				  "%s", address));
}

static void add_server(struct facts *facts, int host, const char *members)
{
	add(facts, FACT_TRAFFIC_SERVER, host, 25, members);
	add(facts, FACT_TRAFFIC_GREETING, host, 25,
	    "{\"lines\": [\"220 mail1 hello\"], \"count\": 1}");
}

static const char *line_of(const struct traffic_verdict *v, const char *label)
{
	for (size_t i = 0; i < v->line_count; i++)
		if (!strcmp(v->lines[i].label, label))
			return v->lines[i].text;
	return "";
}

/* A server that offers all that a program does, in its order, is that one. */
static void orders_tell_programs_apart(void **state)
{
	int seen = 0;

	(void)state;
	for (const struct data_record *r = data_programs; r->fields; r++) {
		const char *order = data_get(r, "ehlo-order");
		struct facts *facts = facts_new();
		struct diagnosis *d;
		char members[1024], *m = members;
		const char *text;

		m += sprintf(m, "{\"lines\": [");
		while (order && *order) {
			size_t length = strcspn(order, " \n\t");

			assert_true(length > 1 && length < 30);
			m += sprintf(m, "%s\"%.*s\"", m[-1] == '[' ? "" : ", ",
				     (int)length, order);
			order += length;
			order += strspn(order, " \n\t");
		}
		sprintf(m, "], \"count\": 1}");
		add_server(facts, 1, "{\"greeted\": 1}");
		add(facts, FACT_TRAFFIC_EHLO, 1, 25, members);
		d = diagnose(facts);
		assert_int_equal(d->traffic_count, 1);
		text = line_of(d->traffic, "software");
		if (data_get(r, "ehlo-order")) {
			const char *title = data_get(r, "title");

			seen++;
			if (strncmp(text, title, strlen(title)))
				fail_msg("%s: %s", title, text);
		} else {
			assert_string_equal(text, "");
		}
		diagnosis_free(d);
		facts_free(facts);
	}
	assert_true(seen >= 4);
}

/* Two hops more are another way; three are somebody else. */
static void forgives_two_hops(void **state)
{
	static const struct {
		int first, second;
		size_t notes;
	} cases[] = {
		{64, 64, 0}, {64, 62, 0}, {62, 64, 0}, {64, 61, 1},
		{52, 55, 1}, {255, 253, 0}, {128, 125, 1},
		/* Another stack at the same distance is a sign as well. */
		{60, 124, 1}, {0, 52, 0}, {300, 52, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct facts *facts = facts_new();
		struct diagnosis *d;
		char members[64];

		add_server(facts, 1, "{\"greeted\": 2}");
		snprintf(members, sizeof(members), "{\"ttl\": %d}",
			 cases[i].first);
		add(facts, FACT_TRAFFIC_STACK, 1, 25, members);
		snprintf(members, sizeof(members), "{\"ttl\": %d}",
			 cases[i].second);
		add(facts, FACT_TRAFFIC_STACK, 1, 25, members);
		d = diagnose(facts);
		if (d->traffic->conclusion.notes.count != cases[i].notes)
			fail_msg("%d and %d", cases[i].first, cases[i].second);
		assert_int_equal(d->traffic->conclusion.findings.count, 0);
		diagnosis_free(d);
		facts_free(facts);
	}
}

/* What was not asked for cannot be answered; only the order is the stack's. */
static void compares_orders_of_options(void **state)
{
	static const struct {
		const char *first, *second;
		size_t notes;
	} cases[] = {
		{"mss,sok,ts,nop,ws", "mss,sok,ts,nop,ws", 0},
		{"mss,sok,ts,nop,ws", "mss,nop,nop,sok,nop,ws", 0},
		{"mss,sok,ts,nop,ws", "mss", 0},
		{"mss,sok,ts,nop,ws", "", 0},
		{"mss,sok,ts,nop,ws", "mss,nop,ws,nop,nop,sok", 1},
		{"mss,nop,ws,sok,ts", "mss,sok,ts,nop,ws", 1},
		{",,,", "mss,sok", 0},
		{"mssx,sokx", "sokx,mssx", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct facts *facts = facts_new();
		struct diagnosis *d;
		char members[128];

		add_server(facts, 1, "{\"greeted\": 2}");
		snprintf(members, sizeof(members),
			 "{\"ttl\": 64, \"options\": \"%s\"}", cases[i].first);
		add(facts, FACT_TRAFFIC_STACK, 1, 25, members);
		snprintf(members, sizeof(members),
			 "{\"ttl\": 64, \"options\": \"%s\"}", cases[i].second);
		add(facts, FACT_TRAFFIC_STACK, 1, 25, members);
		d = diagnose(facts);
		if (d->traffic->conclusion.notes.count != cases[i].notes)
			fail_msg("%s and %s", cases[i].first, cases[i].second);
		diagnosis_free(d);
		facts_free(facts);
	}
}

static void is_bounded(void **state)
{
	struct facts *facts = facts_new();
	struct diagnosis *d;

	(void)state;
	for (int i = 0; i < 1500; i++)
		add_server(facts, i, "{\"greeted\": 1}");
	for (int i = 0; i < 100; i++)
		add(facts, FACT_TRAFFIC_EHLO, 0, 25,
		    "{\"lines\": [\"SIZE\"], \"count\": 1}");
	for (int i = 0; i < 200; i++)
		add(facts, FACT_CONTROL_REQUEST, i, 1745,
		    "{\"request\": \"bind\", \"outcome\": \"granted\"}");
	d = diagnose(facts);
	assert_non_null(d);
	assert_int_equal(d->traffic_count, 1024 + 64);
	assert_int_equal(d->traffic[0].role, TRAFFIC_SERVER);
	assert_int_equal(d->unseen.count, 1);
	assert_true(d->traffic[0].line_count <= 128);
	assert_int_equal(d->traffic[1024].role, TRAFFIC_PROXY);
	assert_int_equal(d->exit, EXIT_HAD);
	diagnosis_free(d);
	facts_free(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(orders_tell_programs_apart),
		cmocka_unit_test(forgives_two_hops),
		cmocka_unit_test(compares_orders_of_options),
		cmocka_unit_test(is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
