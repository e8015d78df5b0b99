/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/program.h"

#include <stdio.h>
#include <string.h>

#include "unit/diagnose/finding/records.h"

/* What a process is asked by: a NULL is a member that the fact lacks. */
struct seen {
	const char *exe;
	const char *args; /* parted by blanks */
	const char *name;
	const char *services; /* parted by commas */
};

static json_t *split(const char *words, char separator)
{
	json_t *list = json_array();

	while (words && *words) {
		const char *end = strchr(words, separator);
		size_t n = end ? (size_t)(end - words) : strlen(words);

		json_array_append_new(list, json_stringn(words, n));
		words += end ? n + 1 : n;
	}
	return list;
}

static const char *whose(const struct seen *seen)
{
	struct facts *facts = facts_new();
	json_t *value = json_pack("{s:i, s:s*, s:s*}", "pid", 812, "exe",
				  seen->exe, "name", seen->name);
	const struct data_record *found;
	const struct fact *fact;

	if (seen->args)
		json_object_set_new(value, "args", split(seen->args, ' '));
	if (seen->services)
		json_object_set_new(value, "services",
				    split(seen->services, ','));
	fact = facts_add(facts, FACT_PROCESS, FACT_SEEN, "test", NULL, value,
			 "pid 812");
	assert_non_null(fact);
	found = program_of_process(fact);
	facts_free(facts);
	return found ? data_get(found, "name") : "";
}

