/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The knowledge base: the code that looks things up, and the data itself,
 * which is held against what diagnose and the reporters expect of it.
 */
#include "diagnose/finding/knowledge.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "unit/unit.h"

#define TEXT_COLUMNS 76

/* What templates may name; diagnose gives them their values. */
static const char placeholders[] =
	"target address port protocol code holder title pid pids exe user "
	"socket since unit socket-unit starts started-by container "
	"container-name runtime package note server right setting value "
	"interface interfaces links policy cgroup policy-unit context creator "
	"services family "
	"file line key program proxy "
	"name from known resolved winner says other other-says hosts-file "
	"mine oddness plain servers files entries root why plain-root plain-file "
	"client wanted count expires device filter managed";

/* Those that a finding about a port always has. */
static const char always_given[] = "target address port protocol socket";

/* ... and what those about a name and about a database have in its place. */
static const char name_given[] = "name";
static const char database_given[] = "files entries why target port";

static const char flags[] =
	"linux windows tcp udp same wildcard specific dual-stack v6-dual "
	"copied netbios unresolved msexcimc published outranked refreshed "
	"unreadable no-list no-section whole bind-ip own "
	"enabled systemd sysv openrc docker podman containerd lxc "
	"development reuse root not-listened systemd-user plain-works "
	"proxy asked elsewhere resolves unresolved hosts dns netbios denied "
	"loopback all some several one chroot system broken netbase setup "
	"alpine package nsswitch moved given pix asa ports refused not-authenticated "
	"landlock reuseport no-ipv6 lo-down down all-down server shared older newer device orphans "
	"accepted ipv6-off-on few-denied container given-hosts "
	"smtp-service mail-shield wsp-client interposer socket-activation "
	"container-proxy port-forwarder same-service leaked-descriptor "
	"kernel reserved-range permission address name-resolution "
	"protocol-database packet-path remote-proxy program";

static const char states[] =
	"free in-use forbidden unaddressable undetermined";

static const struct data_record *const tables[] = {
	data_knowledge,
	data_findings,
};

#define each_record(table, r) \
	for (const struct data_record *r = (table); r->fields; r++)

static void expect(int good, const struct data_record *record,
		   const char *what)
{
	const char *id = data_get(record, "id");

	if (!good)
		fail_msg("%s: %s", id ? id : data_get(record, "name"), what);
}

/* Calls @visit with each word of a list of words. */
static void each_word(const struct data_record *record, const char *key,
		      void (*visit)(const struct data_record *, const char *))
{
	const char *words = data_get(record, key);
	char word[80];

	while (words && *words) {
		size_t length = strcspn(words, " \t\n");

		assert_true(length > 0 && length < sizeof(word));
		snprintf(word, sizeof(word), "%.*s", (int)length, words);
		visit(record, word);
		words += length;
		words += strspn(words, " \t\n");
	}
}

/* Calls @visit with each line of a text. */
static void each_line(const struct data_record *record, const char *text,
		      void (*visit)(const struct data_record *, const char *))
{
	char line[256];

	while (text && *text) {
		size_t length = strcspn(text, "\n");

		expect(length < sizeof(line), record, "a very long line");
		snprintf(line, sizeof(line), "%.*s", (int)length, text);
		visit(record, line);
		text += length;
		text += *text == '\n';
	}
}

