/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit.h"

#include "collect/unit/unit_keys.h"
#include "facts/facts.h"

#include "unit/unit.h"
#include "unit/tree.h"

static const struct fact *fact_of(const struct facts *facts, const char *name)
{
	facts_each(facts, FACT_UNIT, unit)
		if (!strcmp(fact_string(unit, "name"), name))
			return unit;
	return NULL;
}

/* Look a unit up in the tree and compare members, given in pairs. */
static void expect(const char *home, const char *name, enum fact_status status,
		   const char *const *pairs)
{
	const struct unit_tree tree = {tree_root, home, 1000, 0};
	struct facts *facts = facts_new();
	const struct fact *unit;

	unit_collect(facts, &tree, name);
	assert_int_equal(facts_error(facts), 0);
	unit = fact_of(facts, name);
	assert_non_null(unit);
	assert_int_equal(unit->status, status);
	for (; *pairs; pairs += 2) {
		const char *found = fact_string(unit, pairs[0]);

		if (pairs[1][0])
			assert_string_equal(found ? found : "", pairs[1]);
		else
			assert_null(found);
	}
	facts_free(facts);
}

#define EXPECT(name, ...) \
	expect(NULL, name, FACT_SEEN, (const char *const[]){__VA_ARGS__, NULL})

static const char service[] =
	"[Unit]\n"
	"Description=Mail \\\n"
	"  server\n"
	"; a comment\n"
	"[Service]\n"
	"ExecStart=-/usr/sbin/mail -bd \\\n"
	"# a comment between\n"
	"   -q30m\n"
	"ExecStart=/second\n"
	"[Install]\n"
	"WantedBy=multi-user.target\n";

static void reads_a_unit_file(void **state)
{
	(void)state;
	tree_file("/lib/systemd/system/mail.service", service);
	EXPECT("mail.service", "type", "service", "manager", "systemd", "file",
	       "/lib/systemd/system/mail.service", "description",
	       "Mail    server", "command", "/usr/sbin/mail -bd     -q30m",
	       "enabled", "disabled");
}

static void knows_what_is_enabled(void **state)
{
	static const char install[] = "[Install]\nWantedBy=x.target\n";
	static const char bare[] = "[Service]\nExecStart=/x\n";

	(void)state;
	tree_file("/lib/systemd/system/wanted.service", install);
	tree_link("/etc/systemd/system/x.target.wants/wanted.service",
		  "/lib/systemd/system/wanted.service");
	EXPECT("wanted.service", "enabled", "enabled");

	tree_file("/lib/systemd/system/aliased.service", install);
	tree_link("/etc/systemd/system/mta.service",
		  "/lib/systemd/system/aliased.service");
	EXPECT("aliased.service", "enabled", "enabled");
	/* The file that the alias has in the end. */
	EXPECT("mta.service", "file", "/lib/systemd/system/aliased.service");

	tree_file("/lib/systemd/system/required.service", install);
	tree_link("/run/systemd/system/x.target.requires/required.service",
		  "/lib/systemd/system/required.service");
	EXPECT("required.service", "enabled", "enabled-runtime");

	tree_file("/lib/systemd/system/bare.service", bare);
	EXPECT("bare.service", "enabled", "static");
	tree_file("/lib/systemd/system/also.service",
		  "[Install]\nAlso=bare.service\n");
	EXPECT("also.service", "enabled", "indirect");
	tree_file("/lib/systemd/system/emptied.service", install);
	tree_link("/etc/systemd/system/emptied.service", "/dev/null");
	EXPECT("emptied.service", "enabled", "masked");
	tree_file("/etc/systemd/system/hollow.service", "");
	EXPECT("hollow.service", "enabled", "masked");
	tree_file("/run/systemd/transient/run-r1.scope", "[Scope]\n");
	EXPECT("run-r1.scope", "enabled", "transient", "type", "scope");
	tree_file("/run/systemd/generator/made.service", bare);
	EXPECT("made.service", "enabled", "generated");
}

static void the_first_directory_wins(void **state)
{
	(void)state;
	tree_file("/lib/systemd/system/a.service", "[Unit]\nDescription=lib\n");
	tree_file("/etc/systemd/system/a.service", "[Unit]\nDescription=etc\n");
	EXPECT("a.service", "description", "etc", "file",
	       "/etc/systemd/system/a.service");
}

static void drop_ins_add_and_take_back(void **state)
{
	(void)state;
	tree_file("/lib/systemd/system/b.service", service);
	tree_file("/etc/systemd/system/b.service.d/20-x.conf",
		  "[Service]\nExecStart=\nExecStart=/opt/mail\n");
	tree_file("/lib/systemd/system/b.service.d/30-y.conf",
		  "[Unit]\nDescription=from lib\n");
	tree_file("/etc/systemd/system/b.service.d/30-y.conf",
		  "[Unit]\nDescription=from etc\n");
	tree_file("/etc/systemd/system/b.service.d/40-z.txt",
		  "[Unit]\nDescription=not a drop-in\n");
	EXPECT("b.service", "command", "/opt/mail", "description", "from etc");
	/* By name, and not by directory. */
	tree_file("/etc/systemd/system/b.service.d/90-late.conf",
		  "[Unit]\nDescription=late\n");
	tree_file("/lib/systemd/system/b.service.d/80-early.conf",
		  "[Unit]\nDescription=early\n");
	EXPECT("b.service", "description", "late");
}

