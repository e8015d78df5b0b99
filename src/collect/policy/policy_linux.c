/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Security modules and seccomp.  There is no way to ask what they would
 * forbid, only whether one is active on this process.
 *
 * Limits: Landlock (a process cannot see its own rules), BPF programs on LSM
 * hooks, and modules other than SELinux and AppArmor.
 */
#include "collect/policy/policy.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/policy/parse.h"
#include "collect/policy/policy_bpf.h"
#include "collect/policy/policy_unit.h"
#include "facts/code.h"
#include "port/file/file.h"

#define ATTRIBUTE_MAX 65536	/* bytes of one file of /proc or /sys */

#define SELINUX_ENFORCE "/sys/fs/selinux/enforce"
#define APPARMOR_ENABLED "/sys/module/apparmor/parameters/enabled"

/* A file's content, and a cursor over it without blanks at its ends. */
struct attribute {
	char *bytes;		/* to be freed */
	struct cursor text;
};

static int attribute_read(const char *path, struct attribute *attribute)
{
	size_t length;
	int rc = file_read(path, ATTRIBUTE_MAX, &attribute->bytes, &length);

	if (rc)
		return rc;
	attribute->text = cursor_trim(cursor_over(attribute->bytes, length));
	return 0;
}

static void add_absent(struct facts *facts, const char *mechanism,
		       const char *source)
{
	facts_add(facts, FACT_POLICY, FACT_ABSENT, source, NULL,
		  json_pack("{s:s}", "mechanism", mechanism), "%s", mechanism);
}

static void add_unread(struct facts *facts, const char *mechanism,
		       const char *source, int rc)
{
	struct fact_code code = code_errno(-rc);

	facts_add(facts, FACT_POLICY, code_errno_status(rc), source, &code, json_pack("{s:s}", "mechanism", mechanism),
		  "%s", mechanism);
}

static void add_context(struct facts *facts, const char *mechanism,
			const char *source, const struct cursor *name,
			const struct cursor *context, bool enforcing)
{
	json_t *value = json_pack(
		"{s:s, s:o, s:b, s:o}", "mechanism", mechanism, "name",
		value_text(name ? (const char *)name->bytes : NULL,
			   name ? name->length : 0),
		"enforcing", enforcing, "detail",
		value_text((const char *)context->bytes, context->length));

	facts_add(facts, FACT_POLICY, FACT_SEEN, source, NULL, value, "%s",
		  mechanism);
}

static void add_selinux(struct facts *facts)
{
	struct attribute enforce, context;
	int rc = attribute_read(SELINUX_ENFORCE, &enforce);

	if (rc == -ENOENT) {
		add_absent(facts, "selinux", SELINUX_ENFORCE);
		return;
	}
	if (rc) {
		add_unread(facts, "selinux", SELINUX_ENFORCE, rc);
		return;
	}
	rc = attribute_read("/proc/self/attr/current", &context);
	if (rc) {
		add_unread(facts, "selinux", "/proc/self/attr/current", rc);
	} else {
		add_context(facts, "selinux", SELINUX_ENFORCE, NULL,
			    &context.text, cursor_is(&enforce.text, "1"));
		free(context.bytes);
	}
	free(enforce.bytes);
}

static void add_apparmor(struct facts *facts)
{
	const char *source = "/proc/self/attr/apparmor/current";
	struct attribute enabled, context;
	struct cursor profile;
	bool on, enforcing;
	int rc = attribute_read(APPARMOR_ENABLED, &enabled);

	if (rc && rc != -ENOENT) {
		add_unread(facts, "apparmor", APPARMOR_ENABLED, rc);
		return;
	}
	on = !rc && cursor_is(&enabled.text, "Y");
	if (!rc)
		free(enabled.bytes);
	if (!on) {
		add_absent(facts, "apparmor", APPARMOR_ENABLED);
		return;
	}
	rc = attribute_read(source, &context);
	/* Before Linux 5.8 the modules shared one file. */
	if (rc == -ENOENT) {
		source = "/proc/self/attr/current";
		rc = attribute_read(source, &context);
	}
	if (rc) {
		add_unread(facts, "apparmor", source, rc);
		return;
	}
	enforcing = parse_apparmor(context.text, &profile);
	add_context(facts, "apparmor", source, &profile, &context.text,
		    enforcing);
	free(context.bytes);
}

static void add_seccomp(struct facts *facts)
{
	const char *source = "/proc/self/status";
	uint64_t mode = 0, filters = 0;
	struct attribute status;
	char detail[64] = "";
	int rc = attribute_read(source, &status);

	if (rc) {
		add_unread(facts, "seccomp", source, rc);
		return;
	}
	parse_status(status.text, "Seccomp", &mode);
	if (parse_status(status.text, "Seccomp_filters", &filters))
		snprintf(detail, sizeof(detail), "filters: %llu",
			 (unsigned long long)filters);
	free(status.bytes);
	if (!mode) {
		add_absent(facts, "seccomp", source);
		return;
	}
	facts_add(facts, FACT_POLICY, FACT_SEEN, source, NULL,
		  json_pack("{s:s, s:b, s:s*}", "mechanism", "seccomp",
			    "enforcing", 1, "detail",
			    detail[0] ? detail : NULL),
		  "seccomp");
}

void policy_collect(struct facts *facts, const char *const *units,
		    size_t count, int64_t deadline)
{
	const struct unit_tree system = {.root = ""};

	(void)deadline;
	policy_bpf_collect(facts, units, count);
	policy_unit_collect(facts, &system, units, count);
	add_selinux(facts);
	add_apparmor(facts);
	add_seccomp(facts);
}
