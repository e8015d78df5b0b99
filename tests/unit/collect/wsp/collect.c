/* SPDX-License-Identifier: BSD-2-Clause */
/* The collector of the Winsock Proxy client's files: what becomes a fact. */
#include "collect/wsp/wsp.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect/wsp/find.h"
#include "unit/unit.h"
#include "unit/tree.h"

static struct facts *collect(const char *below)
{
	struct facts *facts = facts_new();
	char path[256];

	snprintf(path, sizeof(path), "%s%s", tree_root, below);
	wsp_collect(facts, path, NULL);
	assert_int_equal(facts_error(facts), 0);
	return facts;
}

static size_t count(const struct facts *facts, enum fact_kind kind)
{
	size_t n = 0;

	facts_each(facts, kind, f)
		n++;
	return n;
}

/* The one file of a role, with its status. */
static const struct fact *file(const struct facts *facts, const char *role,
			       enum fact_status status)
{
	const struct fact *found = NULL;

	facts_each(facts, FACT_WSP_FILE, f) {
		const char *r = fact_string(f, "role");

		if (!r || strcmp(r, role))
			continue;
		assert_null(found);
		found = f;
	}
	assert_non_null(found);
	assert_int_equal(found->status, status);
	return found;
}

static const struct fact *setting(const struct facts *facts, const char *key)
{
	facts_each(facts, FACT_WSP_SETTING, f)
		if (!strcmp(fact_string(f, "key"), key))
			return f;
	return NULL;
}

static void a_tree(void **state)
{
	struct facts *facts;
	const struct fact *f;

	(void)state;
	tree_file("/WINNT/SYSTEM.INI",
		  "[drivers]\r\nwave=x\r\n[Microsoft Proxy Service]\r\n"
		  "Ini File Path=C:\\mspclnt\\mspclnt.ini\r\n[386enh]\r\n"
		  "a=b\r\n");
	tree_file("/mspclnt/mspclnt.ini",
		  "[Servers Ip Addresses]\r\nName=PROXY1\r\n"
		  "[X]\r\nWhat=\xe9\r\n");
	tree_file("/Exchsrvr/Connect/Msexcimc/Bin/Wspcfg.ini",
		  "[MSEXCIMC]\r\n\r\nServerBindTcpPorts=25\r\n");
	tree_file("/mspclnt/LOCALLAT.TXT", "10.0.0.0\t10.0.0.255\r\nx\r\n");
	facts = collect("");
	/* Nothing of System.ini that is not the client's. */
	assert_int_equal(count(facts, FACT_WSP_SETTING), 4);
	f = setting(facts, "Ini File Path");
	assert_string_equal(fact_string(f, "value"),
			    "C:\\mspclnt\\mspclnt.ini");
	assert_int_equal(fact_integer(f, "line", 0), 4);
	assert_string_equal(fact_string(f, "section"),
			    "Microsoft Proxy Service");
	assert_string_equal(fact_string(setting(facts, "What"), "value"),
			    "\xc3\xa9");
	f = file(facts, "mspclnt.ini", FACT_SEEN);
	assert_string_equal(fact_string(f, "encoding"), "windows-1252");
	assert_false(fact_true(f, "blank_lines"));
	f = file(facts, "wspcfg.ini", FACT_SEEN);
	assert_string_equal(fact_string(f, "program"), "msexcimc");
	assert_true(fact_true(f, "blank_lines"));
	assert_int_equal(fact_integer(f, "line", 0), 2);
	f = file(facts, "locallat.txt", FACT_SEEN);
	assert_string_equal(fact_string(f, "detail"),
			    "line 2 cannot be read");
	f = facts_next(facts, FACT_WSP_RANGE, NULL);
	assert_string_equal(fact_string(f, "first"), "10.0.0.0");
	assert_string_equal(fact_string(f, "last"), "10.0.0.255");
	assert_int_equal(fact_integer(f, "line", 0), 1);
	f = facts_next(facts, FACT_NAME, NULL);
	assert_string_equal(fact_string(f, "name"), "PROXY1");
	assert_string_equal(fact_string(f, "role"), "proxy");
	assert_true(strstr(fact_string(f, "from"), "/mspclnt.ini:2"));
	assert_false(fact_true(f, "is_address"));
	facts_free(facts);
}

