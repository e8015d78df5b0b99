/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that is out while a fact is made: it is whole, or the end. */
#include "facts/facts.h"

#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "unit/allocation.h"
#include "unit/unit.h"

#define WHOLE 42
#define TOLD 43

/* As collectors make them: no step is asked whether it worked. */
static void add_fact(struct facts *facts)
{
	json_t *value = json_object();

	json_object_set_new(value, "address", value_string("192.0.2.7"));
	json_object_set_new(value, "prefix", json_integer(24));
	json_object_set_new(value, "interface", value_string("eth0"));
	json_object_set_new(value, "state", json_string("ok"));
	facts_add(facts, FACT_LOCAL_ADDRESS, FACT_SEEN, "test", NULL, value,
		  "192.0.2.7");
}

static bool is_whole(const struct facts *facts)
{
	const struct fact *f = facts_next(facts, FACT_LOCAL_ADDRESS, NULL);

	return f && fact_string(f, "address") && fact_string(f, "interface") &&
	       fact_string(f, "state") && fact_integer(f, "prefix", 0) == 24;
}

/* In a process of its own, since that ends. */
static int fate_after(int allocations, bool once)
{
	int status;
	pid_t pid;

	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (!pid) {
		struct facts *facts = facts_new();

		allocations_left = allocations;
		allocation_once = once;
		add_fact(facts);
		allocations_left = -1;
		_exit(facts_error(facts) || memory_failed() ? TOLD :
		      is_whole(facts) ? WHOLE : 1);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status) == MEMORY_EXIT ? TOLD : WEXITSTATUS(status);
}

static void a_fact_is_whole_or_an_error(void **state)
{
	(void)state;
	for (int once = 0; once < 2; once++) {
		int n, fate = TOLD;

		for (n = 0; n < 1000 && fate == TOLD; n++)
			fate = fate_after(n, once);
		assert_int_equal(fate, WHOLE);
		/* A value alone takes some. */
		assert_true(n > 8);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_fact_is_whole_or_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
