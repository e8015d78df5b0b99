/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/text.h"

#include <string.h>

#include "unit/unit.h"

static void matches_patterns(void **state)
{
	static const struct {
		const char *pattern, *string;
		bool matches;
		const char *capture;
	} cases[] = {
		{"exim4", "exim4", true, ""},
		{"exim4", "EXIM4", true, ""},
		{"exim?", "exim", false, ""},
		{"*/postfix/sbin/*", "/usr/lib/postfix/sbin/master", true, ""},
		{"*", "", true, ""},
		{"", "x", false, ""},
		{"* ESMTP Exim {version} *",
		 "220 mail1 ESMTP Exim 4.96 Fri, 20 Nov", true, "4.96"},
		{"*(Service {version}) *", "x (Service 5.5.1) y", true,
		 "5.5.1"},
		{"a{v}", "a", false, ""},
		{"a{v}b", "axyb", true, "xy"},
		{"a{v", "axy", false, ""},
		{"**b*a", "bbbba", true, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *capture = NULL;
		size_t length = 99;

		assert_int_equal(text_matches(cases[i].pattern,
					      cases[i].string, &capture,
					      &length),
				 cases[i].matches);
		if (!cases[i].matches)
			continue;
		assert_int_equal(length, strlen(cases[i].capture));
		if (length)
			assert_memory_equal(capture, cases[i].capture, length);
	}
}

static void makes_bytes_printable(void **state)
{
	static const struct {
		const char *bytes, *printable;
	} cases[] = {
		{"plain", "plain"},
		{"tab\there", "tab\\x09here"},
		{"\033[31mred", "\\x1b[31mred"},
		{"gr\303\274n", "gr\303\274n"},
		{"\374", "\\xfc"},
		{"\300\257", "\\xc0\\xaf"},
		{"\355\240\200", "\\xed\\xa0\\x80"},
		{"\342\200\256evil", "\\xe2\\x80\\xaeevil"},
		{"\302\233", "\\xc2\\x9b"},
		{"\342\202", "\\xe2\\x82"},
		{"\364\220\200\200", "\\xf4\\x90\\x80\\x80"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char out[128];
		size_t n = text_printable(cases[i].bytes,
					  strlen(cases[i].bytes), out);

		assert_string_equal(out, cases[i].printable);
		assert_int_equal(n, strlen(out));
	}
}

static void finds_the_base(void **state)
{
	(void)state;
	assert_string_equal(text_base("/usr/sbin/exim4"), "exim4");
	assert_string_equal(text_base("C:\\Exchsrvr\\x.exe"), "x.exe");
	assert_string_equal(text_base("/tmp/a\\x0ab"), "a\\x0ab");
	assert_string_equal(text_base("exim4"), "exim4");
	assert_string_equal(text_base("/"), "/");
}

static void compares_letters_without_case(void **state)
{
	char name[] = "MSEXCIMC@[\303\204";

	(void)state;
	assert_true(text_equal("Wspcfg.INI", "wspCFG.ini"));
	assert_false(text_equal("wspcfg.ini", "wspcfg.in"));
	assert_false(text_equal("@", "`"));
	assert_int_equal(text_lower('Z'), 'z');
	assert_int_equal(text_lower('['), '[');
	text_make_lower(name);
	assert_string_equal(name, "msexcimc@[\303\204");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matches_patterns),
		cmocka_unit_test(makes_bytes_printable),
		cmocka_unit_test(finds_the_base),
		cmocka_unit_test(compares_letters_without_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
