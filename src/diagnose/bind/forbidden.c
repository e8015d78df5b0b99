/* SPDX-License-Identifier: BSD-2-Clause */
/* Why a bind is forbidden. */
#include "diagnose/bind/rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/bind/policy.h"
#include "diagnose/finding/host.h"

/* "5357", "49671 to 49770" */
static const char *range_text(struct arena *arena, int64_t start, int64_t end)
{
	return start == end ?
		       arena_printf(arena, "%" PRId64, start) :
		       arena_printf(arena, "%" PRId64 " to %" PRId64, start,
				    end);
}

/*
 * A range that an administrator has set does not count: the system does not
 * give its ports to programs that ask for any port, and forbids nothing.
 */
static bool has_port(const struct scene *scene, const struct fact *range,
		     const char *family)
{
	return range->status == FACT_SEEN &&
	       !fact_true(range, "administered") &&
	       fact_string_is(range, "family", family) &&
	       fact_string_is(range, "protocol",
			      protocol_name(scene->protocol)) &&
	       fact_integer(range, "start", -1) <= scene->port &&
	       fact_integer(range, "end", -1) >= scene->port;
}

static bool is_reserved_range(const struct scene *scene, struct draft *draft)
{
	const char *family = scene->address.family == 4 ? "ipv4" : "ipv6";

	if (!outcome_is(&scene->server, "WSAEACCES"))
		return false;
	facts_each(scene->facts, FACT_RESERVED_RANGE, f) {
		const char *text;

		if (!has_port(scene, f, family))
			continue;
		text = range_text(scene->arena, fact_integer(f, "start", -1),
				  fact_integer(f, "end", -1));
		terms_set(&draft->terms, "value", text);
		terms_set(&draft->terms, "family", family);
		evidence_add(&draft->evidence, f, "range",
			     arena_printf(scene->arena, "%s %s %s", family,
					  protocol_name(scene->protocol),
					  text));
		return true;
	}
	return false;
}

static bool is_privileged_port(const struct scene *scene, struct draft *draft)
{
	static const char setting[] = "net.ipv4.ip_unprivileged_port_start";
	static const char right[] = "CAP_NET_BIND_SERVICE";
	int64_t start = host_setting(scene->facts, setting, 1024);
	int held = host_right(scene->facts, right);
	const char *value;

	/* Windows has no such right, and no such rule. */
	if (!outcome_either(&scene->server, "EACCES", "WSAEACCES") ||
	    scene->port >= start || held == 1 ||
	    (held < 0 && outcome_is(&scene->server, "WSAEACCES")))
		return false;
	value = arena_printf(scene->arena, "%" PRId64, start);
	terms_set(&draft->terms, "right", right);
	if (scene->host)
		terms_set(&draft->terms, "user",
			  fact_string(scene->host, "user"));
	terms_set(&draft->terms, "setting", setting);
	terms_set(&draft->terms, "value", value);
	evidence_add(&draft->evidence, NULL, "setting",
		     arena_printf(scene->arena, "%s = %s", setting, value));
	evidence_add(&draft->evidence, NULL, "right",
		     "CAP_NET_BIND_SERVICE: not held");
	draft->name = right;
	return true;
}

/* The first policy of a mechanism that was seen, or NULL. */
static const struct fact *policy_of(const struct scene *scene,
				    const char *mechanism)
{
	facts_each(scene->facts, FACT_POLICY, f)
		if (fact_string_is(f, "mechanism", mechanism) &&
		    f->status == FACT_SEEN)
			return f;
	return NULL;
}

static void blame(struct draft *draft, const struct fact *policy,
		  enum confidence confidence)
{
	policy_describe(draft, policy);
	draft->name = fact_text(policy, "unit",
				fact_text(policy, "name",
					  fact_string(policy, "mechanism")));
	draft->confidence = confidence;
}

/*
 * Does a BPF program run at the step, and for the address family, of the try
 * that failed?  One that runs when a socket is created cannot fail its bind.
 */
static bool is_at_failed_step(const struct scene *scene,
			      const struct fact *policy)
{
	const char *hook = fact_string(policy, "hook");
	const struct fact *try = scene->server.raw ? scene->server.raw :
						     scene->server.libc;
	const char *step = try ? fact_string(try, "step") : NULL;

	if (!hook || !step)
		return true;
	if (!strcmp(hook, "sock_create"))
		return !strcmp(step, "socket");
	return !strcmp(step, "bind") &&
	       text_ends(hook, scene->address.family == 4 ? "4" : "6");
}

