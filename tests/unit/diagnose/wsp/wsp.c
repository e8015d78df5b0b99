/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Configurations of the Winsock Proxy client, good and bad, from files to
 * findings.
 */
#include "collect/wsp/wsp.h"

#include <stdio.h>
#include <string.h>

#include "diagnose/diagnose.h"
#include "unit/unit.h"
#include "unit/tree.h"

#define FILES 5

/* The usual parts. */
#define SYSTEM                                               \
	{"/WINNT/System.ini",                                \
	 "[Microsoft Proxy Service]\r\n"                     \
	 "Ini File Path=C:\\mspclnt\\mspclnt.ini\r\n"}
#define SERVER(name) "[Servers Ip Addresses]\r\nName=" name "\r\n"
#define COMMON "[Common]\r\nPort=1745\r\n[inetinfo]\r\nDisable=1\r\n"
#define MSPCLNT(more) {"/mspclnt/Mspclnt.ini", SERVER("10.0.0.1") COMMON more}
#define IMC "/Exchsrvr/Connect/Msexcimc/Bin/"
#define WSPCFG(text) {IMC "Wspcfg.ini", text}
#define PUBLISHES "[MSEXCIMC]\r\nServerBindTcpPorts=25\r\nPersistent=1\r\n"
#define TABLE(text) {"/mspclnt/Locallat.txt", text}
#define INSIDE "10.0.0.0\t10.255.255.255\r\n"

#define NETBIOS "wsp-server-by-netbios-name"
#define UNRESOLVED "wsp-name-unresolved"
#define WITHOUT "wsp-enabled-without-proxy"
#define UNPUBLISHED "wsp-port-not-published"

/*
 * @answers: a word for each, SOURCE=ADDRESS, SOURCE=! (no such name) or
 * SOURCE=? (no answer), on the name PROXY1
 */
