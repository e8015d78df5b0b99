/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The content of files in /proc; no I/O.
 *
 * Any user can choose names, arguments and cgroups.
 */
#include "collect/process/proc.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "base/cursor.h"
#include "collect/process/cgroup.h"
#include "facts/facts.h"

#define ARGS 64		/* arguments kept */

/* pid (name) state ppid ...; the name may hold anything, blanks and brackets
 * too, so it ends at the last bracket. */
int proc_stat_parse(const char *bytes, size_t length, struct proc_stat *stat)
{
	enum { PPID = 4, PGRP = 5, FLAGS = 9, STARTED = 22 };
	const char *open = memchr(bytes, '(', length);
	const char *close = memrchr(bytes, ')', length);
	struct proc_stat s = {0};
	struct cursor rest, word;
	size_t n;

	if (!open || !close || close < open)
		return -EINVAL;
	n = (size_t)(close - open) - 1;
	if (n >= sizeof(s.name))
		n = sizeof(s.name) - 1;
	memcpy(s.name, open + 1, n);
	rest = cursor_over(close + 1, length - (size_t)(close + 1 - bytes));
	for (int field = 3; field <= STARTED; field++) {
		uint64_t value = 0;

		if (!cursor_word(&rest, &word))
			return -EINVAL;
		if (field != PPID && field != PGRP && field != FLAGS &&
		    field != STARTED)
			continue;
		if (!cursor_number(&word, &value))
			return -EINVAL;
		if (field == PPID)
			s.ppid = value > INT_MAX ? 0 : (pid_t)value;
		else if (field == PGRP)
			s.pgrp = value > INT_MAX ? 0 : (pid_t)value;
		else if (field == FLAGS)
			s.flags = value;
		else
			s.started = value;
	}
	*stat = s;
	return 0;
}

json_t *proc_args_parse(const char *bytes, size_t length)
{
	struct cursor c, arg;
	json_t *args;

	if (!length)
		return json_null();
	while (length && !bytes[length - 1])
		length--;
	c = cursor_over(bytes, length);
	args = json_array();
	while (json_array_size(args) < ARGS && cursor_until(&c, '\0', &arg))
		json_array_append_new(args, value_text((const char *)arg.bytes,
						       arg.length));
	return args;
}

/* Which line of /proc/PID/cgroup to use: the unified hierarchy's path ranks
 * highest, then systemd's own hierarchy's, then one that names a container. */
static int rank_cgroup(const struct cursor *number,
		       const struct cursor *controllers, const char *path)
{
	char id[CGROUP_NAME];
	const char *runtime;
	bool unified = cursor_is(number, "0");

	if (!strcmp(path, "/"))
		return unified ? 1 : 0;
	if (unified)
		return 4;
	if (cursor_is(controllers, "name=systemd"))
		return 3;
	return cgroup_container(path, &runtime, id) ? 0 : 2;
}

/* hierarchy:controllers:path */
void proc_cgroup_parse(const char *bytes, size_t length, char *cgroup)
{
	struct cursor c = cursor_over(bytes, length), line;
	struct cursor number, controllers;
	char text[CGROUP_PATH];
	int best = 0, rank;

	cgroup[0] = '\0';
	while (cursor_line(&c, &line)) {
		if (!cursor_until(&line, ':', &number) ||
		    !cursor_until(&line, ':', &controllers) ||
		    cursor_left(&line) >= sizeof(text))
			continue;
		snprintf(text, sizeof(text), "%.*s", (int)cursor_left(&line),
			 (const char *)line.bytes + line.at);
		rank = rank_cgroup(&number, &controllers, text);
		if (rank > best)
			strcpy(cgroup, text);
		if (rank > best)
			best = rank;
	}
}
