/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Which files of a tree a unit has, in which order.  Each case was compared
 * with what systemd 252 reads: SYSTEMD_LOG_LEVEL=debug systemd-analyze
 * security --offline=yes --root=TREE UNIT.
 */
#include "collect/unit/unit_file.h"

#include <errno.h>

#include "unit/unit.h"
#include "unit/tree.h"

#define ETC "/etc/systemd/system/"
#define LIB "/lib/systemd/system/"

static const char line[] = "[Service]\nA=b\n";

/* What was read: each file once, separated by blanks. */
static char files_read[4096];

static void take(void *context, const struct unit_assignment *a,
		 const char *path)
{
	size_t n = strlen(files_read);

	(void)context;
	assert_true(cursor_is(&a->key, "A"));
	snprintf(files_read + n, sizeof(files_read) - n, "%s%s", n ? " " : "",
		 path);
}

static void expect(const char *name, int rc, const char *state,
		   const char *expected)
{
	const struct unit_tree tree = {.root = tree_root};
	struct unit_files *files = unit_files_open(&tree);
	struct unit_file file;

	assert_non_null(files);
	assert_int_equal(unit_file_find(files, name, &file), rc);
	if (state)
		assert_string_equal(file.state, state);
	else
		assert_null(file.state);
	files_read[0] = '\0';
	unit_each_assignment(files, &file, take, NULL);
	assert_string_equal(files_read, expected);
	assert_int_equal(files->error, 0);
	unit_files_close(files);
}

static void looks_where_systemd_looks(void **state)
{
	static const char *const directories[] = {
		"/run/systemd/generator.late", "/lib/systemd/system",
		"/usr/lib/systemd/system", "/usr/local/lib/systemd/system",
		"/run/systemd/generator", "/run/systemd/system.attached",
		"/run/systemd/system", "/etc/systemd/system.attached",
		"/etc/systemd/system", "/run/systemd/generator.early",
		"/run/systemd/transient", "/run/systemd/system.control",
		"/etc/systemd/system.control",
	};
	char path[128];

	(void)state;
	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories);
	     i++) {
		const char *kind = strstr(directories[i], "/generator") ?
					   "generated" :
				   strstr(directories[i], "/transient") ?
					   "transient" : NULL;

		/* Each comes before those that were there already. */
		snprintf(path, sizeof(path), "%s/a.service", directories[i]);
		tree_file(path, line);
		expect("a.service", 0, kind, path);
	}
}

/* `systemctl set-property` writes there. */
static void has_drop_ins_of_every_directory(void **state)
{
	(void)state;
	tree_file(LIB "a.service", line);
	tree_file("/etc/systemd/system.control/a.service.d/50-x.conf", line);
	tree_file("/run/systemd/system.control/a.service.d/49-x.conf", line);
	tree_file("/run/systemd/transient/a.service.d/20.conf", line);
	tree_file("/run/systemd/generator/a.service.d/30.conf", line);
	tree_file(ETC "a.service.d/60.conf", line);
	tree_file(ETC "a.service.d/.hidden.conf", line);
	tree_file(ETC "a.service.d/61.conf~", line);
	expect("a.service", 0, NULL,
	       LIB "a.service "
	       "/run/systemd/transient/a.service.d/20.conf "
	       "/run/systemd/generator/a.service.d/30.conf "
	       "/run/systemd/system.control/a.service.d/49-x.conf "
	       "/etc/systemd/system.control/a.service.d/50-x.conf "
	       ETC "a.service.d/60.conf");
}

/* One that is empty or leads to /dev/null takes another one away. */
static void the_first_of_a_name_counts(void **state)
{
	(void)state;
	tree_file(LIB "a.service", line);
	tree_file(LIB "a.service.d/10.conf", line);
	tree_file(ETC "a.service.d/10.conf", line);
	tree_file(LIB "a.service.d/11.conf", line);
	tree_link(ETC "a.service.d/11.conf", "/dev/null");
	tree_file(LIB "a.service.d/12.conf", line);
	tree_file(ETC "a.service.d/12.conf", "");
	tree_file(LIB "a.service.d/13.conf", line);
	tree_link(ETC "a.service.d/13.conf", "nowhere");
	tree_file(LIB "a.service.d/14.conf", line);
	tree_file(ETC "service.d/14.conf", line);
	tree_file(ETC "service.d/09.conf", line);
	expect("a.service", 0, NULL,
	       LIB "a.service " ETC "service.d/09.conf "
	       ETC "a.service.d/10.conf " LIB "a.service.d/14.conf");
}

