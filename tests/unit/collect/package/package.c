/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/package/package.h"

#include <errno.h>

#include "port/clock.h"

#include "unit/unit.h"
#include "unit/tree.h"

static const char status[] =
	"Package: aaa\nStatus: install ok installed\nVersion: 1\n"
	"Description: something\n Package: not-this\n\n"
	"Package: exim4-daemon-light\nArchitecture: amd64\n"
	"Version: 4.96-15\n\n"
	"Package: libmulti\nArchitecture: amd64\nMulti-Arch: same\n"
	"Version: 2\n\n"
	"Package: postfix\nVersion: 3.7\n";

static void write_dpkg(void)
{
	tree_file("/var/lib/dpkg/status", status);
	tree_file("/var/lib/dpkg/info/aaa.list",
		  "/.\n/usr\n/usr/bin/odd\n/usr/bin/odd2\n/sbin/old\n");
	tree_file("/var/lib/dpkg/info/exim4-daemon-light.list",
		  "/.\n/usr/sbin\n/usr/sbin/exim4\n");
	tree_file("/var/lib/dpkg/info/libmulti:amd64.list",
		  "/usr/lib/multi/tool\n");
	tree_file("/var/lib/dpkg/info/postfix.list",
		  "/usr/lib/postfix/sbin/master");
}

static void expect(const char *file, const char *name, const char *version)
{
	struct package package;

	assert_int_equal(package_dpkg(tree_root, file, &package), 0);
	assert_string_equal(package.manager, "dpkg");
	assert_string_equal(package.name, name);
	assert_string_equal(package.version, version);
}

static void asks_dpkg(void **state)
{
	struct package package;

	(void)state;
	assert_int_equal(package_dpkg(tree_root, "/x", &package), -ENOSYS);
	write_dpkg();
	expect("/usr/sbin/exim4", "exim4-daemon-light", "4.96-15");
	expect("/usr/lib/postfix/sbin/master", "postfix", "3.7");
	expect("/usr/lib/multi/tool", "libmulti", "2");
	/* Names that resemble nothing, and the names before /usr was merged. */
	expect("/usr/bin/odd", "aaa", "1");
	expect("/bin/odd2", "aaa", "1");
	expect("/usr/sbin/old", "aaa", "1");
	assert_int_equal(package_dpkg(tree_root, "/usr/bin/od", &package),
			 -ENOENT);
	assert_int_equal(package_dpkg(tree_root, "/usr/local/bin/exim4",
				      &package), -ENOENT);
}

static void unlink_in_tree(const char *path)
{
	char full[PATH_MAX];

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	assert_int_equal(unlink(full), 0);
}

/* The package may be one whose list could not be read: that is no "none". */
static void tells_unreadable_lists(void **state)
{
	struct package package;

	(void)state;
	write_dpkg();
	unlink_in_tree("/var/lib/dpkg/info/aaa.list");
	assert_int_equal(package_dpkg(tree_root, "/usr/bin/odd", &package),
			 -ENOENT);
	tree_file("/var/lib/dpkg/info/aaa.list/x", "");
	assert_int_equal(package_dpkg(tree_root, "/usr/bin/odd", &package),
			 -EISDIR);
	expect("/usr/sbin/exim4", "exim4-daemon-light", "4.96-15");
	unlink_in_tree("/var/lib/dpkg/status");
	tree_file("/var/lib/dpkg/status/x", "");
	assert_int_equal(package_dpkg(tree_root, "/usr/bin/odd", &package),
			 -EISDIR);
}

/* A paragraph that is longer than anybody's hides what is behind it. */
static void tells_what_is_too_long(void **state)
{
	static const char start[] =
		"Package: aaa\n\nPackage: long\nDescription: ";
	char *large = malloc(200000);
	struct package package;

	(void)state;
	assert_non_null(large);
	write_dpkg();
	memset(large, 'x', 199999);
	large[199999] = '\0';
	memcpy(large, start, sizeof(start) - 1);
	tree_file("/var/lib/dpkg/status", large);
	expect("/usr/bin/odd", "aaa", "");
	assert_int_equal(package_dpkg(tree_root, "/usr/sbin/exim4", &package),
			 -EFBIG);
	free(large);
}

/* The status file is read in parts: more of it than one part holds. */
static void asks_a_large_dpkg(void **state)
{
	char *large = malloc(400000);
	struct package package;
	size_t n = 0;

	(void)state;
	assert_non_null(large);
	for (int i = 0; i < 5000; i++)
		n += (size_t)sprintf(large + n,
				     "Package: p%04d\nArchitecture: all\n"
				     "Description: nothing\nVersion: %d\n\n",
				     i, i);
	write_dpkg();
	tree_file("/var/lib/dpkg/status", large);
	tree_file("/var/lib/dpkg/info/p4999.list", "/usr/bin/last\n");
	memset(large, 'x', 200000);
	memcpy(large + 200000, "\n/usr/bin/middle\n", 18);
	tree_file("/var/lib/dpkg/info/p2500.list", large);
	expect("/usr/bin/last", "p4999", "4999");
	expect("/usr/bin/middle", "p2500", "2500");
	assert_int_equal(package_dpkg(tree_root, "/usr/bin/none", &package),
			 -ENOENT);
	free(large);
}

