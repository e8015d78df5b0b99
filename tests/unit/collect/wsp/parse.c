/* SPDX-License-Identifier: BSD-2-Clause */
/* The parsers of the Winsock Proxy client's files: bytes in, lines out. */
#include "collect/wsp/ini.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/wsp/decode.h"
#include "unit/unit.h"

/* One line for each line: its number, what it is, section, key and value. */
static const char *outline(const char *text, size_t length)
{
	static const char types[] = "SK;.?";
	static char out[4096];
	struct ini ini = ini_over(text, length);
	struct ini_line l;
	size_t n = 0;

	out[0] = '\0';
	while (ini_next(&ini, &l))
		n += (size_t)snprintf(
			out + n, sizeof(out) - n, "%zu%c[%.*s]%.*s=%.*s|",
			l.number, types[l.type], (int)l.section.length,
			(const char *)l.section.bytes, (int)l.key.length,
			l.key.length ? (const char *)l.key.bytes : "",
			(int)l.value.length,
			l.value.length ? (const char *)l.value.bytes : "");
	return out;
}

static void ini_lines(void **state)
{
	static const struct {
		const char *text, *outline;
	} cases[] = {
		{"", ""},
		{"\n", "1.[]=|"},
		{"[A]\r\nk=v\r\n", "1S[A]=|2K[A]k=v|"},
		{"[A]\nk=v", "1S[A]=|2K[A]k=v|"},
		{"[A]\rk=v\r", "1S[A]=|2K[A]k=v|"},
		{"[A]\r\n\r\nk=v", "1S[A]=|2.[A]=|3K[A]k=v|"},
		{"[A]\n\rk=v", "1S[A]=|2.[A]=|3K[A]k=v|"},
		{"  [ A b ]  trailing\n\t k = v w \t\n",
		 "1S[A b]=|2K[A b]k=v w|"},
		{"k=v", "1K[]k=v|"},
		{"[A]\n;k=v\n  ; [B]\nx=1;2",
		 "1S[A]=|2;[A]=|3;[A]=|4K[A]x=1;2|"},
		{"[A\nk=v\n]\n", "1?[]=|2K[]k=v|3?[]=|"},
		{"[]\n[B]k=v\n", "1S[]=|2S[B]=|"},
		{"=v\nword\n = \n", "1?[]=|2?[]=|3?[]=|"},
		{"k=", "1K[]k=|"},
		{"k=a=b", "1K[]k=a=b|"},
		{"k=\"v\"\nl='v'\nm=\"v\nn=\"\no=\"\"\np='v\"",
		 "1K[]k=v|2K[]l=v|3K[]m=\"v|4K[]n=\"|5K[]o=|6K[]p='v\"|"},
		{"Refresh Time (Hours)=6", "1K[]Refresh Time (Hours)=6|"},
		{"a=1\na=2\n[S]\na=3\n[s]\na=4",
		 "1K[]a=1|2K[]a=2|3S[S]=|4K[S]a=3|5S[s]=|6K[s]a=4|"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(outline(cases[i].text,
					    strlen(cases[i].text)),
				    cases[i].outline);
}

static void a_line_that_is_too_long(void **state)
{
	char text[INI_LINE_MAX + 16];
	struct ini ini;
	struct ini_line l;

	(void)state;
	memset(text, 'v', sizeof(text));
	memcpy(text, "k=", 2);
	ini = ini_over(text, INI_LINE_MAX);
	assert_true(ini_next(&ini, &l));
	assert_int_equal(l.type, INI_KEY);
	assert_int_equal(l.value.length, INI_LINE_MAX - 2);
	ini = ini_over(text, INI_LINE_MAX + 1);
	assert_true(ini_next(&ini, &l));
	assert_int_equal(l.type, INI_OTHER);
	assert_false(ini_next(&ini, &l));
}

static void encodings(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *text, *encoding;
	} cases[] = {
		{"", 0, "", "ascii"},
		{"a", 1, "a", "ascii"},
		{"[A]", 3, "[A]", "ascii"},
		{"\xef\xbb\xbf[A]", 6, "[A]", "utf-8"},
		{"\xef\xbb\xbf", 3, "", "utf-8"},
		{"\xef\xbb", 2, "\xc3\xaf\xc2\xbb", "windows-1252"},
		{"\xef\xbb\xbf\xc3\xa9", 5, "\xc3\xa9", "utf-8"},
		/* As the client reads it, though it is valid UTF-8. */
		{"\xc3\xa9", 2, "\xc3\x83\xc2\xa9", "windows-1252"},
		{"\x80\x9f\xa0\xff", 4,
		 "\xe2\x82\xac\xc5\xb8\xc2\xa0\xc3\xbf", "windows-1252"},
		{"\x81", 1, "\xef\xbf\xbd", "windows-1252"},
		{"\xff\xfe[\0A\0]\0", 8, "[A]", "utf-16le"},
		{"\xfe\xff\0[\0A\0]", 8, "[A]", "utf-16be"},
		{"[\0A\0]\0", 6, "[A]", "utf-16le"},
		{"\0[\0A\0]", 6, "[A]", "utf-16be"},
		{"\xff\xfe", 2, "", "utf-16le"},
		{"\xff\xfe\xac\x20", 4, "\xe2\x82\xac", "utf-16le"},
		{"\xff\xfe\xe9\0", 4, "\xc3\xa9", "utf-16le"},
		{"\xff\xfe\x3d\xd8\x00\xde", 6, "\xf0\x9f\x98\x80",
		 "utf-16le"},
		{"\xfe\xff\xd8\x3d\xde\x00", 6, "\xf0\x9f\x98\x80",
		 "utf-16be"},
		/* Surrogates that are alone, and half a unit. */
		{"\xff\xfe\x3d\xd8" "a\0", 6, "\xef\xbf\xbd" "a", "utf-16le"},
		{"\xff\xfe\x3d\xd8", 4, "\xef\xbf\xbd", "utf-16le"},
		{"\xff\xfe\x00\xde", 4, "\xef\xbf\xbd", "utf-16le"},
		{"\xff\xfe" "a\0b", 5, "a\xef\xbf\xbd", "utf-16le"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct decoded d;

		assert_int_equal(decode(cases[i].bytes, cases[i].length, &d),
				 0);
		assert_string_equal(d.encoding, cases[i].encoding);
		assert_string_equal(d.text, cases[i].text);
		assert_int_equal(d.length, strlen(cases[i].text));
		free(d.text);
	}
}

static void address_pairs(void **state)
{
	static const struct {
		const char *line;
		int result;
		const char *first, *last;
	} cases[] = {
		{"10.0.0.0 10.255.255.255", 1, "10.0.0.0", "10.255.255.255"},
		{"\t10.0.0.0\t\t10.0.0.0 ", 1, "10.0.0.0", "10.0.0.0"},
		{"0.0.0.0 255.255.255.255", 1, "0.0.0.0", "255.255.255.255"},
		{"fd00:: fd00::ffff", 1, "fd00::", "fd00::ffff"},
		{"", 0, NULL, NULL},
		{" \t", 0, NULL, NULL},
		{"; 10.0.0.0 10.0.0.1", 0, NULL, NULL},
		{"# inside", 0, NULL, NULL},
		{"10.0.0.0", -EINVAL, NULL, NULL},
		{"10.0.0.1 10.0.0.0", -EINVAL, NULL, NULL},
		{"10.0.0.0 10.0.0.1 10.0.0.2", -EINVAL, NULL, NULL},
		{"10.0.0.0 fd00::1", -EINVAL, NULL, NULL},
		{"10.0.0 10.0.0.1", -EINVAL, NULL, NULL},
		{"10.0.0.0-10.0.0.1", -EINVAL, NULL, NULL},
		{"10.0.0.0 256.0.0.0", -EINVAL, NULL, NULL},
		{"[Addresses]", -EINVAL, NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct cursor c = cursor_over(cases[i].line,
					      strlen(cases[i].line));
		struct address first = {.family = 9}, last = {.family = 9};
		char text[ADDRESS_TEXT];

		assert_int_equal(lat_line(&c, &first, &last),
				 cases[i].result);
		if (cases[i].result <= 0) {
			assert_int_equal(first.family, 9);
			assert_int_equal(last.family, 9);
			continue;
		}
		assert_string_equal(address_format(&first, text),
				    cases[i].first);
		assert_string_equal(address_format(&last, text),
				    cases[i].last);
	}
}

static void words_that_are_no_addresses(void **state)
{
	char line[300];
	struct cursor c = cursor_over(line, sizeof(line));
	struct address first, last;

	(void)state;
	memset(line, '1', sizeof(line));
	assert_int_equal(lat_line(&c, &first, &last), -EINVAL);
	memcpy(line, "10.0.0.0 ", 9);
	assert_int_equal(lat_line(&c, &first, &last), -EINVAL);
	/* What stands behind a NUL is not passed over. */
	c = cursor_over("10.0.0.0\0x 10.0.0.1", 19);
	assert_int_equal(lat_line(&c, &first, &last), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ini_lines),
		cmocka_unit_test(a_line_that_is_too_long),
		cmocka_unit_test(encodings),
		cmocka_unit_test(address_pairs),
		cmocka_unit_test(words_that_are_no_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
