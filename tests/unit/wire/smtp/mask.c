/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/smtp/mask.h"

#include <stdio.h>
#include <string.h>

#include "unit/unit.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct {
	const char *text;
	const char *masked;
} lines[] = {
	/* Arguments of commands. */
	{"", ""},
	{"FROM:<>", "FROM:<>"},
	{"FROM:<alice@example.com>", "FROM:<*>"},
	{"from:<alice@example.com> SIZE=1024", "from:<*> SIZE=1024"},
	{"FROM: <alice@example.com> BODY=8BITMIME SMTPUTF8",
	 "FROM: <*> BODY=8BITMIME SMTPUTF8"},
	{"FROM:alice@example.com", "FROM:*"},
	{"FROM: alice@example.com SIZE=1", "FROM: * SIZE=1"},
	{"FROM: alice", "FROM: *"},
	{"TO:alice", "TO:*"},
	{"TO:<postmaster>", "TO:<*>"},
	{"TO:<\"a b\"@example.com>", "TO:<*>"},
	{"TO:<\"a>b\"@example.com> NOTIFY=NEVER", "TO:<*> NOTIFY=NEVER"},
	{"TO:\"a b\"@example.com", "TO:*"},
	{"TO:\"a \\\" b\"@example.com NOTIFY=NEVER", "TO:* NOTIFY=NEVER"},
	{"TO:<@a.example,@b.example:c@d.example>", "TO:<*>"},
	{"TO:<m\303\274ller@example.com>", "TO:<*>"},
	{"TO:<bob@example.com> ORCPT=rfc822;bob@example.com NOTIFY=SUCCESS",
	 "TO:<*> ORCPT=* NOTIFY=SUCCESS"},
	{"TO:<bob@example.com> ORCPT=rfc822;bob+40example.com",
	 "TO:<*> ORCPT=*"},
	{"FROM:<x@y> SIZE=100 AUTH=<a@b>", "FROM:<*> SIZE=100 AUTH=<*>"},
	{"FROM:<x@y> AUTH=<>", "FROM:<*> AUTH=<>"},
	{"FROM:<x@y> AUTH=e+3Dmc2+40example.com RET=HDRS ENVID=QQ314159",
	 "FROM:<*> AUTH=* RET=HDRS ENVID=*"},
	{"FROM:<x@y> envid=a@b", "FROM:<*> envid=*"},
	{"TO:<x@y", "TO:<*"},
	{"TO:<", "TO:<"},
	{"TO:<\"x@y>", "TO:<*"},
	{"mail.example.com", "mail.example.com"},
	{"[192.0.2.1]", "[192.0.2.1]"},
	{"[IPv6:2001:db8::1]", "[IPv6:2001:db8::1]"},
	{"alice@laptop", "*"},
	{"ADDR=192.0.2.1 LOGIN=alice NAME=host.example",
	 "ADDR=192.0.2.1 LOGIN=* NAME=host.example"},
	{"LOGIN=alice", "LOGIN=*"},
	{"1234 LAST", "1234 LAST"},
	/* Line ends, and who is called as they are. */
	{"End data with <CR><LF>.<CR><LF>", "End data with <CR><LF>.<CR><LF>"},
	{"<CRLF>.<CRLF> ends it", "<CRLF>.<CRLF> ends it"},
	{"TO:<CR>", "TO:<*>"},
	{"TO: <CR>", "TO: <*>"},
	{"FROM:<> AUTH=<LF>", "FROM:<> AUTH=<*>"},
	{"<CR@example.com> <CR LF> <cr> <CR", "<*> <*> <*> <*"},
	{"End with <root>.<LF>", "End with <*>.<LF>"},
	/* Postfix */
	{"mail.example.com ESMTP Postfix (Debian/GNU)",
	 "mail.example.com ESMTP Postfix (Debian/GNU)"},
	{"2.1.0 Ok", "2.1.0 Ok"},
	{"2.0.0 Ok: queued as 4Yx1Zq2Jz7z", "2.0.0 Ok: queued as 4Yx1Zq2Jz7z"},
	{"5.1.1 <nobody@example.com>: Recipient address rejected: User "
	 "unknown in local recipient table",
	 "5.1.1 <*>: Recipient address rejected: User unknown in local "
	 "recipient table"},
	{"5.7.1 <nobody@example.com>: Relay access denied",
	 "5.7.1 <*>: Relay access denied"},
	{"4.2.0 <bob@example.com>: Recipient address rejected: Greylisted",
	 "4.2.0 <*>: Recipient address rejected: Greylisted"},
	{"5.1.8 <a@b>: Sender address rejected: Domain not found",
	 "5.1.8 <*>: Sender address rejected: Domain not found"},
	/* Exim */
	{"OK id=1rXyZa-000abc-1B", "OK id=1rXyZa-000abc-1B"},
	{"host Hello client.example [192.0.2.1]",
	 "host Hello client.example [192.0.2.1]"},
	{"Administrative prohibition for bob@example.com",
	 "Administrative prohibition for *"},
	{"<bob@example.com>: sender rejected", "<*>: sender rejected"},
	/* OpenSMTPD */
	{"2.1.5 Destination address valid: Recipient ok",
	 "2.1.5 Destination address valid: Recipient ok"},
	{"5.1.1 Recipient rejected: bob@example.com",
	 "5.1.1 Recipient rejected: *"},
	/* Exchange */
	{"2.1.0 bob@example.com....Sender OK", "2.1.0 * OK"},
	{"2.1.5 bob@example.com", "2.1.5 *"},
	{"2.6.0 <000001c@mail.example.com> Queued mail for delivery",
	 "2.6.0 <*> Queued mail for delivery"},
	{"5.7.1 Unable to relay for bob@example.com",
	 "5.7.1 Unable to relay for *"},
	{"SMTP; Unable to relay for x@y (192.0.2.1)",
	 "SMTP; Unable to relay for * (192.0.2.1)"},
	/* Sendmail */
	{"2.1.0 <a@example.com>... Sender ok", "2.1.0 <*>... Sender ok"},
	{"2.1.5 bob@example.com... Recipient ok", "2.1.5 * Recipient ok"},
	{"5.1.1 nobody... User unknown", "5.1.1 *... User unknown"},
	{"nobody... User unknown", "*... User unknown"},
	{"5.5.4 Invalid address \"a b\"@example.com here",
	 "5.5.4 Invalid address * here"},
	/* qmail, and others */
	{"sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
	 "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"},
	{"see \"the manual\" at our site", "see \"the manual\" at our site"},
	{"a 5\" pipe", "a 5\" pipe"},
	{"lost \"a b@example.com", "lost *"},
	{"for a@b,c@d; and (e@f)", "for * and *"},
	{"AUTH=LOGIN PLAIN", "AUTH=LOGIN PLAIN"},
	{"AUTH LOGIN PLAIN", "AUTH LOGIN PLAIN"},
	{"SIZE 10240000", "SIZE 10240000"},
	{"x > y", "x > y"},
};