static const struct config {
	const char *name;
	const char *program;
	const char *target;	/* NULL: 0.0.0.0 */
	uint16_t port;
	const char *local;	/* this machine's address: it is Windows */
	const char *answers;
	struct {
		const char *path, *text;
	} files[FILES];
	const char *expected;
} configs[] = {
	/* Good ones. */
	{"published, by address", "msexcimc", NULL, 25, NULL, NULL,
	 {SYSTEM, MSPCLNT(""), WSPCFG(PUBLISHES)}, ""},
	{"the program's name in another form", "C:\\Bin\\MSEXCIMC.EXE", NULL,
	 25, NULL, NULL, {MSPCLNT(""), WSPCFG(PUBLISHES)}, ""},
	{"the program from the only Wspcfg.ini", NULL, NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES)}, ""},
	{"LF, other case, blanks", "msexcimc", NULL, 25, NULL, NULL,
	 {{"/MSPCLNT.INI", "[SERVERS IP ADDRESSES]\n NAME = 10.0.0.1 \n"},
	  {"/WSPCFG.INI", " [ msexcimc ] \n serverbindtcpports = 25 \n"}}, ""},
	{"CR alone", "msexcimc", NULL, 25, NULL, NULL,
	 {{"/mspclnt.ini", "[Servers Ip Addresses]\rName=10.0.0.1\r"},
	  {"/wspcfg.ini", "[msexcimc]\rServerBindTcpPorts=25\r"}}, ""},
	{"the section's other spelling", "msexcimc", NULL, 25, NULL, NULL,
	 {{"/Mspclnt.ini", "[Servers IP Address]\r\nName=10.0.0.1\r\n"},
	  WSPCFG(PUBLISHES)}, ""},
	{"quotes around the name", "msexcimc", NULL, 25, NULL, NULL,
	 {{"/Mspclnt.ini", "[Servers Ip Addresses]\r\nName=\"10.0.0.1\"\r\n"},
	  WSPCFG(PUBLISHES)}, ""},
	{"comments", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("; made by hand\r\n[MSEXCIMC]\r\n"
			      ";ServerBindTcpPorts=1\r\n"
			      "ServerBindTcpPorts=25\r\n")}, ""},
	{"the port in a range", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("[MSEXCIMC]\r\n"
			      "ServerBindTcpPorts=0,20-30\r\n")}, ""},
	{"published by Mspclnt.ini", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(PUBLISHES)}, ""},
	{"published by the common section", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT("[Common Configuration]\r\nServerBindTcpPorts=25\r\n")}, ""},
	{"published by the common section of its own file", "msexcimc", NULL,
	 25, NULL, NULL,
	 {MSPCLNT("[msexcimc]\r\nPersistent=1\r\n"),
	  WSPCFG("[Common Configuration]\r\nServerBindTcpPorts=25\r\n")},
	 ""},
	{"a blank line before the first", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("\r\n" PUBLISHES)}, ""},
	{"TLS ports with addresses", "store", NULL, 993, NULL, NULL,
	 {MSPCLNT(""),
	  {"/Exchsrvr/Bin/Wspcfg.ini",
	   "[STORE]\r\nServerBindTcpPorts=993,995\r\n"
	   "ProxyBindIp=993:192.0.2.1,995:192.0.2.1\r\n"}}, ""},
	{"blank lines at the end alone", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES "\r\n\r\n  \r\n")}, ""},
	{"blank lines in the general file", "msexcimc", NULL, 25, NULL, NULL,
	 {{"/Mspclnt.ini", "\r\n" SERVER("10.0.0.1") "\r\n\r\n" COMMON},
	  WSPCFG(PUBLISHES)}, ""},
	{"another program is disabled", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT("[store]\r\nDisable=1\r\n"), WSPCFG(PUBLISHES)}, ""},
	{"Disable=0", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES "Disable=0\r\n")}, ""},
	{"another program's bad file", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES),
	  {"/Exchsrvr/Bin/Wspcfg.ini", "U[STORE]\r\n\r\nPersistent=1\r\n"}},
	 ""},
	{"a copy named .txt beside the file", "msexcimc", NULL, 25, NULL,
	 NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES), {IMC "Wspcfg.ini.txt", "[X]\r\n"}},
	 ""},
	{"own address inside the table", "msexcimc", NULL, 25, "10.0.0.5",
	 NULL, {MSPCLNT(""), WSPCFG(PUBLISHES), TABLE(INSIDE)}, ""},
	{"a copy: the laptop's address does not count", "msexcimc", NULL, 25,
	 "-192.168.1.5", NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES), TABLE(INSIDE)}, ""},
	{"unknown sections and keys", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT("[What]\r\nIs=This\r\n"),
	  WSPCFG(PUBLISHES "Mystery=yes\r\n")}, ""},
	{"the first of two keys counts", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES "ServerBindTcpPorts=26\r\n")}, ""},
	{"IPv6 is none of the client's", "msexcimc", "::", 25, NULL, NULL,
	 {MSPCLNT("")}, ""},

	/* The proxy's name. */
	{"a NetBIOS name, not looked up", "msexcimc", NULL, 25, NULL, NULL,
	 {{"/Mspclnt.ini", SERVER("PROXY1")}, WSPCFG(PUBLISHES)}, NETBIOS},
	{"a NetBIOS name in DNS", "msexcimc", NULL, 25, NULL,
	 "hosts=! dns=10.0.0.1",
	 {{"/Mspclnt.ini", SERVER("PROXY1")}, WSPCFG(PUBLISHES)}, ""},
	{"a NetBIOS name in the hosts file", "msexcimc", NULL, 25, NULL,
	 "hosts=10.0.0.1 dns=!",
	 {{"/Mspclnt.ini", SERVER("Proxy1")}, WSPCFG(PUBLISHES)}, ""},
	{"a NetBIOS name that only NetBIOS knows", "msexcimc", NULL, 25, NULL,
	 "hosts=! dns=! netbios=10.0.0.1 system=10.0.0.1",
	 {{"/Mspclnt.ini", SERVER("PROXY1")}, WSPCFG(PUBLISHES)}, NETBIOS},
	{"a NetBIOS name that nobody knows", "msexcimc", NULL, 25, NULL,
	 "hosts=! dns=! netbios=? system=!",
	 {{"/Mspclnt.ini", SERVER("PROXY1")}, WSPCFG(PUBLISHES)},
	 UNRESOLVED " " NETBIOS},
	{"the other spelling too", "msexcimc", NULL, 25, NULL, "system=!",
	 {{"/Mspclnt.ini", "[Servers IP Address]\r\nName=PROXY1\r\n"},
	  WSPCFG(PUBLISHES)}, UNRESOLVED " " NETBIOS},
	{"a DNS name that resolves", "msexcimc", NULL, 25, NULL,
	 "dns=10.0.0.1",
	 {{"/Mspclnt.ini", SERVER("PROXY1.example.com")}, WSPCFG(PUBLISHES)},
	 ""},
	{"a DNS name that nobody knows", "msexcimc", NULL, 25, NULL,
	 "dns=! system=!",
	 {{"/Mspclnt.ini", SERVER("PROXY1.example.com")}, WSPCFG(PUBLISHES)},
	 UNRESOLVED},
	{"a long name is no NetBIOS name", "msexcimc", NULL, 25, NULL, NULL,
	 {{"/Mspclnt.ini", SERVER("AVERYLONGPROXYNAME")}, WSPCFG(PUBLISHES)},
	 ""},

	/* The program's own file. */
	{"saved as Unicode", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("U" PUBLISHES)}, "wspcfg-unicode"},
	{"saved as UTF-8 with its mark", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("\xef\xbb\xbf" PUBLISHES)}, "wspcfg-unicode"},
	{"Unicode, and without the port", "msexcimc", NULL, 110, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("U" PUBLISHES)},
	 "wspcfg-unicode " UNPUBLISHED},
	{"two suffixes", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), {IMC "Wspcfg.ini.txt", PUBLISHES}}, "wspcfg-misnamed"},
	{"two suffixes, Unicode and blank lines", "msexcimc", NULL, 25, NULL,
	 NULL,
	 {MSPCLNT(""), {IMC "wspcfg.INI.TXT",
			"U[MSEXCIMC]\r\n\r\nServerBindTcpPorts=25\r\n"}},
	 "wspcfg-misnamed wspcfg-unicode wspcfg-blank-lines"},
	{"a blank line", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""),
	  WSPCFG("[MSEXCIMC]\r\n\r\nServerBindTcpPorts=25\r\n")},
	 "wspcfg-blank-lines"},
	{"a line of blanks", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""),
	  WSPCFG("[MSEXCIMC]\n \t\nServerBindTcpPorts=25\n")},
	 "wspcfg-blank-lines"},
	{"in the client's folder", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), {"/mspclnt/Wspcfg.ini", PUBLISHES}},
	 "wspcfg-misplaced"},
	{"in the Windows folder", "msexcimc", NULL, 25, NULL, NULL,
	 {SYSTEM, MSPCLNT(""), {"/WINNT/System32/Wspcfg.ini", PUBLISHES}},
	 "wspcfg-misplaced"},
	{"in the store's folder", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), {"/Exchsrvr/Bin/Wspcfg.ini", PUBLISHES}},
	 "wspcfg-misplaced"},
	{"missing", "msexcimc", NULL, 25, NULL, NULL, {SYSTEM, MSPCLNT("")},
	 "wspcfg-missing " WITHOUT},
	{"missing, and not looked for", "msexcimc", NULL, 25, NULL, NULL,
	 {{"", NULL}, MSPCLNT("")}, WITHOUT},
	{"another program's alone", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), {"/Exchsrvr/Bin/Wspcfg.ini",
			"[STORE]\r\nServerBindTcpPorts=110\r\n"}},
	 "wspcfg-missing " WITHOUT},

	/* The ports. */
	{"another port", "msexcimc", NULL, 587, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES)}, UNPUBLISHED},
	{"beside the range", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("[MSEXCIMC]\r\n"
			      "ServerBindTcpPorts=0,1025-5000\r\n")},
	 UNPUBLISHED},
	{"a list that cannot be read", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("[MSEXCIMC]\r\nServerBindTcpPorts=smtp\r\n")},
	 UNPUBLISHED},
	{"no list in the section", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("[MSEXCIMC]\r\nPersistent=1\r\n")},
	 UNPUBLISHED " " WITHOUT},
	{"no section", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("[MSEXCIMS]\r\nServerBindTcpPorts=25\r\n")},
	 UNPUBLISHED " " WITHOUT},
	{"bound, but for one connection only", "msexcimc", NULL, 25, NULL,
	 NULL,
	 {MSPCLNT(""), WSPCFG("[MSEXCIMC]\r\nRemoteBindTcpPorts=25\r\n")},
	 UNPUBLISHED " " WITHOUT},
	{"the program's section outranks the common one", "msexcimc", NULL,
	 25, NULL, NULL,
	 {MSPCLNT("[Common Configuration]\r\nServerBindTcpPorts=25\r\n"),
	  WSPCFG("[MSEXCIMC]\r\nServerBindTcpPorts=26\r\n")}, UNPUBLISHED},
	{"a TLS port without its address", "store", NULL, 993, NULL, NULL,
	 {MSPCLNT(""), {"/Exchsrvr/Bin/Wspcfg.ini",
			"[STORE]\r\nServerBindTcpPorts=993\r\n"}},
	 "wsp-ssl-port-without-bindip"},
	{"an address for another TLS port", "store", NULL, 995, NULL, NULL,
	 {MSPCLNT(""), {"/Exchsrvr/Bin/Wspcfg.ini",
			"[STORE]\r\nServerBindTcpPorts=993,995\r\n"
			"ProxyBindIp=993:192.0.2.1\r\n"}},
	 "wsp-ssl-port-without-bindip"},

	/* Disabled. */
	{"disabled", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT("[msexcimc]\r\nDisable=1\r\n")},
	 "wsp-disabled-for-program"},
	{"disabled by the default file", "inetinfo", NULL, 25, NULL, NULL,
	 {SYSTEM, MSPCLNT("")}, "wsp-disabled-for-program"},
	{"disabled and published", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES "Disable=1\r\n")},
	 "wsp-disabled-for-program"},
	{"disabled where it is outranked", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT("[msexcimc]\r\nDisable=1\r\n"), WSPCFG(PUBLISHES)},
	 "wsp-disabled-for-program"},
	{"disabled where it is outranked, and another port", "msexcimc", NULL,
	 587, NULL, NULL,
	 {MSPCLNT("[msexcimc]\r\nDisable=1\r\n"), WSPCFG(PUBLISHES)},
	 "wsp-disabled-for-program " UNPUBLISHED},

	/* The address table. */
	{"listens on an inside address", "msexcimc", "10.0.0.5", 25, NULL,
	 NULL, {MSPCLNT(""), WSPCFG(PUBLISHES), TABLE(INSIDE)},
	 "wsp-address-in-lat"},
	{"everything is inside", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES),
	  TABLE("0.0.0.0 255.255.255.255\r\n")}, "wsp-address-in-lat"},
	{"the proxy's outside address is inside", "store", NULL, 993, NULL,
	 NULL,
	 {MSPCLNT(""),
	  {"/Exchsrvr/Bin/Wspcfg.ini",
	   "[STORE]\r\nServerBindTcpPorts=993\r\n"
	   "ProxyBindIp=993:192.0.2.1\r\n"},
	  TABLE(INSIDE "192.0.2.0 192.0.2.255\r\n")}, "wsp-address-in-lat"},
	{"own address outside", "msexcimc", NULL, 25, "192.168.1.5", NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES), TABLE(INSIDE)},
	 "wsp-address-outside-lat"},
	{"own address in the server's table", "msexcimc", NULL, 25,
	 "192.168.1.5", NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES), TABLE(INSIDE),
	  {"/mspclnt/Msplat.txt", "192.168.1.0 192.168.1.255\r\n"}}, ""},
	{"listens on an outside address, not published", "msexcimc",
	 "192.168.1.5", 26, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES), TABLE(INSIDE)},
	 UNPUBLISHED " wsp-address-outside-lat"},
	{"listens on loopback", "msexcimc", "127.0.0.1", 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG(PUBLISHES), TABLE(INSIDE)}, ""},

	/* Files that say nothing. */
	{"an empty Wspcfg.ini", "msexcimc", NULL, 25, NULL, NULL,
	 {MSPCLNT(""), WSPCFG("")}, UNPUBLISHED " " WITHOUT},
	{"an empty Mspclnt.ini", "msexcimc", NULL, 25, NULL, NULL,
	 {{"/Mspclnt.ini", ""}, WSPCFG(PUBLISHES)}, ""},
	{"System.ini alone", "msexcimc", NULL, 25, NULL, NULL, {SYSTEM},
	 "wspcfg-missing"},
	{"no program named, none to be told", NULL, NULL, 25, NULL, NULL,
	 {SYSTEM, MSPCLNT("")}, ""},
};