/* Is a path equal to another path, or to one of its parents? */
static bool is_at_or_above(const char *path, const char *of)
{
	size_t n = strlen(path);

	return !strcmp(path, "/") ||
	       (text_starts(of, path) && (of[n] == '/' || !of[n]));
}

static bool is_cgroup_bpf(const struct scene *scene, struct draft *draft)
{
	const char *own = scene->host ? fact_string(scene->host, "cgroup") :
					NULL;

	if (!outcome_either(&scene->server, "EPERM", "WSAEACCES"))
		return false;
	facts_each(scene->facts, FACT_POLICY, p) {
		const char *where = fact_string(p, "where");

		/* A program of a cgroup that is not ours or a parent of ours
		 * did not run for our probe. */
		if (!fact_string_is(p, "mechanism", "cgroup-bpf") ||
		    p->status != FACT_SEEN ||
		    (where && own && !is_at_or_above(where, own)) ||
		    !is_at_failed_step(scene, p))
			continue;
		blame(draft, p, CONFIDENCE_LIKELY);
		return true;
	}
	return false;
}

static bool is_enforced(const struct scene *scene, struct draft *draft,
			const char *mechanism, enum confidence confidence)
{
	const struct fact *p = policy_of(scene, mechanism);

	if (!outcome_either(&scene->server, "EACCES", "EPERM") || !p ||
	    !fact_true(p, "enforcing"))
		return false;
	blame(draft, p, confidence);
	return true;
}

static bool is_selinux(const struct scene *scene, struct draft *draft)
{
	return is_enforced(scene, draft, "selinux", CONFIDENCE_LIKELY);
}

static bool is_apparmor(const struct scene *scene, struct draft *draft)
{
	return is_enforced(scene, draft, "apparmor", CONFIDENCE_POSSIBLE);
}

static bool is_seccomp(const struct scene *scene, struct draft *draft)
{
	const struct fact *p = policy_of(scene, "seccomp");

	if (!outcome_either(&scene->server, "EACCES", "EPERM") || !p)
		return false;
	blame(draft, p, CONFIDENCE_POSSIBLE);
	return true;
}

static bool is_any_unseen(const struct scene *scene)
{
	facts_each(scene->facts, FACT_POLICY, p)
		if (p->status == FACT_DENIED || p->status == FACT_FAILED)
			return true;
	return !facts_next(scene->facts, FACT_POLICY, NULL);
}

static bool is_unknown(const struct scene *scene, struct draft *draft)
{
	facts_each(scene->facts, FACT_POLICY, p)
		if (p->status == FACT_DENIED || p->status == FACT_FAILED)
			evidence_add(&draft->evidence, p, "not seen",
				     arena_printf(scene->arena, "%s: %s",
						  p->subject,
						  evidence_code(scene->arena,
								&p->code)));
	/* Landlock refuses bind() of TCP with EACCES, since Linux 6.7. */
	if (scene->protocol == PROTOCOL_TCP && !is_any_unseen(scene) &&
	    outcome_is(&scene->server, "EACCES") &&
	    fact_string_is(scene->server.libc, "step", "bind") &&
	    host_right(scene->facts, "CAP_NET_BIND_SERVICE") == 1)
		terms_flag(&draft->terms, "landlock");
	draft->confidence = CONFIDENCE_POSSIBLE;
	return true;
}

const struct rule forbidden_rules[] = {
	{"reserved-range", "reserved-range", PLACE_RULES, is_reserved_range},
	{"privileged-port", "permission", PLACE_RULES, is_privileged_port},
	{"cgroup-bpf", "permission", PLACE_RULES, is_cgroup_bpf},
	{"selinux-denied", "permission", PLACE_RULES, is_selinux},
	{"apparmor-denied", "permission", PLACE_RULES, is_apparmor},
	{"seccomp-denied", "permission", PLACE_RULES, is_seccomp},
	{"forbidden-unknown", "permission", PLACE_RULES, is_unknown},
	{NULL, NULL, PLACE_NONE, NULL},
};
