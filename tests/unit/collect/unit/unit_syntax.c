/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit_syntax.h"

#include <stdio.h>
#include <string.h>

#include "unit/unit.h"

/* The assignments of a text must be these, "SECTION.KEY=VALUE". */
static void expect(const char *text, const char *const *expected)
{
	char bytes[1024], found[1024];
	struct unit_assignment a;
	struct unit_syntax syntax;

	assert_true(strlen(text) < sizeof(bytes));
	strcpy(bytes, text);
	syntax = unit_syntax_over(bytes, strlen(bytes));
	for (; unit_syntax_next(&syntax, &a); expected++) {
		snprintf(found, sizeof(found), "%.*s.%.*s=%.*s",
			 (int)a.section.length, (const char *)a.section.bytes,
			 (int)a.key.length, (const char *)a.key.bytes,
			 (int)a.value.length, (const char *)a.value.bytes);
		assert_non_null(*expected);
		assert_string_equal(found, *expected);
	}
	assert_null(*expected);
}

#define EXPECT(text, ...) \
	expect(text, (const char *const[]){__VA_ARGS__, NULL})

static void reads_assignments(void **state)
{
	(void)state;
	EXPECT("[Unit]\nDescription=no\n\n [Service]\r\n"
	       "# A=comment \\\n; B=comment\n Key = a value \r\n"
	       "Empty=\nno assignment\n=no key\n[Install]\nC=d\n"
	       "[Service]\nLast==x",
	       "Unit.Description=no", "Service.Key=a value", "Service.Empty=",
	       "Install.C=d", "Service.Last==x");
	EXPECT("\xef\xbb\xbf[A]\nb=c\n", "A.b=c");
	EXPECT("before=any section\n[A]\nb=c\n", "A.b=c");
	expect("", (const char *const[]){NULL});
}

static void joins_lines(void **state)
{
	(void)state;
	EXPECT("[S]\nExecStart=/bin/sh -c \\\n   A=1 \\\n# no \\\n   B=2\nc=d",
	       "S.ExecStart=/bin/sh -c     A=1     B=2", "S.c=d");
	/* A backslash that is escaped joins nothing, nor one before a blank. */
	EXPECT("[S]\na=1\\\\\nb=2\\\\\\\nc=3\nd=4\\ \ne=5\n", "S.a=1\\\\",
	       "S.b=2\\\\ c=3", "S.d=4\\", "S.e=5");
	EXPECT("[S]\na=1 \\", "S.a=1");
	EXPECT("[S]\na=1 \\\n\nb=2", "S.a=1", "S.b=2");
	EXPECT("[S]\na=1 \\\r\nb=2", "S.a=1  b=2");
}

static void ends_at_a_broken_header(void **state)
{
	(void)state;
	EXPECT("[S]\na=1\n[S\na=2\n[S]\na=3\n", "S.a=1");
	EXPECT("[S]\na=1\n[S] x\na=2\n", "S.a=1");
	EXPECT("[S]\na=1\n[", "S.a=1");
	/* Another section, not a broken one. */
	EXPECT("[S]\na=1\n[ S ]\na=2\n[S]\na=3", "S.a=1", " S .a=2", "S.a=3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_assignments),
		cmocka_unit_test(joins_lines),
		cmocka_unit_test(ends_at_a_broken_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