static void put_file(const char *root, const char *path, const char *text)
{
	char full[256];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", root, path);
	tree_parents(full);
	file = fopen(full, "wb");
	assert_non_null(file);
	if (*text == 'U') {
		fputs("\xff\xfe", file);
		while (*++text) {
			fputc(*text, file);
			fputc(0, file);
		}
	}
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void add_answers(struct facts *facts, const char *name,
			const char *answers)
{
	const struct fact_code none = {"test", 1, "WSAHOST_NOT_FOUND"};
	char source[32], said[64];
	int n;

	while (sscanf(answers, " %31[^=]=%63s%n", source, said, &n) == 2) {
		enum fact_status status = *said == '!' ? FACT_ABSENT :
					  *said == '?' ? FACT_FAILED :
							 FACT_SEEN;

		facts_add(facts, FACT_NAME_ANSWER, status, "test",
			  status == FACT_SEEN ? NULL : &none,
			  json_pack("{s:s, s:s, s:[s]}", "name", name,
				    "source", source, "addresses",
				    status == FACT_SEEN ? said : "-"),
			  "%s", name);
		answers += n;
	}
}

static void add_machine(struct facts *facts, const struct config *c)
{
	bool copied = !c->local || *c->local == '-';

	facts_add(facts, FACT_TARGET, FACT_SEEN, "test", NULL,
		  json_pack("{s:s, s:i, s:s, s:s?}", "address",
			    c->target ? c->target : "0.0.0.0", "port", c->port,
			    "protocol", "tcp", "program", c->program),
		  "target");
	facts_add(facts, FACT_HOST, FACT_SEEN, "test", NULL,
		  json_pack("{s:s}", "os", copied ? "Linux" : "Windows"),
		  "host");
	if (c->local)
		facts_add(facts, FACT_LOCAL_ADDRESS, FACT_SEEN, "test", NULL,
			  json_pack("{s:s, s:s}", "address",
				    c->local + (*c->local == '-'),
				    "interface", "eth0"),
			  "address");
}

static const char *findings(const struct diagnosis *d)
{
	static char out[512];
	const struct bind_verdict *v = &d->verdicts[0];
	size_t n = 0;

	assert_int_equal(d->verdict_count, 1);
	out[0] = '\0';
	for (size_t i = 0; i < v->conclusion.findings.count; i++)
		if (!strncmp(v->conclusion.findings.items[i].id, "wsp", 3)) {
			n += (size_t)snprintf(out + n, sizeof(out) - n,
					      "%s%s", n ? " " : "",
					      v->conclusion.findings.items[i].id);
			/* Each says where it stands, and stops nothing. */
			assert_true(v->conclusion.findings.items[i].evidence_count > 0);
			assert_true(v->conclusion.findings.items[i].remedy.count > 0);
			assert_false(v->conclusion.findings.items[i].stops);
		}
	return out;
}

static void judge(const struct config *c, size_t number)
{
	struct facts *facts = facts_new();
	char root[128], path[256];
	const char *config = root;
	struct diagnosis *d;
	const struct fact *name;

	snprintf(root, sizeof(root), "%s/%zu", tree_root, number);
	for (size_t i = 0; i < FILES && c->files[i].path; i++) {
		if (c->files[i].text)
			put_file(root, c->files[i].path, c->files[i].text);
		/* An empty path first: the file behind it by itself. */
		if (*c->files[0].path || !i)
			continue;
		snprintf(path, sizeof(path), "%s%s", root, c->files[1].path);
		config = path;
	}
	add_machine(facts, c);
	wsp_collect(facts, config, c->program);
	name = facts_next(facts, FACT_NAME, NULL);
	if (c->answers) {
		assert_non_null(name);
		add_answers(facts, fact_string(name, "name"), c->answers);
	}
	assert_int_equal(facts_error(facts), 0);
	d = diagnose(facts);
	assert_non_null(d);
	if (strcmp(findings(d), c->expected))
		fail_msg("%s: \"%s\", not \"%s\"", c->name, findings(d),
			 c->expected);
	diagnosis_free(d);
	facts_free(facts);
}

static void configurations(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(configs) / sizeof(configs[0]); i++)
		judge(&configs[i], i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(configurations, tree_setup,
						tree_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
