/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/file/regular.h"

#include <errno.h>
#include <fcntl.h>

#include "unit/unit.h"
#include "unit/tree.h"

static int load(const char *path, size_t max, char **bytes, size_t *length)
{
	char full[PATH_MAX];

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	return regular_load(full, max, bytes, length);
}

static void reads_a_file(void **state)
{
	char *bytes;
	size_t length;

	(void)state;
	tree_file("/a", "four");
	assert_int_equal(load("/a", 4, &bytes, &length), 0);
	assert_int_equal(length, 4);
	assert_string_equal(bytes, "four");
	free(bytes);
	assert_int_equal(load("/a", 3, &bytes, &length), -EFBIG);
	tree_file("/empty", "");
	assert_int_equal(load("/empty", 0, &bytes, &length), 0);
	assert_int_equal(length, 0);
	free(bytes);
	assert_int_equal(load("/none", 4, &bytes, &length), -ENOENT);
}

/* open() would wait for somebody to write. */
static void does_not_wait_for_a_pipe(void **state)
{
	char *bytes, full[PATH_MAX];
	size_t length;

	(void)state;
	snprintf(full, sizeof(full), "%s/pipe", tree_root);
	assert_int_equal(mkfifo(full, 0600), 0);
	assert_int_equal(load("/pipe", 4, &bytes, &length), -EINVAL);
}

static void refuses_what_is_not_a_file(void **state)
{
	char *bytes;
	size_t length;
	int fd;

	(void)state;
	tree_file("/d/a", "four");
	tree_link("/link", "d/a");
	assert_int_equal(load("/link", 4, &bytes, &length), -ELOOP);
	assert_int_equal(load("/d", 4, &bytes, &length), -EISDIR);
	assert_int_equal(regular_load("/dev/null", 4, &bytes, &length),
			 -EINVAL);
	fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	assert_int_equal(regular_read(fd, 4, &bytes, &length), -EINVAL);
	close(fd);
}

#define TREE_TEST(test) \
	cmocka_unit_test_setup_teardown(test, tree_setup, tree_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(reads_a_file),
		TREE_TEST(does_not_wait_for_a_pipe),
		TREE_TEST(refuses_what_is_not_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