static void asks_apk(void **state)
{
	static const char database[] =
		"C:Q1x\nP:busybox\nV:1.36\nF:bin\nR:busybox\nF:usr/sbin\n\n"
		"P:postfix\nV:3.8-r0\nF:usr/libexec/postfix\nR:anvil\n"
		"R:master\nF:usr/sbin\nR:postfix\n";
	static const struct {
		const char *file, *name;
	} cases[] = {
		{"/usr/libexec/postfix/master", "postfix"},
		{"/usr/sbin/postfix", "postfix"},
		{"/sbin/postfix", "postfix"},
		{"/usr/bin/busybox", "busybox"},
		{"/usr/sbin/busybox", NULL},
		{"/usr/libexec/postfix/maste", NULL},
		{"/master", NULL},
		{"master", NULL},
		{"/", NULL},
	};
	struct package package;

	(void)state;
	assert_int_equal(package_apk(tree_root, "/x", &package), -ENOSYS);
	tree_file("/lib/apk/db/installed", database);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int rc = package_apk(tree_root, cases[i].file, &package);

		assert_int_equal(rc, cases[i].name ? 0 : -ENOENT);
		if (cases[i].name)
			assert_string_equal(package.name, cases[i].name);
	}
	package_apk(tree_root, "/usr/sbin/postfix", &package);
	assert_string_equal(package.version, "3.8-r0");
	assert_string_equal(package.manager, "apk");
}

static void write_rpm(const char *script)
{
	char path[PATH_MAX];

	tree_file("/var/lib/rpm/rpmdb.sqlite", "");
	tree_file("/usr/bin/rpm", script);
	snprintf(path, sizeof(path), "%s/usr/bin/rpm", tree_root);
	chmod(path, 0755);
}

static int ask_rpm(int64_t wait, struct package *package)
{
	return package_rpm(tree_root, "/usr/sbin/a b", clock_now() + wait,
			   package);
}

static void asks_rpm(void **state)
{
	struct package package;

	(void)state;
	assert_int_equal(ask_rpm(1000, &package), -ENOSYS);
	/* It has the file's name as one argument, and nothing of ours open. */
	write_rpm("#!/bin/sh\n[ \"$5\" = '/usr/sbin/a b' ] || exit 1\n"
		  "[ ! -e /proc/$$/fd/77 ] || exit 1\n"
		  "[ -z \"$HOME\" ] || exit 1\n"
		  "echo postfix; echo 3.8-1.fc39\n");
	assert_int_equal(dup2(2, 77), 77);
	assert_int_equal(ask_rpm(5000, &package), 0);
	close(77);
	assert_string_equal(package.name, "postfix");
	assert_string_equal(package.version, "3.8-1.fc39");
	assert_string_equal(package.manager, "rpm");
	write_rpm("#!/bin/sh\necho 'file x is not owned by any package'\n"
		  "exit 1\n");
	assert_int_equal(ask_rpm(5000, &package), -ENOENT);
	write_rpm("#!/bin/sh\nexit 0\n");
	assert_int_equal(ask_rpm(5000, &package), -ENOENT);
}

static void does_not_wait_for_rpm(void **state)
{
	struct package package;
	int64_t start;

	(void)state;
	write_rpm("#!/bin/sh\nsleep 20\n");
	start = clock_now();
	assert_int_equal(ask_rpm(50, &package), -ETIMEDOUT);
	assert_true(clock_now() - start < 5000);
	/* The output is closed, the process stays. */
	write_rpm("#!/bin/sh\nexec >&-\nexec sleep 20\n");
	start = clock_now();
	assert_int_equal(ask_rpm(200, &package), -ETIMEDOUT);
	assert_true(clock_now() - start < 5000);
}

static void writes_facts(void **state)
{
	struct facts *facts = facts_new();
	const struct fact *fact;

	(void)state;
	package_collect(facts, tree_root, "/usr/sbin/exim4", clock_now());
	assert_int_equal(facts_at(facts, 0)->status, FACT_UNSUPPORTED);
	write_dpkg();
	package_collect(facts, tree_root, "/usr/sbin/exim4", clock_now());
	package_collect(facts, tree_root, "/usr/sbin/nothing", clock_now());
	fact = facts_at(facts, 1);
	assert_int_equal(fact->status, FACT_SEEN);
	assert_string_equal(fact_string(fact, "file"), "/usr/sbin/exim4");
	assert_string_equal(fact_string(fact, "version"), "4.96-15");
	assert_int_equal(facts_at(facts, 2)->status, FACT_ABSENT);
	assert_int_equal(facts_error(facts), 0);
	facts_free(facts);
}

#define TREE_TEST(test) \
	cmocka_unit_test_setup_teardown(test, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(asks_dpkg),
		TREE_TEST(tells_unreadable_lists),
		TREE_TEST(tells_what_is_too_long),
		TREE_TEST(asks_a_large_dpkg),
		TREE_TEST(asks_apk),
		TREE_TEST(asks_rpm),
		TREE_TEST(does_not_wait_for_rpm),
		TREE_TEST(writes_facts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