static void an_instance_has_its_template(void **state)
{
	(void)state;
	tree_file("/lib/systemd/system/c@.service", service);
	tree_file("/etc/systemd/system/c@.service.d/x.conf",
		  "[Unit]\nDescription=template\n");
	tree_link("/etc/systemd/system/x.target.wants/c@one.service",
		  "/lib/systemd/system/c@.service");
	EXPECT("c@one.service", "file", "/lib/systemd/system/c@.service",
	       "description", "template", "enabled", "enabled");
	EXPECT("c@two.service", "enabled", "disabled");
}

static void sockets_start_services(void **state)
{
	const struct unit_tree tree = {.root = tree_root};
	struct facts *facts = facts_new();
	const json_t *by;

	(void)state;
	tree_file("/lib/systemd/system/d.service",
		  "[Service]\nExecStart=/d\nSockets=d-extra.socket\n");
	tree_file("/lib/systemd/system/d.socket",
		  "[Socket]\nListenStream=25\n[Install]\nWantedBy=s.target\n");
	tree_link("/etc/systemd/system/s.target.wants/d.socket",
		  "/lib/systemd/system/d.socket");
	tree_file("/lib/systemd/system/other.socket",
		  "[Socket]\nService=d.service\n");
	tree_file("/lib/systemd/system/off.socket",
		  "[Socket]\nService=d.service\n[Install]\nWantedBy=s\n");
	tree_file("/lib/systemd/system/each.socket",
		  "[Socket]\nAccept = yes\n");
	unit_collect(facts, &tree, "d.socket");
	assert_string_equal(fact_string(fact_of(facts, "d.socket"), "starts"),
			    "d.service");
	assert_non_null(fact_of(facts, "d.service"));
	by = fact_array(fact_of(facts, "d.service"), "started_by");
	assert_int_equal(json_array_size(by), 3);
	assert_string_equal(json_string_value(json_array_get(by, 0)),
			    "d-extra.socket");
	assert_non_null(fact_of(facts, "other.socket"));
	assert_null(fact_of(facts, "off.socket"));
	assert_int_equal(fact_of(facts, "d-extra.socket")->status,
			 FACT_ABSENT);
	unit_collect(facts, &tree, "each.socket");
	assert_string_equal(fact_string(fact_of(facts, "each.socket"),
					"starts"), "each@.service");
	assert_int_equal(facts_error(facts), 0);
	facts_free(facts);
}

/* Each unit leads to the next one: N.service, N.socket, N + 1.service... */
static void a_chain_ends(void **state)
{
	const struct unit_tree tree = {.root = tree_root};
	struct facts *facts = facts_new();
	const struct fact *last;

	(void)state;
	for (int i = 0; i < 3000; i++) {
		char path[64], text[64];

		snprintf(path, sizeof(path), "/lib/systemd/system/%d.service",
			 i);
		snprintf(text, sizeof(text), "[Service]\nSockets=%d.socket\n",
			 i);
		tree_file(path, text);
		snprintf(path, sizeof(path), "/lib/systemd/system/%d.socket",
			 i);
		snprintf(text, sizeof(text), "[Socket]\nService=%d.service\n",
			 i + 1);
		tree_file(path, text);
	}
	unit_collect(facts, &tree, "0.service");
	assert_int_equal(facts_error(facts), 0);
	assert_int_equal(facts_count(facts), 64);
	assert_null(fact_of(facts, "0.service")->code.name);
	last = facts_at(facts, 63);
	assert_string_equal(last->code.name, "E2BIG");
	assert_non_null(fact_string(last, "unread"));
	facts_free(facts);
}

/* The names of a unit, its drop-ins, the sockets that start it. */
static void what_a_unit_has_is_bounded(void **state)
{
	const struct unit_tree tree = {.root = tree_root};
	struct facts *facts = facts_new();
	const struct fact *unit;

	(void)state;
	tree_file("/lib/systemd/system/many.service", "[Service]\n");
	for (int i = 0; i < 1000; i++) {
		char path[96];

		snprintf(path, sizeof(path),
			 "/etc/systemd/system/n%d.service", i);
		tree_link(path, "/lib/systemd/system/many.service");
		snprintf(path, sizeof(path), "/etc/systemd/system/"
			 "many.service.d/%d.conf", i);
		tree_file(path, "[Unit]\nDescription=x\n");
		snprintf(path, sizeof(path), "/lib/systemd/system/s%d.socket",
			 i);
		tree_file(path, "[Socket]\nService=many.service\n");
	}
	unit_collect(facts, &tree, "many.service");
	assert_int_equal(facts_error(facts), 0);
	unit = fact_of(facts, "many.service");
	assert_int_equal(unit->status, FACT_SEEN);
	assert_string_equal(unit->code.name, "E2BIG");
	assert_int_equal(json_array_size(fact_array(unit, "started_by")), 64);
	facts_free(facts);
}

