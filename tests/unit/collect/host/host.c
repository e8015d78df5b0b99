/* SPDX-License-Identifier: BSD-2-Clause */
/* The host collectors against the machine that the test runs on. */
#include "collect/host/host.h"

#include <net/if.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "collect/policy/policy.h"
#include "port/clock.h"
#include "unit/unit.h"

static const struct fact *find(const struct facts *facts, enum fact_kind kind,
			       const char *member, const char *value)
{
	facts_each(facts, kind, f) {
		const char *v = fact_string(f, member);

		if (v && !strcmp(v, value))
			return f;
	}
	return NULL;
}

static void tells_the_machine(void **state)
{
	struct facts *facts = facts_new();
	const struct fact *host, *right;
	struct utsname system;

	(void)state;
	host_collect(facts);
	assert_int_equal(facts_error(facts), 0);
	host = facts_next(facts, FACT_HOST, NULL);
	assert_non_null(host);
	assert_int_equal(uname(&system), 0);
	assert_string_equal(fact_string(host, "release"), system.release);
	assert_string_equal(fact_string(host, "os"), "Linux");
	assert_int_equal(fact_integer(host, "uid", -1), geteuid());
	assert_true(clock_wall() - fact_integer(host, "time", 0) < 60);
	if (!geteuid())
		assert_string_equal(fact_string(host, "user"), "root");
	right = find(facts, FACT_RIGHT, "name", "CAP_NET_BIND_SERVICE");
	assert_non_null(right);
	assert_non_null(fact_string(right, "purpose"));
	facts_free(facts);
}

static void lists_addresses(void **state)
{
	struct facts *facts = facts_new();
	const struct fact *lo, *address;

	(void)state;
	host_address_collect(facts);
	assert_int_equal(facts_error(facts), 0);
	lo = find(facts, FACT_INTERFACE, "name", "lo");
	assert_non_null(lo);
	if (fact_true(lo, "up")) {
		address = find(facts, FACT_LOCAL_ADDRESS, "address",
			       "127.0.0.1");
		assert_non_null(address);
		assert_string_equal(fact_string(address, "interface"), "lo");
		assert_string_equal(fact_string(address, "state"), "ok");
		assert_int_equal(fact_integer(address, "prefix", -1), 8);
	}
	facts_each(facts, FACT_LOCAL_ADDRESS, f)
		if (f->status == FACT_SEEN)
			assert_true(if_nametoindex(
				fact_string(f, "interface")) > 0);
	facts_free(facts);
}

static void reads_settings(void **state)
{
	struct facts *facts = facts_new();
	const struct fact *start, *range;

	(void)state;
	host_setting_collect(facts);
	assert_int_equal(facts_error(facts), 0);
	start = find(facts, FACT_SETTING, "name",
		     "net.ipv4.ip_unprivileged_port_start");
	assert_non_null(start);
	assert_int_equal(start->status, FACT_SEEN);
	assert_in_range(fact_integer(start, "value", -1), 0, 65536);
	range = find(facts, FACT_SETTING, "name",
		     "net.ipv4.ip_local_port_range");
	assert_non_null(range);
	assert_non_null(strchr(fact_string(range, "value"), ' '));
	assert_null(strchr(fact_string(range, "value"), '\n'));
	facts_free(facts);
}

static void tells_policies(void **state)
{
	static const char *const mechanisms[] = {"cgroup-bpf", "selinux",
						 "apparmor", "seccomp"};
	static const char *const units[] = {"../x"};
	struct facts *facts = facts_new();

	(void)state;
	policy_collect(facts, units, 1, INT64_MAX);
	assert_int_equal(facts_error(facts), 0);
	for (size_t i = 0; i < 4; i++)
		assert_non_null(find(facts, FACT_POLICY, "mechanism",
				     mechanisms[i]));
	facts_free(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_the_machine),
		cmocka_unit_test(lists_addresses),
		cmocka_unit_test(reads_settings),
		cmocka_unit_test(tells_policies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
