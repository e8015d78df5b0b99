/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/program.h"

#include <errno.h>
#include <string.h>

#include "unit/diagnose/finding/records.h"

static void names_greetings(void **state)
{
	static const struct {
		const char *text, *program, *version;
		bool weak;
	} cases[] = {
		/* As sent by Debian 12's packages. */
		{"220 mail1.example ESMTP Postfix (Debian/GNU)", "postfix", "",
		 false},
		{"220 [127.0.0.1] ESMTP amavis service ready", "amavis", "",
		 false},
		{"220-mail1.example ESMTP Postfix\n220 mail1.example ESMTP",
		 "postfix", "", false},
		{"220-Mail for members only.\r\n220-Go away.\r\n"
		 "220 mail1.example ESMTP Postfix (Debian/GNU)\r\n",
		 "postfix", "", false},
		{"220 smtp-sink ESMTP", "smtp-sink", "", false},
		{"220 mail1.example ESMTP Exim 4.96 Fri, 20 Nov 2026 19:38:03 "
		 "+0000",
		 "exim", "4.96", false},
		{"220 mail1.example ESMTP OpenSMTPD", "opensmtpd", "", false},
		{"220 mail1.example ESMTP Sendmail "
		 "8.17.1.9/8.17.1.9/Debian-2+deb12u2; Fri, 20 Nov 2026 "
		 "19:38:13 GMT; (No UCE/UBE) logging access from: "
		 "localhost(OK)-localhost [127.0.0.1]",
		 "sendmail", "8.17.1.9", false},
		{"220 mail1.example ESMTP", "qmail", "", true},
		{"220 localhost ESMTP msmtpd", "msmtpd", "", false},
		{"220 mail1.example Python SMTP 1.4.3", "aiosmtpd", "1.4.3",
		 false},
		{"220 mail1.example Python SMTP proxy version 0.3",
		 "python-smtpd", "0.3", false},
		{"220 smtp.passthru", "clamsmtp", "", true},
		{"220 mail1.example Dovecot (Debian) ready.", "dovecot", "",
		 false},
		{"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Dovecot "
		 "(Debian) ready.",
		 "dovecot", "", false},
		{"+OK Dovecot (Debian) ready.", "dovecot", "", false},
		{"* OK [CAPABILITY IMAP4rev1] Courier-IMAP ready. Copyright "
		 "1998-2019 Double Precision, Inc.  See COPYING for "
		 "distribution information.",
		 "courier-imap", "", false},
		{"+OK Hello there.", "courier-imap", "", false},
		{"220 mail1.example ESMTP ready", "nginx", "", true},
		{"+OK POP3 ready", "nginx", "", true},
		{"SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10", "sshd", "9.2p1",
		 false},
		{"SSH-2.0-OpenSSH_for_Windows_9.5", "sshd", "for_Windows_9.5",
		 false},
		{"SSH-2.0-dropbear_2022.83", "dropbear", "2022.83", false},
		{"220 (vsFTPd 3.0.3)", "vsftpd", "3.0.3", false},
		{"220---------- Welcome to Pure-FTPd [privsep] [TLS] "
		 "----------\n220 You will be disconnected",
		 "pure-ftpd", "", false},

		/* As their documentation and sources give them. */
		{"220 m.example ESMTP Server (Microsoft Exchange Internet Mail "
		 "Service 5.5.2232.0) Ready.",
		 "exchange-ims", "5.5.2232.0", false},
		{"220 m.example SMTP Server (Microsoft Exchange Internet Mail "
		 "Service 5.5.2651.58) ready",
		 "exchange-ims", "5.5.2651.58", false},
		{"220 m.example Microsoft Exchange Internet Mail Service "
		 "5.0.1458.49 ready",
		 "exchange-ims", "5.0.1458.49", false},
		{"220 m.example service ready", "exchange-ims", "", true},
		{"220 m.example Microsoft ESMTP MAIL Service, Version: "
		 "5.0.2195.2966 ready at  Mon, 1 Jan 2001 00:00:00 +0000",
		 "iis-smtp", "5.0.2195.2966", false},
		{"220 m.example Microsoft ESMTP MAIL Service ready at Mon, 1 "
		 "Jan 2024 00:00:00 +0000",
		 "exchange", "", false},
		{"421 4.3.2 Service not available", "exchange", "", true},
		{"220 m.example ESMTP Haraka 2.8.8 ready", "haraka", "2.8.8",
		 false},
		{"220 m.example ESMTP Haraka ready", "haraka", "", false},
		{"220 m.example SMTP Server (JAMES SMTP Server 2.3.2) ready "
		 "Sun, 30 Jul 2023",
		 "james", "2.3.2", false},
		{"220 Apache JAMES awesome SMTP Server", "james", "", false},
		{"220 m.example Stalwart ESMTP at your service", "stalwart", "",
		 false},
		{"220 m.example ESMTP chasquid", "chasquid", "", false},
		{"220 m.example ESMTP Citadel server ready.", "citadel", "",
		 false},
		{"220 m.example ESMTP qpsmtpd 0.29 ready; send us your mail, "
		 "but not your spam.",
		 "qpsmtpd", "0.29", false},
		{"220 m.example ESMTP hMailServer 5.6.9", "hmailserver",
		 "5.6.9", false},
		{"220 altn.example ESMTP MDaemon 6.8.5; Mon, 15 Sep 2003",
		 "mdaemon", "6.8.5", false},
		{"220 m.example ESMTP Service (HCL Domino Release 14.0FP4) "
		 "ready at Mon, 1 Jan 2024",
		 "domino", "14.0FP4", false},
		{"220 m.example ESMTP Service (Lotus Domino Release 5.0.4) "
		 "ready at Wed, 28 Feb 2001",
		 "domino", "5.0.4", false},
		{"220 m.example ESMTP MailEnable Service, Version: 10.43-- "
		 "ready at 04/28/23",
		 "mailenable", "10.43", false},
		{"220 m.example Kerio Connect 9.2.1 ESMTP ready", "kerio",
		 "9.2.1", false},
		{"220 m.example ESMTP CommuniGate Pro 6.3.20 is glad to see "
		 "you!",
		 "communigate", "6.3.20", false},
		{"220 m.example ESMTP IceWarp 11.4.6.0 x64; Tue, 22 May 2018",
		 "icewarp", "11.4.6.0", false},
		{"220 441ff155b363 Mailpit ESMTP Service ready", "mailpit", "",
		 false},
		{"220 mailhog.example ESMTP MailHog", "mailhog", "", false},
		{"220 localhost smtp4dev ready", "smtp4dev", "", false},
		{"220 inbucket Inbucket SMTP ready", "inbucket", "", false},
		{"220 /172.17.0.2 GreenMail SMTP Service v2.0.1 ready",
		 "greenmail", "2.0.1", false},
		{"220 EventMachine SMTP Server", "mailcatcher", "", false},
		{"220 m.example ESMTP SubEthaSMTP 3.1.7", "wiser", "3.1.7",
		 false},
		{"220 m.example avast! SMTP proxy ready.", "avast", "", false},
		{"421 Cannot connect to SMTP server 192.0.2.1 "
		 "(192.0.2.1:25), connect error 10060",
		 "avast", "", false},
		{"220 AVG ESMTP Proxy Server 8.0.135/8.0.135", "avg", "8.0.135",
		 false},
		{"220 m.example SMTP NAVGW 2.5.0.16;", "norton", "2.5.0.16",
		 false},
		{"220 m.example ESMTP BitDefender Proxy", "bitdefender", "",
		 false},
		{"220 m.example ESMTP Service ready", "eset", "", true},
		{"220 m.example WS500/SMTP Ready.", "mcafee", "", true},

		/* Case, and the end of a line, do not count. */
		{"220 mail1.example esmtp postfix\r", "postfix", "", false},
		{"220 mail1.example ESMTP \r\n", "qmail", "", true},

		{"220 mail1.example hello", "", "", false},
		{"I say ESMTP Postfix", "", "", false},
		{"220", "", "", false},
		{"\n\n\n", "", "", false},
		{"", "", "", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct greeter greeter = {0};
		int err = program_of_greeting(cases[i].text, &greeter);

		if (!*cases[i].program) {
			assert_int_equal(err, -ENOENT);
			assert_null(greeter.program);
			continue;
		}
		if (err)
			print_error("no program: %s\n", cases[i].text);
		assert_int_equal(err, 0);
		assert_string_equal(data_get(greeter.program, "name"),
				    cases[i].program);
		assert_int_equal(greeter.weak, cases[i].weak);
		assert_int_equal(greeter.version_length,
				 strlen(cases[i].version));
		assert_int_equal(!!greeter.version, !!*cases[i].version);
		if (greeter.version) {
			assert_true(greeter.version > cases[i].text);
			assert_memory_equal(greeter.version, cases[i].version,
					    greeter.version_length);
		}
	}
}

static void endures_long_greetings(void **state)
{
	static char text[100000];
	struct greeter greeter;

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(program_of_greeting(text, &greeter), -ENOENT);
	memset(text, '\n', sizeof(text) - 1);
	assert_int_equal(program_of_greeting(text, &greeter), -ENOENT);
	memset(text, '1', 4000);
	memcpy(text, "220 m ESMTP Exim ", 17);
	assert_int_equal(program_of_greeting(text, &greeter), 0);
	assert_string_equal(data_get(greeter.program, "name"), "exim");
}

static void check_program(const char *word)
{
	assert_non_null(data_find(data_programs, "name", word));
}

static void check_header(const struct data_record *r, const char *value)
{
	const struct data_record *p =
		program_of_header(data_get(r, "header"), value);

	assert_non_null(p);
	assert_string_equal(data_get(p, "name"), data_get(r, "program"));
	assert_null(program_of_header("Subject", value));
}

static void names_headers(void **state)
{
	(void)state;
	assert_string_equal(
		data_get(program_of_header("X-Antivirus",
					   "Avast (VPS 261120-0), Outbound "
					   "message"), "name"), "avast");
	assert_string_equal(
		data_get(program_of_header("x-antivirus", "AVG (VPS 261120)"),
			 "name"), "avg");
	assert_null(program_of_header("X-Antivirus", "Unheard of"));
	assert_null(program_of_header("X-Antivirus-Status", "Clean"));
}

static void has_sound_greetings(void **state)
{
	(void)state;
	for (const struct data_record *r = data_greetings; r->fields; r++) {
		const char *pattern = data_get(r, "pattern");
		const char *weak = data_get(r, "weak");
		struct greeter greeter = {0};
		char sample[256];

		if (data_get(r, "speaks-first")) {
			check_keys(r, "speaks-first");
			continue;
		}
		check_keys(r, "header pattern program also weak source");
		assert_non_null(pattern);
		assert_non_null(data_get(r, "source"));
		check_program(data_get(r, "program"));
		words_each(data_get(r, "also"), check_program);
		if (weak)
			assert_string_equal(weak, "yes");
		/* It matches, and no pattern before it does. */
		assert_true(strlen(pattern) < sizeof(sample) / 2);
		make_sample(pattern, sample);
		if (data_get(r, "header")) {
			assert_int_equal(program_of_greeting(sample, &greeter),
					 -ENOENT);
			check_header(r, sample);
			continue;
		}
		assert_int_equal(program_of_greeting(sample, &greeter), 0);
		if (greeter.pattern != r)
			print_error("%s hides %s\n",
				    data_get(greeter.pattern, "pattern"),
				    pattern);
		assert_ptr_equal(greeter.pattern, r);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_greetings),
		cmocka_unit_test(endures_long_greetings),
		cmocka_unit_test(names_headers),
		cmocka_unit_test(has_sound_greetings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