static void masks_mailboxes(void **state)
{
	char out[256];

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++) {
		size_t length = strlen(lines[i].text), n;

		memset(out, 'z', sizeof(out));
		n = mask_text(lines[i].text, length, out);
		assert_string_equal(out, lines[i].masked);
		assert_int_equal(n, strlen(lines[i].masked));
		assert_true(n <= length);
		/* No room was needed that was not promised. */
		assert_int_equal(out[length + 1], 'z');
	}
}

/* No @ of the text comes through, however it is cut. */
static void lets_no_mailbox_through(void **state)
{
	char out[256];

	(void)state;
	for (size_t i = 0; i < COUNT(lines); i++)
		for (size_t n = 0; n <= strlen(lines[i].text); n++) {
			mask_text(lines[i].text, n, out);
			assert_null(strchr(out, '@'));
		}
}

static void finds_the_status_code(void **state)
{
	static const struct {
		const char *text;
		size_t length;
	} cases[] = {
		{"5.1.1", 5},
		{"2.0.0 root", 5},
		{"4.999.000\tx", 9},
		{"5.1.1000 x", 0},
		{"1234.1.1", 0},
		{"192.0.2.7 x", 0},
		{"5.1 x", 0},
		{"5.1.1x", 0},
		{"5..1", 0},
		{" 5.1.1", 0},
		{"root", 0},
		{"", 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(mask_status(cases[i].text,
					     strlen(cases[i].text)),
				 cases[i].length);
}

/* A NUL is a byte as any other. */
static void masks_behind_nul(void **state)
{
	static const char text[] = "a\0<b@c>\0d@e";
	char out[sizeof(text)];
	size_t n = mask_text(text, sizeof(text) - 1, out);

	(void)state;
	assert_int_equal(n, 6);
	assert_memory_equal(out, "a\0<*>*", 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(masks_mailboxes),
		cmocka_unit_test(lets_no_mailbox_through),
		cmocka_unit_test(finds_the_status_code),
		cmocka_unit_test(masks_behind_nul),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
