/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/hash.h"

#include "unit/unit.h"

/*
 * From another implementation: hash(bytes(range(n))) of Python 3.11 with
 * PYTHONHASHSEED=0, whose key is all zeros, and with PYTHONHASHSEED=42.
 */
static void agrees_with_another_implementation(void **state)
{
	static const struct hash_key keys[] = {
		{{0, 0}},
		{{0xdc504fd368cd90af, 0xb920bb9ffe99e9c1}},
	};
	static const struct {
		size_t length;
		uint64_t hashes[2];
	} cases[] = {
		{1, {0x68a914128e01e473, 0xce880c366bcf3489}},
		{7, {0x2f098ab0c751325a, 0xce280fabc397fbda}},
		{8, {0xead411e67ebe2eea, 0x60866c3c108c6afb}},
		{9, {0x75927f9d95124362, 0x68814005f7469e03}},
		{15, {0xf30eb725bb91c9ea, 0x94ace24d68c18cf8}},
		{16, {0x8972188433a5c5b7, 0x339176f3ac59ce05}},
		{20, {0x639e355ae68c0100, 0xa7dbb0b1fa0842a3}},
		{40, {0x95bc321ab41d8206, 0xde03d697bf20e38a}},
		{63, {0x385d3e39e5f37359, 0x06e24d6f0d014c37}},
	};
	unsigned char bytes[64];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t k = 0; k < 2; k++)
			assert_true(hash_bytes(&keys[k], bytes,
					       cases[i].length) ==
				    cases[i].hashes[k]);
}

static void takes_nothing(void **state)
{
	struct hash_key one = {{1, 2}}, other = {{1, 3}};

	(void)state;
	assert_true(hash_bytes(&one, NULL, 0) == hash_bytes(&one, "", 0));
	assert_true(hash_bytes(&one, NULL, 0) != hash_bytes(&other, NULL, 0));
	assert_true(hash_bytes(&one, "\0", 1) != hash_bytes(&one, NULL, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_another_implementation),
		cmocka_unit_test(takes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
