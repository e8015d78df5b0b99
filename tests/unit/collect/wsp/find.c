/* SPDX-License-Identifier: BSD-2-Clause */
/* Which of the Winsock Proxy client's files count. */
#include "collect/wsp/find.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect/wsp/wsp.h"
#include "unit/unit.h"
#include "unit/tree.h"

#define NAMED(name) "[Servers Ip Addresses]\r\nName=" name "\r\n"
#define SYSTEM(path) \
	"[boot]\r\nshell=x\r\n[microsoft proxy service]\r\n" \
	"ini file path=" path "\r\nIni File Path=Z:\\other\\mspclnt.ini\r\n"

/* The one name that a tree gives, and of how many files nothing was read. */
static void gives(const char *name, size_t unread)
{
	struct facts *facts = facts_new();
	const struct fact *f;
	size_t left = 0;

	wsp_collect(facts, tree_root, NULL);
	f = facts_next(facts, FACT_NAME, NULL);
	assert_non_null(f);
	assert_string_equal(fact_string(f, "name"), name);
	assert_null(facts_next(facts, FACT_NAME, f));
	facts_each(facts, FACT_WSP_FILE, file)
		left += file->status == FACT_UNSUPPORTED;
	assert_int_equal(left, unread);
	facts_free(facts);
}

static void system_ini_decides(void **state)
{
	static const struct {
		const char *path, *name;
	} cases[] = {
		{"C:\\mspclnt\\mspclnt.ini", "FIRST"},
		{"c:\\MSPCLNT\\Mspclnt.INI", "FIRST"},
		{"C:/mspclnt/mspclnt.ini", "FIRST"},
		{"\"C:\\mspclnt\\mspclnt.ini\"", "FIRST"},
		{"D:\\mspclnt\\mspclnt.ini", "SECOND"},
		{"D:\\old\\mspclnt.ini", "OLD"},
		{"C:\\\\old\\\\mspclnt.ini", "OLD"},
		/* Nothing but the name agrees: the uppermost. */
		{"E:\\nowhere\\mspclnt.ini", "TOP"},
		{"", "TOP"},
	};
	char text[256];

	(void)state;
	tree_file("/mspclnt.ini", NAMED("TOP"));
	tree_file("/C/mspclnt/Mspclnt.ini", NAMED("FIRST"));
	tree_file("/D/mspclnt/Mspclnt.ini", NAMED("SECOND"));
	tree_file("/D/old/Mspclnt.ini", NAMED("OLD"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(text, sizeof(text),
			 "[Microsoft Proxy Service]\r\nIni File Path=%s\r\n",
			 cases[i].path);
		tree_file("/C/WINNT/SYSTEM.INI", text);
		gives(cases[i].name, 3);
	}
}

static void the_first_of_two_keys(void **state)
{
	(void)state;
	tree_file("/a/mspclnt.ini", NAMED("A"));
	tree_file("/b/mspclnt.ini", NAMED("B"));
	tree_file("/system.ini", SYSTEM("C:\\b\\mspclnt.ini"));
	gives("B", 1);
	/* A second System.ini has nothing to say. */
	tree_file("/deeper/still/system.ini",
		  SYSTEM("C:\\a\\mspclnt.ini"));
	gives("B", 2);
}

static void same_paths(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{"C:\\a\\b", "c:/A//b/", true},
		{"C:\\a\\b", "C:\\a\\b\\c", false},
		{"C:\\a\\b", "D:\\a\\b", false},
		{"C:\\a\\b", "a\\b", false},
		{"C:\\", "C:", true},
		{"", "", true},
		{"", "a", false},
		{"a", "a", true},
		{"ab", "a", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(wsp_same_path(cases[i].a, cases[i].b),
				 cases[i].same);
		assert_int_equal(wsp_same_path(cases[i].b, cases[i].a),
				 cases[i].same);
	}
}

static void folders_of_paths(void **state)
{
	static const char *const cases[][2] = {
		{"C:\\mspclnt\\mspclnt.ini", "C:\\mspclnt"},
		{"C:\\mspclnt.ini", "C:"},
		{"/a/b", "/a"},
		{"a", ""},
		{"", ""},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(wsp_folder_of(arena, cases[i][0]),
				    cases[i][1]);
	arena_free(arena);
}

/* As a system has them: folder by folder, and nothing below. */
static void folders_of_a_system(void **state)
{
	struct arena *arena = arena_new();
	char client[128], program[128], nowhere[128], again[130];
	struct wsp_place places[4];
	struct wsp_search search;

	(void)state;
	snprintf(client, sizeof(client), "%s/mspclnt", tree_root);
	snprintf(program, sizeof(program), "%s/bin", tree_root);
	snprintf(nowhere, sizeof(nowhere), "%s/nowhere", tree_root);
	snprintf(again, sizeof(again), "%s/mspclnt//", tree_root);
	places[0] = (struct wsp_place){nowhere, true, NULL};
	places[1] = (struct wsp_place){client, true, NULL};
	places[2] = (struct wsp_place){program, false, "msexcimc"};
	places[3] = (struct wsp_place){again, true, NULL};
	tree_file("/mspclnt/Mspclnt.ini", NAMED("A"));
	tree_file("/mspclnt/locallat.txt", "10.0.0.0 10.0.0.255\n");
	tree_file("/mspclnt/system.ini", SYSTEM("C:\\x"));
	tree_file("/mspclnt/below/mspclnt.ini", NAMED("B"));
	tree_file("/bin/wspcfg.ini.txt", "[A]\nb=c\n");
	tree_file("/bin/mspclnt.ini", NAMED("C"));
	assert_int_equal(wsp_find_in(arena, places, 4, &search), 0);
	assert_int_equal(search.count, 3);
	assert_int_equal(search.items[0].role, WSP_MSPCLNT);
	assert_int_equal(search.items[1].role, WSP_LOCALLAT);
	assert_null(search.items[1].program);
	assert_int_equal(search.items[2].role, WSP_WSPCFG);
	assert_string_equal(search.items[2].program, "msexcimc");
	assert_int_equal(search.errors, 0);
	assert_ptr_equal(wsp_choose(&search, "D:\\x\\y.ini"),
			 &search.items[0]);
	arena_free(arena);
}

#define TREE_TEST(f) \
	cmocka_unit_test_setup_teardown(f, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(system_ini_decides),
		TREE_TEST(the_first_of_two_keys),
		TREE_TEST(folders_of_a_system),
		cmocka_unit_test(same_paths),
		cmocka_unit_test(folders_of_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
