/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/scene.h"

#include <string.h>

#include "unit/unit.h"

static const struct fact *add_socket(struct facts *facts, const char *address,
				     bool v6only, const char *interface)
{
	return facts_add(facts, FACT_SOCKET, FACT_SEEN, "", NULL,
			 json_pack("{s:s, s:i, s:s, s:b, s:s*}", "address",
				   address, "port", 25, "protocol", "tcp",
				   "v6only", v6only, "interface", interface),
			 "%s", address);
}

/* As measured: what bind() of the target meets when the socket listens. */
static void meets_as_the_kernel_does(void **state)
{
	static const struct {
		const char *socket;
		bool v6only;
		const char *interface;
		const char *target;
		enum overlap overlap;
	} cases[] = {
		{"0.0.0.0", false, NULL, "0.0.0.0", OVERLAP_SAME},
		{"127.0.0.1", false, NULL, "0.0.0.0", OVERLAP_SPECIFIC},
		{"0.0.0.0", false, NULL, "127.0.0.1", OVERLAP_WILDCARD},
		{"127.0.0.1", false, NULL, "127.0.0.2", OVERLAP_NONE},
		{"::", false, NULL, "0.0.0.0", OVERLAP_DUAL_STACK},
		{"::", false, NULL, "127.0.0.1", OVERLAP_DUAL_STACK},
		{"::", true, NULL, "0.0.0.0", OVERLAP_NONE},
		{"::1", false, NULL, "0.0.0.0", OVERLAP_NONE},
		{"::1", false, NULL, "::", OVERLAP_SPECIFIC},
		{"::", true, NULL, "::1", OVERLAP_WILDCARD},
		{"0.0.0.0", false, NULL, "::", OVERLAP_NONE},
		{"0.0.0.0", false, NULL, "::1", OVERLAP_NONE},
		{"::ffff:127.0.0.1", false, NULL, "127.0.0.1", OVERLAP_SAME},
		{"::ffff:127.0.0.1", false, NULL, "0.0.0.0",
		 OVERLAP_SPECIFIC},
		{"fe80::1", false, "eth0", "fe80::1%eth0", OVERLAP_SAME},
		{"fe80::1", false, "eth1", "fe80::1%eth0", OVERLAP_NONE},
		{"0.0.0.0", false, "eth0", "0.0.0.0", OVERLAP_SAME},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts *facts = facts_new();
		struct address target;
		const struct fact *socket =
			add_socket(facts, cases[i].socket, cases[i].v6only,
				   cases[i].interface);

		assert_int_equal(address_parse(cases[i].target, &target), 0);
		assert_int_equal(overlap_of(socket, &target),
				 cases[i].overlap);
		facts_free(facts);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meets_as_the_kernel_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