static void drop_ins_are_for_prefixes_and_templates(void **state)
{
	(void)state;
	tree_file(LIB "foo-bar@.service", line);
	tree_file(ETC "foo-bar@i.service.d/40.conf", line);
	/* The directory counts more than the name. */
	tree_file(ETC "foo-bar@.service.d/45.conf", line);
	tree_file(LIB "foo-bar@i.service.d/45.conf", line);
	tree_file(ETC "service.d/45.conf", line);
	tree_file(ETC "service.d/10.conf", line);
	tree_file(ETC "foo-@.service.d/11.conf", line);
	tree_file(ETC "foo-@i.service.d/12.conf", line);
	tree_file(ETC "foo-.service.d/13.conf", line);
	tree_file(ETC "foo-bar@j.service.d/14.conf", line);
	tree_file(ETC "foo.service.d/15.conf", line);
	tree_file(ETC "socket.d/16.conf", line);
	expect("foo-bar@i.service", 0, NULL,
	       LIB "foo-bar@.service " ETC "service.d/10.conf "
	       ETC "foo-@.service.d/11.conf " ETC "foo-@i.service.d/12.conf "
	       ETC "foo-.service.d/13.conf " ETC "foo-bar@i.service.d/40.conf "
	       ETC "foo-bar@.service.d/45.conf");
}

static void aliases_have_one_file_and_all_drop_ins(void **state)
{
	static const char expected[] =
		ETC "b.service " ETC "a.service.d/1.conf "
		ETC "b.service.d/2.conf " ETC "b.service.d/3.conf "
		ETC "c.service.d/4.conf";

	(void)state;
	/* The alias leads to a file that another one hides. */
	tree_file(LIB "b.service", line);
	tree_file(ETC "b.service", line);
	tree_link(ETC "a.service", LIB "b.service");
	tree_link(LIB "c.service", "a.service");
	/* This one is hidden itself. */
	tree_file(ETC "e.service", line);
	tree_link(LIB "e.service", "b.service");
	/* Links that systemd rejects. */
	tree_link(ETC "f.socket", LIB "b.service");
	tree_link(ETC "g@.service", LIB "b.service");
	tree_file(LIB "g@.service", line);
	tree_file(ETC "a.service.d/1.conf", line);
	tree_file(ETC "b.service.d/2.conf", line);
	tree_file(ETC "b.service.d/3.conf", line);
	tree_file(LIB "a.service.d/3.conf", line);
	tree_file(ETC "c.service.d/4.conf", line);
	tree_file(ETC "e.service.d/5.conf", line);
	tree_file(ETC "f.socket.d/6.conf", line);
	expect("a.service", 0, NULL, expected);
	expect("b.service", 0, NULL, expected);
	expect("c.service", 0, NULL, expected);
	expect("e.service", 0, NULL, ETC "e.service " ETC "e.service.d/5.conf");
	expect("f.socket", -ENOENT, NULL, ETC "f.socket.d/6.conf");
	expect("g@i.service", 0, NULL, LIB "g@.service");
}

static void aliases_of_templates(void **state)
{
	static const char expected[] =
		LIB "t@.service " ETC "t@i.service.d/1.conf "
		ETC "u@i.service.d/2.conf " ETC "u@.service.d/3.conf";

	(void)state;
	tree_file(LIB "t@.service", line);
	tree_link(LIB "u@.service", "t@.service");
	tree_link(ETC "t@i.service", "/lib/systemd/system/t@.service");
	tree_file(ETC "t@i.service.d/1.conf", line);
	tree_file(ETC "u@i.service.d/2.conf", line);
	tree_file(ETC "u@.service.d/3.conf", line);
	expect("t@i.service", 0, NULL, expected);
	expect("u@i.service", 0, NULL, expected);
	/* An instance with a file of its own is not the template's. */
	tree_file(ETC "t@j.service", line);
	tree_file(ETC "u@j.service.d/4.conf", line);
	expect("t@j.service", 0, NULL, ETC "t@j.service");
	/* A link that leads nowhere leaves the template. */
	tree_link(ETC "t@k.service", "none@k.service");
	expect("t@k.service", 0, NULL, LIB "t@.service "
	       ETC "u@.service.d/3.conf");
}