static void finds_what_a_user_types(void **state)
{
	static const struct {
		const char *typed, *id;
	} cases[] = {
		{"10048", "EADDRINUSE"},
		{"WSAEADDRINUSE", "EADDRINUSE"},
		{"eaddrinuse", "EADDRINUSE"},
		{" EADDRINUSE\t\n", "EADDRINUSE"},
		{"10013", "EACCES"},
		{"EPERM", "EPERM"},
		{"11004", "WSANO_DATA"},
		{"no_data", "WSANO_DATA"},
		{"4007", "4007"},
		{"event 4007", "4007"},
		{"Event  4071", "4071"},
		{"2140", "2140"},
		{"Q222553", "Q222553"},
		{"q222553", "Q222553"},
		{"KB222553", "Q222553"},
		{"kb222553", "Q222553"},
		{"222553", "Q222553"},
		{"port-in-use", "port-in-use"},
		{"Port in use", "port-in-use"},
		{"time_wait", "TIME_WAIT"},
		{"exit status", "exit-status"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct data_record *r = knowledge_find(cases[i].typed);

		if (!r)
			fail_msg("%s is not found", cases[i].typed);
		assert_string_equal(data_get(r, "id"), cases[i].id);
	}
}

static void finds_nothing_else(void **state)
{
	static const char *const cases[] = {
		"", " ", "98", "Q", "KB", "Q10048", "KB4007", "Q222554",
		"EADDR", "10048 4007", "EADDRINUSE,", "port--in-use",
		("a-name-that-is-longer-than-any-name-that-the-knowledge-"
		 "base-has-or-will-ever-have"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (knowledge_find(cases[i]))
			fail_msg("\"%s\" is found", cases[i]);
}

static void guesses_what_was_meant(void **state)
{
	static const struct {
		const char *typed, *meant;
	} cases[] = {
		{"EADDRINUSED", "EADDRINUSE"},
		{"eadrinuse", "EADDRINUSE"},
		{"WSAEADDRINSUE", "WSAEADDRINUSE"},
		{"10408", "10048"},
		{"40007", "4007"},
		{"222554", "Q222553"},
		{"KB222554", "Q222553"},
		{"prot-in-use", "port-in-use"},
		{"port in us", "port-in-use"},
		{"torsock", "interposer"},
		{"ENITR", "EINTR"},
		{"98", NULL},
		{"99999", NULL},
		{"x", NULL},
		{"", NULL},
		{"something entirely different", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *guess = knowledge_nearest(cases[i].typed);

		if (!guess && !cases[i].meant)
			continue;
		if (!guess || !cases[i].meant || strcmp(guess, cases[i].meant))
			fail_msg("%s: %s", cases[i].typed, guess);
		assert_non_null(knowledge_find(guess));
	}
}

static void has_every_code(void **state)
{
	static const char *const keys[] = {"name", "winsock", "number"};

	(void)state;
	each_record(data_codes, code) {
		const struct data_record *by_number, *r;

		expect(!!data_get(code, "text"), code, "no text");
		for (size_t i = 0; i < 3; i++)
			expect(data_get(code, keys[i]) &&
				       knowledge_find(data_get(code, keys[i])),
			       code, keys[i]);
		by_number = knowledge_find(data_get(code, "number"));
		r = knowledge_find(data_get(code, "winsock"));
		expect(r == by_number, code, "name and number disagree");
		expect(!strcmp(data_get(r, "kind"), "code"), r, "not a code");
		if (data_get(code, "winsock-of"))
			continue;
		r = knowledge_find(data_get(code, "name"));
		expect(r == by_number, code, "its twin is another");
	}
}

static void knows_each_codes_record(void **state)
{
	(void)state;
	each_record(data_codes, code) {
		const char *of = data_get(code, "winsock-of");
		const struct data_record *twin = of ? code_record(of) : code;

		expect(code_record(data_get(code, "name")) == code, code,
		       "not found by its name");
		expect(code_record(data_get(code, "winsock")) == twin, code,
		       "not found by Winsock's name");
		expect(!strcmp(data_get(code, "number"),
			       data_get(twin, "number")), code,
		       "another number than its twin's");
	}
	assert_string_equal(data_get(code_record("EPERM"), "number"), "10013");
	assert_string_equal(data_get(code_record("WSAEACCES"), "name"),
			    "EACCES");
	assert_null(code_record("EWHATEVER"));
}

static void has_what_is_promised(void **state)
{
	static const char *const names[] = {
		"4003", "4007", "4020", "4071", "2140",
		"Q183178", "Q193928", "Q203116", "Q222553", "Q268643",
		"Q181420", "Q181847", "Q178532", "Q222134", "Q231878",
		"Q253253", "Q170316", "Q232588", "Q146157", "Q319881",
		"Q256145",
		"exit-status", "free", "in-use", "forbidden",
		"unaddressable", "shadowed", "undetermined",
		/* the findings */
		"port-in-use", "already-running", "socket-activation",
		"container-proxy", "port-forwarder", "leaked-descriptor",
		"bound-not-listening", "outgoing-connection",
		"kernel-socket", "holder-hidden", "holder-outside",
		"holder-unseen", "privileged-port", "cgroup-bpf",
		"selinux-denied", "apparmor-denied", "seccomp-denied",
		"forbidden-unknown", "address-not-local",
		"address-tentative", "address-duplicate", "interface-down",
		"ipv6-off", "zone-missing", "probe-differs",
		"not-in-kernel", "probe-failed", "probe-unstable",
		"dual-stack-conflict", "bound-beside", "greeting-differs",
		"unit-forbids",
		"wsp-name-unresolved", "wsp-server-by-netbios-name",
		"wsp-disabled-for-program", "wspcfg-misnamed",
		"wspcfg-unicode", "wspcfg-misplaced", "wspcfg-blank-lines",
		"wsp-port-not-published", "wspcfg-missing",
		"wsp-enabled-without-proxy", "wsp-ssl-port-without-bindip",
		"wsp-address-in-lat", "wsp-address-outside-lat",
		"mail-shield-in-path", "smtp-rewritten", "starttls-stripped",
		"answered-by-another", "reset-forged", "tarpit",
		"proxy-cannot-reach", "clear-on-465", "proxy-port-in-use",
		"proxy-refuses-bind", "proxy-silent",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct data_record *r = knowledge_find(names[i]);

		if (!r || strcmp(data_get(r, "id"), names[i]))
			fail_msg("%s is missing", names[i]);
	}
}

static void leads_to_itself(const struct data_record *r, const char *name)
{
	expect(knowledge_find(name) == r, r, name);
}

static void names_are_unique(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++)
		each_record(tables[i], r) {
			assert_non_null(data_get(r, "id"));
			leads_to_itself(r, data_get(r, "id"));
			each_word(r, "also", leads_to_itself);
		}
	/* Fields too: only the first of two would be seen. */
	for (size_t i = 0; i < 2; i++)
		each_record(tables[i], r)
			for (const struct data_field *f = r->fields; f->key;
			     f++)
				expect(data_get(r, f->key) == f->value, r,
				       f->key);
}

static void resolves(const struct data_record *r, const char *name)
{
	const struct data_record *other = knowledge_find(name);

	expect(other && other != r, r, name);
	expect(!strcmp(data_get(other, "id"), name), r, name);
}

static void is_article(const struct data_record *r, const char *name)
{
	const struct data_record *other = knowledge_find(name);
	const char *kind = other ? data_get(other, "kind") : NULL;

	expect(kind && !strcmp(kind, "article"), r, name);
}

static void references_resolve(void **state)
{
	(void)state;
	for (size_t i = 0; i < 2; i++)
		each_record(tables[i], r) {
			each_word(r, "see", resolves);
			each_word(r, "articles", resolves);
			each_word(r, "articles", is_article);
		}
}

static void fits_a_line(const struct data_record *r, const char *line)
{
	expect(strlen(line) <= TEXT_COLUMNS, r, line);
	expect(!strchr(line, '\t') && !text_ends(line, " "), r, line);
	expect(!strchr(line, '{'), r, "a placeholder in a plain text");
	for (const char *p = line; *p; p++)
		expect(*p >= ' ' && *p <= '~', r, line);
}

static void texts_are_plain(void **state)
{
	static const char *const keys[] = {
		"title", "meaning", "causes", "advice", "check",
	};

	(void)state;
	for (size_t i = 0; i < 2; i++)
		each_record(tables[i], r) {
			for (size_t k = 0; k < 5; k++)
				each_line(r, data_get(r, keys[k]),
					  fits_a_line);
			expect(!!data_get(r, "title"), r, "no title");
			expect(!!data_get(r, "meaning"), r, "no meaning");
		}
	each_record(data_knowledge, r)
		each_line(r, data_get(r, "remedy"), fits_a_line);
}

static void keys_are_known(void **state)
{
	(void)state;
	each_record(data_codes, r)
		for (const struct data_field *f = r->fields; f->key; f++)
			expect(data_has_word("name winsock number winsock-of "
					     "text", f->key), r, f->key);
	each_record(data_knowledge, r)
		for (const struct data_field *f = r->fields; f->key; f++)
			expect(data_has_word("id also kind title meaning "
					     "causes remedy check articles "
					     "see", f->key), r, f->key);
	each_record(data_findings, r)
		for (const struct data_field *f = r->fields; f->key; f++)
			expect(data_has_word("id also state title heading "
					     "summary remedy advice meaning causes "
					     "check articles see", f->key),
			       r, f->key);
	each_record(data_knowledge, r)
		expect(data_has_word("code event article term",
				     data_get(r, "kind")), r, "kind");
}

static void findings_are_whole(void **state)
{
	static const char *const keys[] = {
		"state", "title", "summary", "remedy", "advice", "meaning",
		"causes",
	};

	(void)state;
	each_record(data_findings, r) {
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			expect(data_get(r, keys[i]) && *data_get(r, keys[i]),
			       r, keys[i]);
		expect(data_has_word(states, data_get(r, "state")), r,
		       "state");
	}
}

/* The text of a template's line, behind its guards; they must be known. */
static const char *check_guards(const struct data_record *r, const char *line)
{
	if (text_starts(line, "else: "))
		line += strlen("else: ");
	while (*line == '[') {
		const char *flag = line + 1 + (line[1] == '!');
		size_t length = strcspn(flag, "]");
		char name[40];

		expect(length < sizeof(name) && !strncmp(flag + length, "] ", 2),
		       r, line);
		snprintf(name, sizeof(name), "%.*s", (int)length, flag);
		expect(data_has_word(flags, name), r, name);
		line = flag + length + 2;
	}
	expect(*line && *line != ' ' && !text_starts(line, "else:"), r, line);
	return line;
}

static void check_placeholders(const struct data_record *r, const char *line,
			       const char *known)
{
	/* It would reach the reader's terminal. */
	expect(!strchr(line, '\t'), r, line);
	for (line = strchr(line, '{'); line; line = strchr(line, '{')) {
		size_t length;
		char name[40];

		/* "--" before an operand, and several values. */
		line += text_starts(line + 1, "-- ") ? 4 : 1;
		line += *line == '*';
		length = strcspn(line, "}");
		expect(length < sizeof(name) && line[length] == '}', r, line);
		snprintf(name, sizeof(name), "%.*s", (int)length, line);
		expect(data_has_word(known, name), r, name);
	}
}

static void check_summary(const struct data_record *r, const char *line)
{
	line = check_guards(r, line);
	check_placeholders(r, line, placeholders);
	expect(text_ends(line, "."), r, line);
}

/* A sentence starts with a capital and ends as one; the rest are commands. */
static void check_remedy(const struct data_record *r, const char *line)
{
	line = check_guards(r, line);
	check_placeholders(r, line, placeholders);
	if (*line == '{')
		return;
	expect(!isupper((unsigned char)*line) ==
		       !(text_ends(line, ".") || text_ends(line, ":")),
	       r, line);
}

/* Whatever is known of a case, its finding has a sentence. */
static void check_last_summary(const struct data_record *r, const char *text)
{
	const char *last = strrchr(text, '\n');

	last = last ? last + 1 : text;
	expect(*last != '[', r, "its last summary has a guard");
	if (text_starts(data_get(r, "id"), "name-"))
		check_placeholders(r, last, name_given);
	else if (text_starts(data_get(r, "id"), "database-"))
		check_placeholders(r, last, database_given);
	else
		check_placeholders(r, last, always_given);
}

static void templates_are_valid(void **state)
{
	(void)state;
	each_record(data_findings, r) {
		each_line(r, data_get(r, "summary"), check_summary);
		each_line(r, data_get(r, "remedy"), check_remedy);
		check_last_summary(r, data_get(r, "summary"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_a_user_types),
		cmocka_unit_test(finds_nothing_else),
		cmocka_unit_test(guesses_what_was_meant),
		cmocka_unit_test(has_every_code),
		cmocka_unit_test(knows_each_codes_record),
		cmocka_unit_test(has_what_is_promised),
		cmocka_unit_test(names_are_unique),
		cmocka_unit_test(references_resolve),
		cmocka_unit_test(texts_are_plain),
		cmocka_unit_test(keys_are_known),
		cmocka_unit_test(findings_are_whole),
		cmocka_unit_test(templates_are_valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