static void a_deadline_that_is_over_is_told(void **state)
{
	struct unit_tree tree = {.root = tree_root, .deadline = 1};
	struct facts *facts = facts_new();
	const struct fact *unit;

	(void)state;
	tree_file("/lib/systemd/system/late.service", "[Service]\n");
	unit_collect(facts, &tree, "late.service");
	unit = fact_of(facts, "late.service");
	assert_int_equal(unit->status, FACT_FAILED);
	assert_string_equal(unit->code.name, "ETIMEDOUT");
	assert_string_equal(fact_string(unit, "unread"),
			    "/lib/systemd/system");
	facts_free(facts);
}

static void reads_init_scripts(void **state)
{
	(void)state;
	tree_file("/etc/init.d/exim4",
		  "#!/bin/sh\n### BEGIN INIT INFO\n"
		  "# Short-Description: exim mail server\n");
	EXPECT("exim4.service", "manager", "sysv", "file", "/etc/init.d/exim4",
	       "enabled", "disabled", "description", "exim mail server");
	tree_link("/etc/rc3.d/S01exim4", "../init.d/exim4");
	tree_link("/etc/rc3.d/K01exim5", "../init.d/exim5");
	EXPECT("exim4.service", "enabled", "enabled");
	EXPECT("exim4", "enabled", "enabled", "type", "service");

	tree_file("/etc/init.d/postfix",
		  "#!/sbin/openrc-run\ndescription=\"Postfix MTA\"\n");
	EXPECT("postfix.service", "manager", "openrc", "enabled", "disabled",
	       "description", "Postfix MTA");
	tree_link("/etc/runlevels/default/postfix", "/etc/init.d/postfix");
	EXPECT("postfix.service", "enabled", "enabled");

	/* What systemd makes of a script starts when the script does. */
	tree_file("/etc/init.d/exim5", "#!/bin/sh\n");
	tree_file("/run/systemd/generator.late/exim5.service",
		  "[Unit]\nSourcePath=/etc/init.d/exim5\n");
	EXPECT("exim5.service", "manager", "systemd", "enabled", "disabled");
	tree_link("/etc/rc2.d/S02exim5", "../init.d/exim5");
	EXPECT("exim5.service", "enabled", "enabled");
}

static void looks_for_a_user_s_units_elsewhere(void **state)
{
	static const char *const pairs[] = {
		"manager", "systemd-user", "enabled", "enabled", "file",
		"/home/u/.config/systemd/user/e.service", NULL,
	};
	static const char *const none[] = {"enabled", "", NULL};

	(void)state;
	tree_file("/home/u/.config/systemd/user/e.service", service);
	tree_link("/home/u/.config/systemd/user/default.target.wants/e.service",
		  "../e.service");
	expect("/home/u", "e.service", FACT_SEEN, pairs);
	expect(NULL, "e.service", FACT_ABSENT, none);
	expect("", "e.service", FACT_ABSENT, none);
}

static void takes_strange_files(void **state)
{
	static const char *const strange[] = {
		"", "[", "=\n[Unit\nDescription=a", "[Unit]\nDescription=\\",
	};
	char line[5000];

	(void)state;
	for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
		tree_file("/etc/systemd/system/strange.service", strange[i]);
		expect(NULL, "strange.service", FACT_SEEN,
		       (const char *const[]){"description", "", NULL});
	}
	memset(line, 'y', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	memcpy(line, "[Unit]\nDescription=", 19);
	tree_file("/etc/systemd/system/strange.service", line);
	line[19 + 255] = '\0';
	EXPECT("strange.service", "description", line + 19);
	tree_link("/etc/systemd/system/loop.service", "loop.service");
	expect(NULL, "loop.service", FACT_ABSENT,
	       (const char *const[]){NULL});
}

#define TREE_TEST(test) \
	cmocka_unit_test_setup_teardown(test, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(reads_a_unit_file),
		TREE_TEST(knows_what_is_enabled),
		TREE_TEST(the_first_directory_wins),
		TREE_TEST(drop_ins_add_and_take_back),
		TREE_TEST(an_instance_has_its_template),
		TREE_TEST(sockets_start_services),
		TREE_TEST(a_chain_ends),
		TREE_TEST(what_a_unit_has_is_bounded),
		TREE_TEST(a_deadline_that_is_over_is_told),
		TREE_TEST(reads_init_scripts),
		TREE_TEST(looks_for_a_user_s_units_elsewhere),
		TREE_TEST(takes_strange_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