static void knows_masked_units(void **state)
{
	(void)state;
	tree_file(LIB "a.service", line);
	tree_link(ETC "a.service", "/dev/null");
	expect("a.service", 0, "masked", "");
	tree_file(ETC "b.service", "");
	expect("b.service", 0, "masked", "");
	tree_link(LIB "c.service", "a.service");
	expect("c.service", 0, "masked", "");
}

static void what_is_not_a_unit(void **state)
{
	(void)state;
	expect("a.service", -ENOENT, NULL, "");
	/* A directory does not count; a link that leads nowhere does. */
	tree_file(ETC "dir.service/x", line);
	tree_file(LIB "dir.service", line);
	expect("dir.service", 0, NULL, LIB "dir.service");
	tree_link(ETC "gone.service", "/opt/gone.service");
	tree_file(LIB "gone.service", line);
	expect("gone.service", -ENOENT, NULL, "");
	/* A file outside of the directories may be linked by any name. */
	tree_file("/opt/far.service", line);
	tree_link(ETC "near.service", "/opt/far.service");
	tree_file(ETC "far.service.d/1.conf", line);
	tree_file(ETC "near.service.d/2.conf", line);
	expect("near.service", 0, NULL,
	       ETC "near.service " ETC "near.service.d/2.conf");
	/* Aliases that go in a circle. */
	tree_link(ETC "x.service", "y.service");
	tree_link(ETC "y.service", "x.service");
	expect("x.service", -ENOENT, NULL, "");
	/* The drop-ins of a unit that is made at boot. */
	tree_file(ETC "boot.service.d/1.conf", line);
	expect("boot.service", -ENOENT, NULL, ETC "boot.service.d/1.conf");
}

/* On most systems /lib is a link to /usr/lib. */
static void a_directory_counts_once(void **state)
{
	(void)state;
	tree_file("/usr/lib/systemd/system/a.service", line);
	tree_link("/lib", "usr/lib");
	expect("a.service", 0, NULL, "/usr/lib/systemd/system/a.service");
}

static void remembers_what_it_could_not_read(void **state)
{
	const struct unit_tree tree = {.root = tree_root};
	char content[] = "0123456789abcde\n", path[128];
	struct unit_files *files;
	struct unit_file file;
	FILE *large;

	(void)state;
	tree_file(LIB "a.service", line);
	tree_file(ETC "a.service.d/1.conf", line);
	snprintf(path, sizeof(path), "%s%s", tree_root,
		 ETC "a.service.d/2.conf");
	large = fopen(path, "w");
	assert_non_null(large);
	for (size_t i = 0; i <= (1 << 20); i += 16)
		fputs(content, large);
	assert_int_equal(fclose(large), 0);
	files = unit_files_open(&tree);
	assert_non_null(files);
	assert_int_equal(unit_file_find(files, "a.service", &file), 0);
	files_read[0] = '\0';
	unit_each_assignment(files, &file, take, NULL);
	assert_string_equal(files_read,
			    LIB "a.service " ETC "a.service.d/1.conf");
	assert_int_equal(files->error, -EFBIG);
	assert_string_equal(files->unread, ETC "a.service.d/2.conf");
	unit_files_close(files);
}

#define TREE_TEST(test) \
	cmocka_unit_test_setup_teardown(test, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(looks_where_systemd_looks),
		TREE_TEST(has_drop_ins_of_every_directory),
		TREE_TEST(the_first_of_a_name_counts),
		TREE_TEST(drop_ins_are_for_prefixes_and_templates),
		TREE_TEST(aliases_have_one_file_and_all_drop_ins),
		TREE_TEST(aliases_of_templates),
		TREE_TEST(knows_masked_units),
		TREE_TEST(what_is_not_a_unit),
		TREE_TEST(a_directory_counts_once),
		TREE_TEST(remembers_what_it_could_not_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
