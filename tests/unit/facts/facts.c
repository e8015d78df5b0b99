/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/facts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/kinds.h"
#include "facts/save.h"
#include "unit/unit.h"

static int allocations_left;

static void *failing_malloc(size_t size)
{
	return allocations_left-- > 0 ? malloc(size) : NULL;
}

static void add_some(struct facts *facts)
{
	struct fact_code code = {"errno", 13, "EACCES"};

	facts_add(facts, FACT_PROCESS, FACT_SEEN, "/proc/812", NULL,
		  json_pack("{s:i, s:o, s:n}", "pid", 812, "exe",
			    value_text("/bin/\xff\x1b", 7), "user"),
		  "pid %d", 812);
	facts_add(facts, FACT_HOLDER_SEARCH, FACT_DENIED, "/proc", &code,
		  json_pack("{s:i}", "denied", 3), "inode %d", 7);
}

static void keeps_what_was_added(void **state)
{
	struct facts *facts = facts_new();
	const struct fact *f;

	(void)state;
	add_some(facts);
	assert_int_equal(facts_error(facts), 0);
	assert_int_equal(facts_count(facts), 2);
	f = facts_at(facts, 0);
	assert_string_equal(f->subject, "pid 812");
	assert_string_equal(fact_string(f, "exe"), "/bin/\\xff\\x1b");
	assert_null(json_object_get(f->value, "user"));
	assert_null(fact_string(f, "pid"));
	assert_int_equal(fact_integer(f, "exe", -5), -5);
	f = facts_next(facts, FACT_HOLDER_SEARCH, NULL);
	assert_true(fact_is(f, "EACCES"));
	assert_null(facts_next(facts, FACT_HOLDER_SEARCH, f));
	facts_free(facts);
}

static void reads_arrays(void **state)
{
	struct facts *facts = facts_new();
	struct arena *arena = arena_new();
	const struct fact *f;

	(void)state;
	f = facts_add(facts, FACT_PROCESS, FACT_SEEN, "", NULL,
		      json_pack("{s:i, s:s, s:[sss], s:[]}", "pid", 812,
				"name", "exim4", "args", "exim4", "-bd",
				"-q30m", "services"),
		      "x");
	assert_non_null(f);
	assert_string_equal(fact_item(f, "args", 1), "-bd");
	assert_null(fact_item(f, "args", 3));
	assert_null(fact_item(f, "name", 0));
	assert_string_equal(fact_join(arena, f, "args", " ", 3),
			    "exim4 -bd -q30m");
	assert_string_equal(fact_join(arena, f, "args", ", ", 2),
			    "exim4, -bd, ...");
	assert_string_equal(fact_join(arena, f, "args", ", ", 1),
			    "exim4, ...");
	assert_null(fact_join(arena, f, "services", ", ", 3));
	assert_null(fact_join(arena, f, "name", ", ", 3));
	assert_string_equal(fact_text(f, "name", "?"), "exim4");
	assert_string_equal(fact_text(f, "exe", "?"), "?");
	assert_true(fact_string_is(f, "name", "exim4"));
	assert_false(fact_string_is(f, "name", "Exim4"));
	assert_false(fact_string_is(f, "args", "exim4"));
	assert_false(fact_string_is(f, "exe", "exim4"));
	assert_int_equal(facts_count_of(facts, FACT_PROCESS), 1);
	assert_int_equal(facts_count_of(facts, FACT_UNIT), 0);
	arena_free(arena);
	facts_free(facts);
}