static void names_processes(void **state)
{
	static const struct {
		struct seen seen;
		const char *program;
	} cases[] = {
		/* Debian 12, as seen with the packages that data/programs
		   names. */
		{{"/usr/lib/postfix/sbin/master",
		  "/usr/lib/postfix/sbin/master -w", "master", NULL},
		 "postfix"},
		{{"/usr/lib/postfix/sbin/smtpd",
		  "smtpd -n smtp -t inet -u -c -s 2", "smtpd", NULL},
		 "postfix"},
		{{"/usr/sbin/smtp-sink", "smtp-sink -u postfix :2525 10",
		  "smtp-sink", NULL},
		 "smtp-sink"},
		{{"/usr/sbin/exim4", "/usr/sbin/exim4 -bd -q30m", "exim4",
		  NULL},
		 "exim"},
		{{"/usr/sbin/smtpd", "smtpd: pony express", "smtpd", NULL},
		 "opensmtpd"},
		{{"/usr/libexec/sendmail/sendmail",
		  "sendmail: MTA: accepting connections", "sendmail-mta", NULL},
		 "sendmail"},
		{{"/usr/sbin/couriertcpd",
		  "/usr/sbin/couriertcpd -noidentlookup smtp "
		  "/usr/sbin/courieresmtpd",
		  "couriertcpd", NULL},
		 "courier"},
		{{"/usr/sbin/couriertcpd",
		  "/usr/sbin/couriertcpd 143 "
		  "/usr/lib/courier/courier/imaplogin /usr/bin/imapd",
		  "couriertcpd", NULL},
		 "courier-imap"},
		{{"/usr/bin/perl",
		  "/usr/bin/perl -Tw /usr/bin/qpsmtpd-forkserver -p 25",
		  "qpsmtpd-forkser", NULL},
		 "qpsmtpd"},
		{{"/usr/bin/python3.11",
		  "python3 -m aiosmtpd -n -l 127.0.0.1:2526", "python3", NULL},
		 "aiosmtpd"},
		{{"/usr/bin/python3.11",
		  "/usr/bin/python3 /usr/bin/aiosmtpd -n", "aiosmtpd", NULL},
		 "aiosmtpd"},
		{{"/usr/bin/python3.11",
		  "python3 -W ignore -m smtpd -n -c DebuggingServer", "python3",
		  NULL},
		 "python-smtpd"},
		{{"/usr/bin/python3.11", "python3 server.py", "python3", NULL},
		 ""},
		{{"/usr/sbin/clamsmtpd", "clamsmtpd -f c.conf", "clamsmtpd",
		  NULL},
		 "clamsmtp"},
		{{"/usr/sbin/proxsmtpd", "proxsmtpd -f p.conf", "proxsmtpd",
		  NULL},
		 "proxsmtp"},
		{{"/usr/bin/perl", "/usr/bin/perl -T /usr/sbin/spampd",
		  "spampd", NULL},
		 "spampd"},
		{{"/usr/bin/perl", "/usr/sbin/amavisd-new (master)",
		  "/usr/sbin/amavi", NULL},
		 "amavis"},
		{{"/usr/bin/perl", "perl -T /usr/share/assp/assp.pl", NULL,
		  NULL}, "assp"},
		{{"/opt/hcl/domino/notes/latest/linux/server", NULL, NULL,
		  NULL}, "domino"},
		{{"/usr/exim/bin/exim-4.96-0", NULL, NULL, NULL}, "exim"},
		{{"/usr/bin/msmtpd", "msmtpd --port=25", "msmtpd", NULL},
		 "msmtpd"},
		{{"/usr/sbin/dovecot", "/usr/sbin/dovecot -F", "dovecot", NULL},
		 "dovecot"},
		{{"/usr/lib/dovecot/submission-login",
		  "dovecot/submission-login", "submission-logi", NULL},
		 "dovecot"},
		{{"/usr/sbin/sshd",
		  "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups",
		  "sshd", NULL},
		 "sshd"},
		{{"/usr/sbin/sshd", "/usr/sbin/sshd -D", "sshd", NULL}, "sshd"},
		{{"/usr/sbin/sshd", "sshd: root       ", "sshd", NULL},
		 "ssh-remote"},
		{{"/usr/sbin/sshd", "sshd: ann@pts/0", "sshd", NULL},
		 "ssh-remote"},
		{{"/usr/sbin/sshd", "sshd: ann [priv]", "sshd", NULL},
		 "ssh-remote"},
		{{"/usr/lib/openssh/sshd-session", "sshd-session: ann@notty",
		  "sshd-session", NULL},
		 "ssh-remote"},
		{{"/usr/bin/ssh", "ssh -N -L 25:127.0.0.1:25 mail", "ssh",
		  NULL},
		 "ssh"},
		{{"/usr/bin/stunnel4", "stunnel st.conf", "stunnel", NULL},
		 "stunnel"},
		{{"/usr/sbin/haproxy", "haproxy -W -db -f ha.cfg", "haproxy",
		  NULL},
		 "haproxy"},
		{{"/usr/sbin/rinetd", "rinetd -f", "rinetd", NULL}, "rinetd"},
		{{"/usr/bin/redir", "redir -n :25 mail:25", "redir", NULL},
		 "redir"},
		{{"/usr/bin/socat", "socat TCP-LISTEN:25,fork TCP:mail:25",
		  "socat", NULL},
		 "socat"},
		{{"/usr/bin/tcpserver", "tcpserver 0 25 /bin/cat", "tcpserver",
		  NULL},
		 "tcpserver"},
		{{"/usr/bin/tcpserver",
		  "tcpserver 0 smtp /var/qmail/bin/qmail-smtpd", "tcpserver",
		  NULL},
		 "qmail"},
		{{"/usr/bin/nc.openbsd", "nc -l 25", "nc", NULL}, "ncat"},
		{{"/usr/sbin/xinetd", "xinetd -dontfork", "xinetd", NULL},
		 "xinetd"},
		{{"/usr/sbin/inetd", "inetd", "inetd", NULL}, "inetd"},
		{{"/usr/sbin/inetutils-inetd", "inetutils-inetd",
		  "inetutils-inetd", NULL},
		 "inetd"},
		{{"/usr/lib/systemd/systemd", "/sbin/init", "systemd", NULL},
		 "systemd"},
		{{NULL, "/sbin/init", "systemd", NULL}, "systemd"},
		{{"/usr/sbin/docker-proxy",
		  "/usr/sbin/docker-proxy -proto tcp -host-port 25",
		  "docker-proxy", NULL},
		 "docker-proxy"},
		{{"/usr/bin/pasta.avx2", "pasta -t 25", "pasta.avx2", NULL},
		 "pasta"},
		{{"/usr/sbin/nginx", "nginx: master process nginx", "nginx",
		  NULL},
		 "nginx"},
		{{"/usr/sbin/rpc.statd", "rpc.statd", "rpc.statd", NULL},
		 "rpc.statd"},
		{{"/usr/sbin/rpc.rquotad", "rpc.rquotad", "rpc.rquotad", NULL},
		 "rpc-other"},

		/* Elsewhere on Unix. */
		{{"/usr/libexec/postfix/master", "master -w", "master", NULL},
		 "postfix"},
		{{"/opt/zimbra/common/libexec/master", "master -w", "master",
		  NULL},
		 "postfix"},
		{{"/usr/sbin/exim-4.97.1-1", "exim -bd", "exim", NULL}, "exim"},
		{{"/usr/lib/cyrus/bin/master", "cyrmaster", "cyrmaster", NULL},
		 "cyrus"},
		{{"/usr/bin/node", "node /usr/bin/haraka -c /etc/haraka",
		  "node", NULL},
		 "haraka"},
		{{"/usr/local/bin/node", "node /app/maildev --smtp 25", "node",
		  NULL},
		 "maildev"},
		{{"/usr/bin/node", "node server.js", "node", NULL}, ""},
		{{"/opt/java/bin/java", "java -jar james-server-jpa-app.jar",
		  "java", NULL},
		 "james"},
		{{"/usr/bin/ruby3.1", "ruby /usr/bin/mailcatcher -f",
		  "mailcatcher", NULL},
		 "mailcatcher"},
		{{"/bin/busybox", "/usr/sbin/inetd -f", "inetd", NULL},
		 "busybox-inetd"},
		{{"/bin/busybox", "nc -l -p 25", "nc", NULL}, "busybox-nc"},
		{{"/bin/busybox", "busybox tcpsvd 0 25 cat", "busybox", NULL},
		 "busybox-tcpsvd"},
		{{"/bin/busybox", "sleep 1000", "sleep", NULL}, "busybox-tool"},
		{{"/bin/busybox", "httpd -f", "httpd", NULL}, ""},
		{{"/usr/bin/sleep", "sleep 1000", "sleep", NULL}, "tool"},
		{{"/usr/bin/bash", "-bash", "bash", NULL}, "shell"},
		{{"/usr/local/bin/mailpit", "mailpit", "mailpit", NULL},
		 "mailpit"},
		{{"/usr/bin/MailHog", "MailHog", "MailHog", NULL}, "mailhog"},
		{{"/usr/bin/kubectl", "kubectl port-forward pod 25", "kubectl",
		  NULL},
		 "kubectl"},
		{{"/usr/bin/kubectl", "kubectl get pods", "kubectl", NULL}, ""},

		/* An executable that is gone, unknown, or out of sight. */
		{{"/usr/sbin/exim4 (deleted)", "exim4 -bd", "exim4", NULL},
		 "exim"},
		{{"/usr/sbin/smtpd (deleted)", NULL, NULL, NULL}, "opensmtpd"},
		{{NULL, "/usr/sbin/exim4 -bd", "exim4", NULL}, "exim"},
		{{NULL, "/usr/lib/postfix/sbin/master -w", "master", NULL},
		 "postfix"},
		{{NULL, NULL, "exim4", NULL}, "exim"},
		{{NULL, NULL, "smtpd", NULL}, ""},
		{{NULL, NULL, "master", NULL}, ""},
		{{NULL, NULL, "systemd-resolve", NULL}, "systemd-resolved"},
		{{NULL, NULL, "MSExchangeTrans", NULL}, "exchange"},
		{{NULL, NULL, "msexchangedelivery.exe", NULL}, "exchange"},
		{{NULL, NULL, "System", NULL}, "windows-system"},
		{{"/home/ann/System", NULL, "System", NULL}, ""},
		{{"/usr/local/bin/notifier", "exim4", "exim4", NULL}, ""},
		{{NULL, NULL, NULL, NULL}, ""},
		{{"", "", "", ""}, ""},
		{{"/", "/", "/", "/"}, ""},

		/* Windows. */
		{{"C:\\Program Files\\AVAST Software\\Avast\\AvastSvc.exe",
		  NULL, "AvastSvc.exe", NULL},
		 "avast"},
		{{"C:\\Program Files\\Avast Software\\Avast\\x64\\other.exe",
		  NULL, "other.exe", NULL},
		 "avast"},
		{{NULL, NULL, "AVGSVC.EXE", NULL}, "avg"},
		{{"C:\\Programme\\Grisoft\\AVG7\\avgemc.exe", NULL, NULL, NULL},
		 "avg"},
		{{"C:\\Program Files\\ESET\\ekrn.exe", NULL, NULL, NULL},
		 "eset"},
		{{"C:\\KAV\\avp.exe", NULL, NULL, "AVP21.3"}, "kaspersky"},
		{{"D:\\Exchsrvr\\Connect\\Msexcimc\\Bin\\MSEXCIMC.EXE", NULL,
		  "MSEXCIMC.EXE", "MSExchangeIMC"},
		 "exchange-ims"},
		{{"C:\\WINNT\\System32\\inetsrv\\inetinfo.exe", NULL,
		  "inetinfo.exe", "IISADMIN,MSFTPSVC,SMTPSVC"},
		 "iis-smtp"},
		{{"C:\\WINNT\\System32\\inetsrv\\inetinfo.exe", NULL,
		  "inetinfo.exe", "IISADMIN,W3SVC"},
		 "iis"},
		{{"C:\\Windows\\System32\\svchost.exe", NULL, "svchost.exe",
		  "Themes,iphlpsvc,Winmgmt"},
		 "portproxy"},
		{{"C:\\Windows\\System32\\svchost.exe", NULL, "svchost.exe",
		  "RpcSs"},
		 ""},
		{{"C:\\Program Files\\Any\\EdgeTransport.exe", NULL, NULL,
		  "MSExchangeTransport"},
		 "exchange"},
		{{"C:\\Program Files\\Docker\\com.docker.backend.exe", NULL,
		  "com.docker.backend.exe", NULL},
		 "docker-desktop"},
		{{"C:\\Windows\\System32\\wslrelay.exe", NULL, NULL, NULL},
		 "wslrelay"},
		{{"C:\\Windows\\System32\\OpenSSH\\ssh.exe", "ssh -L 25:x:25",
		  NULL, NULL},
		 "ssh"},
		{{"C:\\putty\\PLINK.EXE", NULL, NULL, NULL}, "plink"},
		{{"C:\\Program Files\\MSP\\wspsrv.exe", NULL, NULL, NULL},
		 "wsp-server"},
		{{"C:\\Program Files\\Microsoft Firewall Client 2004\\"
		  "FwcAgent.exe",
		  NULL, NULL, NULL},
		 "wsp-client"},
		{{"C:\\hMailServer\\Bin\\hMailServer.exe", "x RunAsService",
		  NULL, "hMailServer"},
		 "hmailserver"},
		{{"C:\\Windows\\smtp.exe", NULL, NULL, NULL}, ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *name = whose(&cases[i].seen);

		if (strcmp(name, cases[i].program))
			print_error("case %zu: %s, %s\n", i, cases[i].seen.exe,
				    cases[i].seen.name);
		assert_string_equal(name, cases[i].program);
	}
}

static void endures_long_and_odd_values(void **state)
{
	static char path[20000], args[20000];
	struct seen seen = {path, args, NULL, NULL};
	struct facts *facts = facts_new();
	const struct fact *fact;

	(void)state;
	memset(path, '/', sizeof(path) - 1);
	memset(args, 'x', sizeof(args) - 1);
	assert_string_equal(whose(&seen), "");
	memset(args, ' ', sizeof(args) - 1);
	assert_string_equal(whose(&seen), "");
	seen.exe = "/usr/bin/python3";
	memcpy(args, "python3 -m aiosmtpd", 19);
	assert_string_equal(whose(&seen), "aiosmtpd");
	/* What stands behind the first 4 KiB is not seen. */
	memset(args, 'x', sizeof(args) - 1);
	memcpy(args + 6000, " -m aiosmtpd ", 13);
	assert_string_equal(whose(&seen), "");
	fact = facts_add(facts, FACT_PROCESS, FACT_DENIED, "test", NULL,
			 json_object(), "pid 1");
	assert_non_null(fact);
	assert_null(program_of_process(fact));
	facts_free(facts);
}

static void names_units(void **state)
{
	static const struct {
		const char *unit, *program;
	} cases[] = {
		{"exim4.service", "exim"},
		{"exim4", "exim"},
		{"postfix@-.service", "postfix"},
		{"postfix.service", "postfix"},
		{"opensmtpd.service", "opensmtpd"},
		{"sendmail.service", "sendmail"},
		{"courier-mta.service", "courier"},
		{"chasquid-smtp.socket", "chasquid"},
		{"dovecot.socket", "dovecot"},
		{"clamsmtp.service", "clamsmtp"},
		{"amavis.service", "amavis"},
		{"openbsd-inetd.service", "inetd"},
		{"ssh.socket", "sshd"},
		{"stunnel@mail.service", "stunnel"},
		{"docker.service", "dockerd"},
		{"rpc-statd.service", "rpc.statd"},
		{"nis.service", "nis"},
		{"MSExchangeIMC", "exchange-ims"},
		{"smtpsvc", "iis-smtp"},
		{"avast! Antivirus", "avast"},
		{"AVP18.0.0", "kaspersky"},
		{"iphlpsvc", "portproxy"},
		{"MSSQL$EXPRESS", "mssql"},
		{"postfixadmin.service", ""},
		{"session-9.scope", ""},
		{".service", ""},
		{"", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct data_record *r = program_of_unit(cases[i].unit);

		assert_string_equal(r ? data_get(r, "name") : "",
				    cases[i].program);
	}
}

static void knows_names_that_users_give(void **state)
{
	static const struct {
		const char *name, *program;
	} cases[] = {
		{"postfix", "postfix"},
		{"POSTFIX", "postfix"},
		{"exim", "exim"},
		{"exim4", "exim"},
		{"smtpd", "opensmtpd"},
		{"sendmail", "sendmail"},
		{"sendmail-mta", "sendmail"},
		{"SMTPSVC", "iis-smtp"},
		{"exim4.service", "exim"},
		{"msexcimc.exe", "exchange-ims"},
		{"nc", "ncat"},
		{"sshd", "sshd"},
		{"docker-proxy", "docker-proxy"},
		{"named", "bind"},
		{"nothing", ""},
		{"", ""},
		{"*", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct data_record *r = program_named(cases[i].name);

		assert_string_equal(r ? data_get(r, "name") : "",
				    cases[i].program);
	}
}

static void check_option(const char *word)
{
	assert_true(data_has_word(
		"reuseaddr reuseport freebind v6only dual-stack "
		"cloexec nonblock", word));
}

static void has_sound_programs(void **state)
{
	(void)state;
	for (const struct data_record *r = data_programs; r->fields; r++) {
		const char *name = data_get(r, "name");
		const char *class = data_get(r, "class");
		const char *kind = data_get(r, "kind");
		const char *listens = data_get(r, "listens");
		const char *note = data_get(r, "remedy-note");

		check_keys(r, "name title class kind family exe comm args unit "
			      "aliases options listens listens-on "
			      "one-shot-unless remedy-note manages runtime "
			      "ehlo-order ehlo-own source");
		assert_non_null(name);
		assert_non_null(data_get(r, "title"));
		assert_non_null(class);
		assert_true(data_has_word(
			"smtp-service mail-shield wsp-client interposer "
			"socket-activation container-proxy port-forwarder "
			"kernel program",
			class));
		assert_true(data_get(r, "exe") || data_get(r, "comm") ||
			    data_get(r, "unit"));
		if (data_get(r, "args"))
			assert_true(data_get(r, "exe") || data_get(r, "comm"));
		if (kind)
			assert_string_equal(kind, "development");
		if (listens)
			assert_string_equal(listens, "no");
		/* Who never listens names no port. */
		assert_false(listens && data_get(r, "listens-on"));
		if (note)
			assert_null(strchr(note, '\n'));
		/* An option is said only where it was seen. */
		words_each(data_get(r, "options"), check_option);
		if (data_get(r, "options"))
			assert_non_null(data_get(r, "source"));
		/* No name twice. */
		assert_ptr_equal(data_find(data_programs, "name", name), r);
	}
}

static const struct data_record *checked;

static void check_alias(const char *word)
{
	assert_ptr_equal(program_named(word), checked);
}

static void check_unit(const char *word)
{
	char sample[256];

	make_sample(word, sample);
	if (program_of_unit(sample) != checked)
		print_error("unit %s\n", word);
	assert_ptr_equal(program_of_unit(sample), checked);
}

static void check_exe(const char *word)
{
	char sample[256], path[300];
	struct seen seen = {path, NULL, NULL, NULL};
	const char *name = data_get(checked, "name");

	make_sample(word, sample);
	snprintf(path, sizeof(path), "%s%s",
		 strpbrk(sample, "/\\") ? "" : "/opt/", sample);
	if (strcmp(whose(&seen), name))
		print_error("exe %s\n", word);
	assert_string_equal(whose(&seen), name);
}

/* A record that another one before it always hides would be a mistake. */
static void hides_no_program(void **state)
{
	(void)state;
	for (checked = data_programs; checked->fields; checked++) {
		words_each(data_get(checked, "aliases"), check_alias);
		words_each(data_get(checked, "unit"), check_unit);
		if (!data_get(checked, "args"))
			words_each(data_get(checked, "exe"), check_exe);
	}
}

static unsigned int near_misses;

static void misses(const char *form, const char *name)
{
	char path[300];
	struct seen seen = {path, NULL, NULL, NULL};

	snprintf(path, sizeof(path), form, name);
	if (!strcmp(whose(&seen), data_get(checked, "name")))
		print_error("%s is %s\n", path, name);
	near_misses += !strcmp(whose(&seen), data_get(checked, "name"));
}

/* Patterns that end in * are meant to take more; those of paths, too. */
static void check_near_miss(const char *word)
{
	if (strpbrk(word, "*?/\\"))
		return;
	misses("/opt/%s-exporter", word);
	misses("/opt/check_%s_queue.pl", word);
	misses("/opt/x%s", word);
	misses("/opt/%s/bin/mybench", word);
}

static void takes_no_near_miss(void **state)
{
	static const struct {
		struct seen seen;
		const char *program;
	} cases[] = {
		{{"/usr/bin/perl", "perl server.pl --passphrase x", NULL,
		  NULL}, "assp"},
		{{"/usr/bin/perl", "perl /usr/share/assp/tools.pl", NULL,
		  NULL}, "assp"},
		{{"/usr/bin/perl", "perl check_amavisd_queue.pl", NULL, NULL},
		 "amavis"},
		{{"/usr/bin/perl", "perl report.pl --user amavisd", NULL,
		  NULL}, "amavis"},
		{{"/usr/bin/node", "node /usr/bin/haraka-exporter", NULL,
		  NULL}, "haraka"},
		{{"/usr/bin/node", "node server.js haraka", NULL, NULL},
		 "haraka"},
		{{"/home/anna/notes/bin/server", NULL, NULL, NULL}, "domino"},
		{{"/usr/bin/exim-exporter", NULL, NULL, NULL}, "exim"},
		{{"/home/anna/src/dovecot/mybench", NULL, NULL, NULL},
		 "dovecot"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_string_not_equal(whose(&cases[i].seen),
					cases[i].program);
	for (checked = data_programs; checked->fields; checked++) {
		words_each(data_get(checked, "exe"), check_near_miss);
		words_each(data_get(checked, "comm"), check_near_miss);
	}
	assert_int_equal(near_misses, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_processes),
		cmocka_unit_test(endures_long_and_odd_values),
		cmocka_unit_test(names_units),
		cmocka_unit_test(knows_names_that_users_give),
		cmocka_unit_test(has_sound_programs),
		cmocka_unit_test(hides_no_program),
		cmocka_unit_test(takes_no_near_miss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
