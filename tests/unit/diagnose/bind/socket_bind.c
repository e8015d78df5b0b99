/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/bind/socket_bind.h"

#include "unit/unit.h"

static void matches_as_systemd_does(void **state)
{
	static const struct {
		const char *rule;
		int family;
		enum protocol protocol;
		uint16_t port;
		bool matches;
	} cases[] = {
		{"any", 4, PROTOCOL_TCP, 25, true},
		{"any", 6, PROTOCOL_UDP, 53, true},
		{"tcp", 4, PROTOCOL_TCP, 25, true},
		{"tcp", 4, PROTOCOL_UDP, 25, false},
		{"25", 6, PROTOCOL_UDP, 25, true},
		{"26", 4, PROTOCOL_TCP, 25, false},
		{"1-1023", 4, PROTOCOL_TCP, 25, true},
		{"26-1023", 4, PROTOCOL_TCP, 25, false},
		{"ipv6:tcp:25", 6, PROTOCOL_TCP, 25, true},
		{"ipv6:tcp:25", 4, PROTOCOL_TCP, 25, false},
		{"ipv4:25-30", 4, PROTOCOL_TCP, 30, true},
		{"ipv4:udp", 4, PROTOCOL_UDP, 1, true},
		{"tcp:25x", 4, PROTOCOL_TCP, 25, false},
		{"25-", 4, PROTOCOL_TCP, 25, false},
		{"tcp:no", 4, PROTOCOL_TCP, 25, false},
		{"", 4, PROTOCOL_TCP, 25, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(socket_bind_matches(cases[i].rule,
						   cases[i].family,
						   cases[i].protocol,
						   cases[i].port),
				 cases[i].matches);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches_as_systemd_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