static void an_address_is_marked(void **state)
{
	struct facts *facts;
	const struct fact *f;

	(void)state;
	tree_file("/mspclnt.ini", "[servers ip address]\nname=192.0.2.1\n");
	facts = collect("/mspclnt.ini");
	f = facts_next(facts, FACT_NAME, NULL);
	assert_string_equal(fact_string(f, "name"), "192.0.2.1");
	assert_true(fact_true(f, "is_address"));
	/* Only that file was asked about. */
	assert_int_equal(count(facts, FACT_WSP_FILE), 1);
	facts_free(facts);
}

static void an_empty_name_is_none(void **state)
{
	struct facts *facts;

	(void)state;
	tree_file("/mspclnt.ini", "[Servers Ip Addresses]\nName=\n");
	facts = collect("");
	assert_int_equal(count(facts, FACT_NAME), 0);
	assert_int_equal(count(facts, FACT_WSP_SETTING), 1);
	facts_free(facts);
}

static void what_is_missing(void **state)
{
	struct facts *facts;

	(void)state;
	tree_file("/mspclnt.ini", "");
	facts = collect("");
	assert_string_equal(fact_string(file(facts, "mspclnt.ini", FACT_SEEN),
					"detail"), "empty");
	file(facts, "system.ini", FACT_ABSENT);
	file(facts, "wspcfg.ini", FACT_ABSENT);
	file(facts, "locallat.txt", FACT_ABSENT);
	facts_free(facts);
}

static void what_cannot_be_read(void **state)
{
	char path[256];
	struct facts *facts;
	const struct fact *f;

	(void)state;
	tree_file("/Mspclnt.ini/x", "a folder");
	snprintf(path, sizeof(path), "%s/Wspcfg.ini", tree_root);
	assert_int_equal(mkfifo(path, 0600), 0);
	tree_file("/System.ini", "");
	snprintf(path, sizeof(path), "%s/System.ini", tree_root);
	assert_int_equal(truncate(path, 100 << 20), 0);
	tree_link("/Locallat.txt", "nowhere");
	facts = collect("");
	f = file(facts, "mspclnt.ini", FACT_FAILED);
	assert_true(fact_is(f, "EISDIR"));
	f = file(facts, "wspcfg.ini", FACT_FAILED);
	assert_string_equal(fact_string(f, "detail"), "not an ordinary file");
	f = file(facts, "system.ini", FACT_FAILED);
	assert_true(fact_is(f, "EFBIG"));
	assert_string_equal(fact_string(f, "detail"),
			    "larger than 1 MiB: not read");
	file(facts, "locallat.txt", FACT_FAILED);
	assert_int_equal(count(facts, FACT_WSP_SETTING), 0);
	facts_free(facts);
}

static void nothing_at_all(void **state)
{
	static const char *const paths[] = {"", "/nothing", "/Wspcfg.ini"};

	(void)state;
	tree_file("/other.ini", "[A]\nb=c\n");
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		struct facts *facts = collect(paths[i]);

		assert_int_equal(count(facts, FACT_WSP_FILE), 1);
		assert_int_equal(facts_at(facts, 0)->status, FACT_FAILED);
		assert_true(fact_is(facts_at(facts, 0), "ENOENT"));
		facts_free(facts);
	}
}

static void not_asked(void **state)
{
	struct facts *facts = facts_new();

	(void)state;
	wsp_collect(facts, NULL, NULL);
	assert_int_equal(facts_count(facts), 0);
	facts_free(facts);
}

