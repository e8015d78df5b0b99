/* SPDX-License-Identifier: BSD-2-Clause */
/* The files services and protocols, and nsswitch.conf. */
#include "collect/database/database_file.h"

#include <string.h>

#include "unit/unit.h"

static struct cursor over(const char *text)
{
	return cursor_over(text, strlen(text));
}

static void finds_services(void **state)
{
	static const struct {
		const char *file, *name;
		unsigned int line, value;
	} cases[] = {
		{"smtp 25/tcp mail\n", "smtp", 1, 25},
		{"smtp 25/tcp mail\n", "mail", 1, 25},
		{"smtp 25/tcp", "smtp", 1, 25},
		{"# smtp 26/tcp\n\n \t\nsmtp\t\t25/tcp\t# mail\n", "smtp", 4, 25},
		{"smtp 25/udp\nsmtp 2525/tcp\nsmtp 25/tcp\n", "smtp", 2, 2525},
		{"x 1/tcp smtp\nsmtp 25/tcp\n", "smtp", 1, 1},
		{"smtp 25/tcp\r\n", "smtp", 1, 25},
		{"x 1/tcp a mail\r\n", "mail", 1, 1},
		{"  smtp 25/tcp\n", "smtp", 1, 25},
		{"smtp 65535/tcp\n", "smtp", 1, 65535},
		{"SMTP 25/tcp\n", "smtp", 0, 0},
		{"smtps 465/tcp\n", "smtp", 0, 0},
		{"x 25/tcp # smtp\n", "smtp", 0, 0},
		{"smtp 25/tcpx\n", "smtp", 0, 0},
		{"smtp 25\n", "smtp", 0, 0},
		{"smtp 25/\n", "smtp", 0, 0},
		{"smtp tcp/25\n", "smtp", 0, 0},
		{"smtp 65536/tcp\n", "smtp", 0, 0},
		{"smtp 99999999999999999999/tcp\n", "smtp", 0, 0},
		{"smtp -1/tcp\n", "smtp", 0, 0},
		{"smtp\n", "smtp", 0, 0},
		{"smtp", "smtp", 0, 0},
		{"\xef\xbb\xbfsmtp 25/tcp\n", "smtp", 0, 0},
		{"", "smtp", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct database_entry e =
			database_find(over(cases[i].file), DATABASE_SERVICES,
				      cases[i].name, "tcp");

		if (e.line != cases[i].line || e.value != cases[i].value)
			fail_msg("%s: line %u, %u", cases[i].file, e.line,
				 e.value);
	}
}

static void finds_protocols(void **state)
{
	struct database_entry e;

	(void)state;
	e = database_find(over("ip 0 IP\ntcp\t6\tTCP\t# x\nmptcp 262 M\n"),
			  DATABASE_PROTOCOLS, "tcp", NULL);
	assert_int_equal(e.line, 2);
	assert_int_equal(e.value, 6);
	e = database_find(over("ip 0 IP\n"), DATABASE_PROTOCOLS, "ip", NULL);
	assert_int_equal(e.line, 1);
	e = database_find(over("tcp 6/x\ntcp x\n"), DATABASE_PROTOCOLS, "tcp",
			  NULL);
	assert_int_equal(e.line, 0);
	assert_int_equal(e.bad, 2);
}

static void counts_what_cannot_be_read(void **state)
{
	struct database_entry e;

	(void)state;
	e = database_find(over("# c\na 1/tcp\nbad\nworse x/tcp\nb 2/tcp\n"),
			  DATABASE_SERVICES, "c", "tcp");
	assert_int_equal(e.lines, 2);
	assert_int_equal(e.bad, 2);
	assert_int_equal(e.first_bad, 3);
	e = database_find(over("# nothing\n"), DATABASE_SERVICES, "c", "tcp");
	assert_int_equal(e.lines + e.bad, 0);
	/* UTF-16, as an editor may leave it. */
	e = database_find(cursor_over("s\0m\0t\0p\0 \0002\0005\0/\0t\0c\0p\0",
				      22),
			  DATABASE_SERVICES, "smtp", "tcp");
	assert_int_equal(e.line, 0);
	assert_int_equal(e.bad, 1);
}

static void reads_nsswitch(void **state)
{
	static const char file[] =
		"# services: comment\npasswd: compat\n"
		"services_x: no\n"
		" services :\tdb [NOTFOUND=return] files # sss\n"
		"services: second\n"
		"protocols:files[SUCCESS=return]db\nrpc:\n";
	struct cursor sources, source;

	(void)state;
	assert_true(nsswitch_find(over(file), "services", &sources));
	assert_true(nsswitch_next(&sources, &source));
	assert_true(cursor_is(&source, "db"));
	assert_true(nsswitch_next(&sources, &source));
	assert_true(cursor_is(&source, "files"));
	assert_false(nsswitch_next(&sources, &source));
	assert_true(nsswitch_find(over(file), "protocols", &sources));
	assert_true(nsswitch_next(&sources, &source));
	assert_true(cursor_is(&source, "files"));
	assert_true(nsswitch_next(&sources, &source));
	assert_true(cursor_is(&source, "db"));
	assert_false(nsswitch_next(&sources, &source));
	assert_true(nsswitch_find(over(file), "rpc", &sources));
	assert_false(nsswitch_next(&sources, &source));
	assert_false(nsswitch_find(over(file), "hosts", &sources));
	assert_true(nsswitch_find(over("services: [x"), "services", &sources));
	assert_false(nsswitch_next(&sources, &source));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_services),
		cmocka_unit_test(finds_protocols),
		cmocka_unit_test(counts_what_cannot_be_read),
		cmocka_unit_test(reads_nsswitch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
