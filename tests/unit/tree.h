/* SPDX-License-Identifier: BSD-2-Clause */
/* A tree of files for a test, in a directory that is gone afterwards. */
#ifndef TESTS_UNIT_TREE_H
#define TESTS_UNIT_TREE_H

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char tree_root[64];

static inline void tree_parents(char *path)
{
	for (char *p = path + 1; *p; p++) {
		if (*p != '/')
			continue;
		*p = '\0';
		mkdir(path, 0755);
		*p = '/';
	}
}

static inline int tree_setup(void **state)
{
	(void)state;
	strcpy(tree_root, "/tmp/bindwhy-unit.XXXXXX");
	return mkdtemp(tree_root) ? 0 : -1;
}

static inline int tree_remove(const char *path, const struct stat *st,
			      int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static inline int tree_teardown(void **state)
{
	(void)state;
	return nftw(tree_root, tree_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* A file with its folders; @path starts with a slash. */
static inline void tree_file(const char *path, const char *content)
{
	char full[PATH_MAX];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	tree_parents(full);
	file = fopen(full, "w");
	assert_non_null(file);
	fputs(content, file);
	assert_int_equal(fclose(file), 0);
}

static inline void tree_link(const char *path, const char *target)
{
	char full[PATH_MAX];

	snprintf(full, sizeof(full), "%s%s", tree_root, path);
	tree_parents(full);
	assert_int_equal(symlink(target, full), 0);
}

#endif
