/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * rpm's database has no format that others may read, so rpm is asked: run
 * without a shell, with nothing of ours open but its output, and killed at
 * the deadline or after WAIT, whichever comes first.
 */
#include "collect/package/package.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cursor.h"
#include "port/clock.h"
#include "port/process/apart.h"

#define WAIT 2000	/* ms */
#define OUTPUT_MAX 65536
#define RPM_FAILURE 1	/* rpm's exit status */

struct question {
	const char *rpm;
	const char *file;
};

/* In a process of its own. */
static int run(void *context, int output)
{
	const struct question *question = context;
	const char *const arguments[] = {
		"rpm", "-qf", "--qf", "%{NAME}\n%{VERSION}-%{RELEASE}\n", "--",
		question->file, NULL,
	};
	const char *const environment[] = {
		"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C", NULL,
	};

	if (dup2(output, STDOUT_FILENO) < 0)
		return -errno;
	execve(question->rpm, (char *const *)arguments,
	       (char *const *)environment);
	return -errno;
}

int package_rpm_parse(const char *bytes, size_t length,
		      struct package *package)
{
	struct cursor c = cursor_over(bytes, length), name, version;

	if (!cursor_line(&c, &name) || !cursor_line(&c, &version) ||
	    !cursor_left(&name) || cursor_left(&name) >= PACKAGE_TEXT ||
	    cursor_left(&version) >= PACKAGE_TEXT)
		return -ENOENT;
	package->manager = "rpm";
	package_text(&name, package->name);
	package_text(&version, package->version);
	return 0;
}

/* rpm may be there as a tool only, on a system that is not made of its
 * packages. */
int package_rpm(const char *root, const char *file, int64_t deadline,
		struct package *package)
{
	static const char *const databases[] = {"/usr/lib/sysimage/rpm",
						"/var/lib/rpm"};
	struct question question;
	char path[PATH_MAX], *output;
	size_t length, i;
	int64_t soon = clock_now() + WAIT;
	int rc;

	for (i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", root, databases[i]);
		if (!access(path, F_OK))
			break;
	}
	snprintf(path, sizeof(path), "%s/usr/bin/rpm", root);
	if (i == 2 || access(path, X_OK))
		return -ENOSYS;
	question = (struct question){path, file};
	rc = apart_run(NULL, soon < deadline ? soon : deadline, OUTPUT_MAX,
		       run, &question, &output, &length);
	/* No package has the file. */
	if (rc == -RPM_FAILURE)
		rc = -ENOENT;
	if (!rc)
		rc = package_rpm_parse(output, length, package);
	free(output);
	return rc;
}
