/* SPDX-License-Identifier: BSD-2-Clause */
/* Which package a program's file comes from. */
#ifndef COLLECT_PACKAGE_PACKAGE_H
#define COLLECT_PACKAGE_PACKAGE_H

#include <stdint.h>

#include "base/cursor.h"
#include "facts/facts.h"

#define PACKAGE_TEXT 256

/**
 * struct package - A package
 * @manager:	"dpkg", "rpm" or "apk"; constant
 * @name:	Its name
 * @version:	"" where that is not known
 */
struct package {
	const char *manager;
	char name[PACKAGE_TEXT];
	char version[PACKAGE_TEXT];
};

/**
 * package_collect() - FACT_PACKAGE
 * @facts:	Appended to
 * @root:	Put before every path; "" for the system itself
 * @file:	The program's file
 * @deadline:	On clock_now()'s scale, for rpm
 *
 * ABSENT where no package has the file; UNSUPPORTED where the system has no
 * package manager that we know.
 */
void package_collect(struct facts *facts, const char *root, const char *file,
		     int64_t deadline);

/**
 * package_dpkg() - Look a file up in dpkg's database
 * package_apk() - ... in apk's
 * package_rpm() - ... by asking rpm
 *
 * Return: 0; -ENOENT where no package has it; -ENOSYS where this is not the
 * system's package manager; -ETIMEDOUT; another -errno
 */
int package_dpkg(const char *root, const char *file, struct package *package);
int package_apk(const char *root, const char *file, struct package *package);
int package_rpm(const char *root, const char *file, int64_t deadline,
		struct package *package);

/**
 * package_apk_parse() - Look a file up in the content of apk's database
 * @bytes:	The content
 * @length:	In bytes
 *
 * Return: as package_apk()
 */
int package_apk_parse(const char *bytes, size_t length, const char *file,
		      struct package *package);

/**
 * package_rpm_parse() - What rpm said
 * @bytes:	Two lines: the name, and the version
 * @length:	In bytes
 *
 * Return: 0, or -ENOENT where it is something else
 */
int package_rpm_parse(const char *bytes, size_t length,
		      struct package *package);

/** package_text() - A name or a version, cut to PACKAGE_TEXT - 1 bytes */
void package_text(const struct cursor *c, char *out);

/**
 * package_aliases() - The names that a file may have in a database
 * @file:	"/usr/sbin/exim4"
 * @alias:	Set to "/sbin/exim4": before /usr was merged, a package named
 *		it so; PATH_MAX bytes; "" where there is no other name
 */
void package_aliases(const char *file, char *alias);

#endif