static void a_file_under_another_name(void **state)
{
	static const struct {
		const char *text, *role;
	} cases[] = {
		{"[x]\ny=z\n[Microsoft Proxy Service]\nStfPath=a\n",
		 "system.ini"},
		{"[Common]\nPort=1\n[Servers Ip Addresses]\nName=a\n",
		 "mspclnt.ini"},
		{"[Master Config]\nPath1=a\n", "mspclnt.ini"},
		{"[MSEXCIMC]\nServerBindTcpPorts=25\n", "wspcfg.ini"},
		{"10.0.0.0 10.0.0.1\n", "locallat.txt"},
		{"hello\n", NULL},
		{"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct facts *facts;

		tree_file("/copy.of.it", cases[i].text);
		facts = collect("/copy.of.it");
		if (cases[i].role)
			file(facts, cases[i].role, FACT_SEEN);
		else
			assert_int_equal(facts_at(facts, 0)->status,
					 FACT_FAILED);
		facts_free(facts);
	}
}

static void the_uppermost_counts(void **state)
{
	struct facts *facts;
	size_t read = 0, left = 0;

	(void)state;
	tree_file("/old/Mspclnt.ini", "[Servers Ip Addresses]\nName=OLD\n");
	tree_file("/Mspclnt.ini", "[Servers Ip Addresses]\nName=NEW\n");
	tree_file("/a/Wspcfg.ini", "[A]\nb=c\n");
	tree_file("/b/Wspcfg.ini", "[B]\nb=c\n");
	facts = collect("/");
	assert_int_equal(count(facts, FACT_NAME), 1);
	assert_string_equal(fact_string(facts_next(facts, FACT_NAME, NULL),
					"name"), "NEW");
	facts_each(facts, FACT_WSP_FILE, f) {
		read += f->status == FACT_SEEN;
		left += f->status == FACT_UNSUPPORTED;
	}
	assert_int_equal(read, 3);
	assert_int_equal(left, 1);
	facts_free(facts);
}

static void links_and_depth(void **state)
{
	struct facts *facts;

	(void)state;
	tree_file("/1/2/3/4/5/6/Mspclnt.ini", "");
	tree_file("/1/2/3/4/5/6/7/Wspcfg.ini", "");
	tree_link("/1/2/up", "../..");
	facts = collect("");
	file(facts, "mspclnt.ini", FACT_SEEN);
	/* Not absent: it was not looked for that deep. */
	file(facts, "wspcfg.ini", FACT_FAILED);
	facts_free(facts);
}

static void very_many_keys(void **state)
{
	char path[256];
	struct facts *facts;
	FILE *out;

	(void)state;
	snprintf(path, sizeof(path), "%s/Mspclnt.ini", tree_root);
	out = fopen(path, "w");
	assert_non_null(out);
	for (int i = 0; i < 10000; i++)
		fprintf(out, "k%d=v\n", i);
	assert_int_equal(fclose(out), 0);
	facts = collect("");
	assert_int_equal(count(facts, FACT_WSP_SETTING), 4096);
	assert_string_equal(fact_string(file(facts, "mspclnt.ini", FACT_SEEN),
					"detail"),
			    "only the first 4096 entries were kept");
	facts_free(facts);
}

static void odd_lines_are_told(void **state)
{
	struct facts *facts;

	(void)state;
	tree_file("/Wspcfg.ini", "what\n[A]\nb=c\n[D\n=e\n");
	facts = collect("");
	assert_string_equal(fact_string(file(facts, "wspcfg.ini", FACT_SEEN),
					"detail"),
			    "line 1 and 2 more cannot be read");
	facts_free(facts);
}

static void programs_of_folders(void **state)
{
	static const struct {
		const char *path, *program;
	} cases[] = {
		{"Exchsrvr/Connect/Msexcimc/Bin/Wspcfg.ini", "msexcimc"},
		{"C:\\Exchsrvr\\Connect\\MSEXCIMC\\bin\\Wspcfg.ini",
		 "msexcimc"},
		{"a/b//Msexcimc//BIN//Wspcfg.ini", "msexcimc"},
		{"/x/Exchsrvr/Bin/Wspcfg.ini", "store"},
		{"/x/mspclnt/Wspcfg.ini", NULL},
		{"/bin/Wspcfg.ini", NULL},
		{"bin/Wspcfg.ini", NULL},
		{"Wspcfg.ini", NULL},
		{"", NULL},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *p = wsp_program_of(arena, cases[i].path);

		if (!p || !cases[i].program)
			assert_ptr_equal(p, cases[i].program);
		else
			assert_string_equal(p, cases[i].program);
	}
	arena_free(arena);
}

#define TREE_TEST(f) \
	cmocka_unit_test_setup_teardown(f, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(a_tree),
		TREE_TEST(an_address_is_marked),
		TREE_TEST(an_empty_name_is_none),
		TREE_TEST(what_is_missing),
		TREE_TEST(what_cannot_be_read),
		TREE_TEST(nothing_at_all),
		TREE_TEST(not_asked),
		TREE_TEST(a_file_under_another_name),
		TREE_TEST(the_uppermost_counts),
		TREE_TEST(links_and_depth),
		TREE_TEST(very_many_keys),
		TREE_TEST(odd_lines_are_told),
		TREE_TEST(programs_of_folders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
