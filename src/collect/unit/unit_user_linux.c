/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A user writes the units of his own manager, in directories that may lead
 * anywhere, be exchanged meanwhile, or be on a file system of his own that
 * does not answer.  So they are read with that user's rights, in another process.
 */
#include "collect/unit/unit.h"

#include <errno.h>
#include <string.h>

#include "facts/apart.h"
#include "facts/code.h"
#include "port/clock.h"
#include "port/process/user.h"

#define NOGROUP 65534	/* of a user that /etc/passwd does not have */

struct job {
	struct unit_tree tree;
	const char *name;
};

static void work(void *context, struct facts *facts)
{
	const struct job *job = context;

	unit_collect(facts, &job->tree, job->name);
}

static bool is_told(const struct facts *facts, const char *name)
{
	facts_each(facts, FACT_UNIT, unit)
		if (fact_string_is(unit, "name", name))
			return true;
	return false;
}

static int collect(struct facts *facts, const struct unit_tree *tree,
		   const char *name, int64_t deadline)
{
	struct apart_user user = {(uint32_t)tree->uid, NOGROUP};
	struct job job = {*tree, name};
	int64_t now = clock_now();

	if (tree->uid >= UINT32_MAX)
		return -EINVAL;
	user_group(user.uid, &user.gid);
	deadline = apart_deadline(deadline);
	/* It has time to hand over what it found until then. */
	job.tree.deadline = deadline - (deadline - now) / 4;
	return facts_apart(facts, FACT_UNIT, &user, deadline, work, &job);
}

void unit_collect_user(struct facts *facts, const char *root, uint64_t uid,
		       const char *name, int64_t deadline)
{
	struct unit_tree tree = {.root = root, .uid = uid};
	const char *type = strchr(name, '.') ? unit_name_type(name) :
					       "service";
	char home[PATH_MAX];
	struct fact_code code;
	int rc;

	if (user_home((uint32_t)uid, home, sizeof(home)))
		home[0] = '\0';
	tree.home = home;
	rc = collect(facts, &tree, name, deadline);
	code = code_errno(-rc);
	if (rc && !is_told(facts, name))
		facts_add(facts, FACT_UNIT, code_errno_status(rc),
			  "unit files", &code,
			  json_pack("{s:o, s:s, s:s, s:o}", "name",
				    value_string(name), "type", type,
				    "manager", "systemd-user", "unread",
				    value_string(home[0] ? home :
							   "/run/user")),
			  "unit %s", name);
}
