/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/policy/policy_unit.h"

#include "facts/facts.h"

#include "unit/unit.h"
#include "unit/tree.h"

#define ETC "/etc/systemd/system/"
#define LIB "/lib/systemd/system/"

/* The facts about a server must be these: "UNIT NAME WHERE". */
static void expect(const char *server, const char *const *expected)
{
	const struct unit_tree tree = {.root = tree_root};
	struct facts *facts = facts_new();
	char text[512];

	policy_unit_collect(facts, &tree, &server, 1);
	facts_each(facts, FACT_POLICY, f) {
		assert_int_equal(f->status, FACT_SEEN);
		assert_string_equal(fact_string(f, "mechanism"),
				    "unit-setting");
		assert_string_equal(f->source, fact_string(f, "where"));
		snprintf(text, sizeof(text), "%s %s %s",
			 fact_string(f, "unit"), fact_string(f, "name"),
			 fact_string(f, "where"));
		assert_non_null(*expected);
		assert_string_equal(text, *expected++);
	}
	assert_null(*expected);
	assert_int_equal(facts_error(facts), 0);
	facts_free(facts);
}

#define EXPECT(server, ...) \
	expect(server, (const char *const[]){__VA_ARGS__, NULL})
#define EXPECT_NONE(server) expect(server, (const char *const[]){NULL})

/* What `systemctl set-property postfix.service SocketBindDeny=any` does. */
static void a_property_that_was_set(void **state)
{
	(void)state;
	tree_file(LIB "postfix.service", "[Service]\nExecStart=/x\n");
	EXPECT_NONE("postfix");
	tree_file("/etc/systemd/system.control/postfix.service.d/"
		  "50-SocketBindDeny.conf",
		  "# This is a drop-in unit file extension\n"
		  "[Service]\nSocketBindDeny=any\n");
	EXPECT("postfix",
	       "postfix.service SocketBindDeny=any /etc/systemd/system.control/"
	       "postfix.service.d/50-SocketBindDeny.conf");
	EXPECT("postfix.service",
	       "postfix.service SocketBindDeny=any /etc/systemd/system.control/"
	       "postfix.service.d/50-SocketBindDeny.conf");
	EXPECT_NONE("exim4");
	EXPECT_NONE("../postfix");
	EXPECT_NONE("");
}

static void a_drop_in_for_every_service(void **state)
{
	(void)state;
	tree_file(ETC "service.d/x.conf", "[Service]\nSocketBindDeny=tcp:25\n");
	/* There is no such unit. */
	EXPECT_NONE("postfix");
	tree_file("/run/systemd/generator.late/postfix.service",
		  "[Service]\nExecStart=/etc/init.d/postfix start\n");
	EXPECT("postfix", "postfix.service SocketBindDeny=tcp:25 "
	       ETC "service.d/x.conf");
}

static void later_files_add_and_take_back(void **state)
{
	(void)state;
	tree_file(LIB "a.service",
		  "[Service]\nSocketBindDeny=any\nSocketBindAllow=25\n"
		  "[Socket]\nSocketBindDeny=26\n");
	tree_file(ETC "a.service.d/1.conf",
		  "[Service]\nSocketBindDeny=\nSocketBindDeny=tcp:27\n");
	EXPECT("a", "a.service SocketBindAllow=25 " LIB "a.service",
	       "a.service SocketBindDeny=tcp:27 " ETC "a.service.d/1.conf");
	tree_file(ETC "a.service.d/2.conf",
		  "[Service]\nSocketBindAllow=\nSocketBindDeny=\n");
	EXPECT_NONE("a");
}

/* Debian's postfix.service starts postfix@-.service. */
static void the_instance_that_a_server_starts(void **state)
{
	(void)state;
	tree_file(LIB "postfix.service", "[Service]\nExecStart=/bin/true\n");
	tree_file(ETC "postfix@-.service.d/1.conf",
		  "[Service]\nSocketBindDeny=1\n");
	EXPECT_NONE("postfix");
	tree_file(LIB "postfix@.service", "[Service]\nSocketBindDeny=2\n");
	EXPECT("postfix", "postfix@-.service SocketBindDeny=2 "
	       LIB "postfix@.service",
	       "postfix@-.service SocketBindDeny=1 "
	       ETC "postfix@-.service.d/1.conf");
	EXPECT("postfix@x", "postfix@x.service SocketBindDeny=2 "
	       LIB "postfix@.service");
}

static void a_unit_that_cannot_start(void **state)
{
	(void)state;
	tree_file(LIB "a.service", "[Service]\nExecStart=/x\n");
	tree_file(ETC "a.service.d/1.conf", "[Service]\nSocketBindDeny=1\n");
	tree_link(ETC "a.service", "/dev/null");
	EXPECT_NONE("a");
}

/* Two names of one unit do not make two findings. */
static void a_unit_is_told_once(void **state)
{
	static const char *const servers[] = {"mta", "a", "b"};
	const struct unit_tree tree = {.root = tree_root};
	struct facts *facts = facts_new();
	size_t count = 0;

	(void)state;
	tree_file(LIB "a.service", "[Service]\nSocketBindDeny=1\n");
	tree_link(ETC "mta.service", LIB "a.service");
	policy_unit_collect(facts, &tree, servers, 3);
	facts_each(facts, FACT_POLICY, f) {
		assert_string_equal(fact_string(f, "unit"), "a.service");
		count++;
	}
	assert_int_equal(count, 1);
	facts_free(facts);
}

static void what_could_not_be_read_is_told(void **state)
{
	const struct unit_tree tree = {.root = tree_root};
	const char *server = "a";
	struct facts *facts = facts_new();
	const struct fact *f;

	(void)state;
	tree_file(LIB "a.service", "[Service]\nSocketBindDeny=1\n");
	tree_link(ETC "a.service.d/x.conf", "y.conf");
	tree_link(ETC "a.service.d/y.conf", "x.conf");
	policy_unit_collect(facts, &tree, &server, 1);
	f = facts_next(facts, FACT_POLICY, NULL);
	assert_non_null(f);
	assert_int_equal(f->status, FACT_SEEN);
	f = facts_next(facts, FACT_POLICY, f);
	assert_non_null(f);
	assert_int_equal(f->status, FACT_FAILED);
	assert_string_equal(fact_string(f, "mechanism"), "unit-setting");
	assert_string_equal(fact_string(f, "where"), ETC "a.service.d/x.conf");
	assert_true(fact_is(f, "ELOOP"));
	facts_free(facts);
}

#define TREE_TEST(test) \
	cmocka_unit_test_setup_teardown(test, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(a_property_that_was_set),
		TREE_TEST(a_drop_in_for_every_service),
		TREE_TEST(later_files_add_and_take_back),
		TREE_TEST(the_instance_that_a_server_starts),
		TREE_TEST(a_unit_that_cannot_start),
		TREE_TEST(a_unit_is_told_once),
		TREE_TEST(what_could_not_be_read_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