static void remembers_a_fact_that_does_not_fit(void **state)
{
	const struct {
		enum fact_kind kind;
		json_t *value;
		const char *misfit;
	} cases[] = {
		{FACT_PROCESS, json_pack("{s:s}", "pid", "812"),
		 "process.pid"},
		{FACT_PROCESS, json_pack("{s:i, s:s}", "pid", 1, "libary", ""),
		 "process.libary"},
		{FACT_PROCESS, json_pack("{s:[{s:i, s:s}]}", "parents", "pid",
					 1, "nmae", "sh"), "process.nmae"},
		{FACT_PROCESS, json_pack("{s:[{s:s}]}", "parents", "pid", "1"),
		 "process.pid"},
		{FACT_PROCESS, json_array(), "process"},
		{FACT_UNKNOWN, json_object(), "unknown"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts *facts = facts_new();

		assert_string_equal(facts_misfit(facts), "");
		assert_null(facts_add(facts, cases[i].kind, FACT_SEEN, "", NULL,
				      cases[i].value, "x"));
		assert_int_equal(facts_error(facts), -EINVAL);
		assert_string_equal(facts_misfit(facts), cases[i].misfit);
		assert_int_equal(facts_count(facts), 0);
		facts_free(facts);
	}
}

/* What a later version wrote: its members and kinds are kept. */
static void loads_what_it_does_not_know(void **state)
{
	static const char line[] =
		"{\"kind\": \"process\", \"subject\": \"\", "
		"\"source\": \"\", \"status\": \"SEEN\", \"value\": "
		"{\"pid\": 1, \"colour\": \"red\", \"parents\": "
		"[{\"colour\": 1}]}}";
	struct facts *facts = facts_new();
	char error[FACTS_ERROR_TEXT], *dump;

	(void)state;
	assert_int_equal(fact_load(facts, line, strlen(line), error), 0);
	assert_int_equal(facts_error(facts), 0);
	dump = facts_dump(facts);
	assert_non_null(strstr(dump, "colour"));
	free(dump);
	facts_free(facts);
}

/* As lines, of which each is loaded again; -EIO from the third on. */
struct passed {
	struct facts *facts;
	int count;
};

static int pass(void *user, const struct fact *fact)
{
	struct passed *passed = user;
	char *line, error[FACTS_ERROR_TEXT];

	if (++passed->count > 2)
		return -EIO;
	line = fact_dump(fact);
	assert_non_null(line);
	assert_ptr_equal(strchr(line, '\n'), line + strlen(line) - 1);
	assert_int_equal(fact_load(passed->facts, line, strlen(line), error),
			 0);
	free(line);
	return 0;
}

static void passes_facts_on(void **state)
{
	struct passed passed = {facts_new(), 0};
	struct facts *facts = facts_new_passing(pass, &passed);
	struct facts *direct = facts_new();
	char error[FACTS_ERROR_TEXT], *one, *other;

	(void)state;
	add_some(facts);
	add_some(direct);
	assert_int_equal(facts_error(facts), 0);
	assert_int_equal(facts_count(facts), 0);
	one = facts_dump(passed.facts);
	other = facts_dump(direct);
	assert_string_equal(one, other);
	free(one);
	free(other);
	add_some(facts);
	assert_int_equal(facts_error(facts), -EIO);
	assert_int_equal(passed.count, 3);
	assert_int_equal(fact_load(passed.facts, "{", 1, error), -EINVAL);
	assert_int_equal(fact_load(passed.facts, "[]", 2, error), -EINVAL);
	assert_int_equal(facts_count(passed.facts), 2);
	facts_free(passed.facts);
	facts_free(direct);
	facts_free(facts);
}

static void survives_failing_allocations(void **state)
{
	int n = 0, rc = -ENOMEM;

	(void)state;
	while (rc == -ENOMEM) {
		struct facts *facts = facts_new();

		allocations_left = n++;
		json_set_alloc_funcs(failing_malloc, free);
		add_some(facts);
		json_set_alloc_funcs(malloc, free);
		rc = facts_error(facts);
		facts_free(facts);
		assert_true(n < 100);
	}
	assert_int_equal(rc, 0);
	assert_true(n > 5);
}

static void loads_what_it_saves(void **state)
{
	struct facts *facts = facts_new(), *again = facts_new();
	char error[FACTS_ERROR_TEXT];
	json_t *array, *file, *back;
	char *text;

	(void)state;
	add_some(facts);
	array = facts_to_json(facts);
	file = json_pack("{s:s, s:i, s:O}", "format", FACTS_FORMAT, "version",
			 FACTS_VERSION, "facts", array);
	text = json_dumps(file, 0);
	assert_int_equal(facts_load(again, text, strlen(text), error), 0);
	back = facts_to_json(again);
	assert_true(json_equal(array, back));
	json_decref(back);
	json_decref(file);
	json_decref(array);
	free(text);
	facts_free(facts);
	facts_free(again);
}

static void refuses_what_are_no_facts(void **state)
{
#define FILE_OF(facts) \
	"{\"format\":\"bindwhy-facts\",\"version\":1,\"facts\":" facts "}"
#define FACT_OF(rest) \
	FILE_OF("[{\"kind\":\"holder\",\"subject\":\"s\",\"source\":\"s\"," \
		rest "}]")
	static const struct {
		const char *text;
		int rc;
		const char *error;
	} cases[] = {
		{"", -EINVAL, "line 1"},
		{"[]", -EINVAL, "not a facts file"},
		{"{\"format\":\"other\",\"version\":1,\"facts\":[]}", -EINVAL,
		 "not a facts file"},
		{"{\"format\":\"bindwhy-facts\",\"version\":2,\"facts\":[]}",
		 -EPROTONOSUPPORT, "version 2"},
		{"{\"format\":\"bindwhy-facts\",\"version\":\"1\",\"facts\":[]}",
		 -EINVAL, "not a facts file"},
		{FILE_OF("{}"), -EINVAL, "not a facts file"},
		{FILE_OF("[1]"), -EINVAL, "fact 0 has no text `kind`"},
		{FILE_OF("[{\"kind\":\"holder\"}]"), -EINVAL, "`status`"},
		{FACT_OF("\"status\":\"MAYBE\",\"value\":{}"), -EINVAL,
		 "unknown status `MAYBE`"},
		{FACT_OF("\"status\":\"SEEN\""), -EINVAL, "`value`"},
		{FACT_OF("\"status\":\"SEEN\",\"value\":{\"pid\":\"1\"}"),
		 -EINVAL, "`pid`"},
		{FACT_OF("\"status\":\"SEEN\",\"value\":{},\"code\":5"),
		 -EINVAL, "`code`"},
		{FACT_OF("\"status\":\"SEEN\",\"value\":{},\"code\":"
			 "{\"space\":\"errno\",\"number\":99999999999}"),
		 -EINVAL, "`code`"},
		{FILE_OF("["), -EINVAL, "line 1, column"},
		{FACT_OF("\"status\":\"SEEN\",\"value\":{\"pid\":1,\"pid\":2}"),
		 -EINVAL, "duplicate"},
		{FACT_OF("\"status\":\"SEEN\",\"value\":{\"pid\":1}"), 0, ""},
		{FILE_OF("[{\"kind\":\"of-tomorrow\",\"subject\":\"s\","
			 "\"source\":\"s\",\"status\":\"SEEN\","
			 "\"value\":{\"pid\":\"x\"}}]"),
		 0, ""},
		{"{\"schema\":1,\"verdicts\":[],\"facts\":[]}", 0, ""},
		{"{\"schema\":2,\"verdicts\":[],\"facts\":[]}",
		 -EPROTONOSUPPORT, "version 2"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts *facts = facts_new();
		char error[FACTS_ERROR_TEXT] = "";

		assert_int_equal(facts_load(facts, cases[i].text,
					    strlen(cases[i].text), error),
				 cases[i].rc);
		assert_non_null(strstr(error, cases[i].error));
		assert_null(strchr(error, '\n'));
		facts_free(facts);
	}
}

static void makes_a_strangers_text_printable(void **state)
{
	static const char text[] = FACT_OF(
		"\"status\":\"SEEN\",\"value\":{\"x\":[{\"y\":"
		"\"a\\u001b[2J\\nb\"}]},\"code\":{\"space\":\"\\u0007\","
		"\"number\":1}");
	struct facts *facts = facts_new();
	char error[FACTS_ERROR_TEXT];
	const struct fact *f;
	const json_t *y;

	(void)state;
	assert_int_equal(facts_load(facts, text, strlen(text), error), 0);
	f = facts_at(facts, 0);
	y = json_object_get(json_array_get(fact_array(f, "x"), 0), "y");
	assert_string_equal(json_string_value(y), "a\\x1b[2J\\x0ab");
	assert_string_equal(f->code.space, "\\x07");
	facts_free(facts);
}

static void names_every_kind(void **state)
{
	(void)state;
	for (enum fact_kind k = 0; k < FACT_UNKNOWN; k++)
		assert_int_equal(fact_kind_find(fact_kind_name(k)), k);
	assert_int_equal(fact_kind_find("of-tomorrow"), FACT_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_what_was_added),
		cmocka_unit_test(reads_arrays),
		cmocka_unit_test(remembers_a_fact_that_does_not_fit),
		cmocka_unit_test(loads_what_it_does_not_know),
		cmocka_unit_test(passes_facts_on),
		cmocka_unit_test(survives_failing_allocations),
		cmocka_unit_test(loads_what_it_saves),
		cmocka_unit_test(refuses_what_are_no_facts),
		cmocka_unit_test(makes_a_strangers_text_printable),
		cmocka_unit_test(names_every_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
