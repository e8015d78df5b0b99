/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rules.  A target's state comes from what the probe met (scene.c); the
 * rules say why.  The table below has the states other than in use: the
 * first row of the state that fits names the finding, and the last row of
 * each state always fits.  In use, the sockets in the way are asked one by
 * one who holds them (in_use.c; culprit.c has that table).  What does not
 * stop the bind comes last (warnings.c).
 */
#include "diagnose/bind/rules.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/finding.h"

/* What a row that fits says about the culprit. */
struct blame {
	struct terms *terms;
	struct evidence_list *evidence;
	const char *name;
	enum confidence confidence;
};

static bool any_code(const struct scene *scene, const char *a, const char *b)
{
	return outcome_is(&scene->server, a) || outcome_is(&scene->server, b);
}

/* "5357", "49671 to 49770" */
static const char *range_text(const struct scene *scene, int64_t start,
			      int64_t end)
{
	return start == end ?
		       arena_printf(scene->arena, "%" PRId64, start) :
		       arena_printf(scene->arena, "%" PRId64 " to %" PRId64,
				    start, end);
}

/*
 * A range that an administrator has set does not count: it only keeps the
 * system from handing out its ports by itself.
 */
static bool is_reserved_range(struct scene *scene, struct blame *blame)
{
	const char *family = scene->address.family == 4 ? "ipv4" : "ipv6";

	if (!outcome_is(&scene->server, "WSAEACCES"))
		return false;
	facts_each(scene->facts, FACT_RESERVED_RANGE, f) {
		const char *protocol = fact_string(f, "protocol");
		const char *theirs = fact_string(f, "family");
		int64_t start = fact_integer(f, "start", -1);
		int64_t end = fact_integer(f, "end", -1);
		const char *text;

		if (f->status != FACT_SEEN || fact_true(f, "administered") ||
		    !protocol || !theirs || strcmp(theirs, family) ||
		    strcmp(protocol, protocol_name(scene->protocol)) ||
		    start > scene->port || end < scene->port)
			continue;
		text = range_text(scene, start, end);
		terms_set(blame->terms, "value", text);
		terms_set(blame->terms, "family", family);
		evidence_add(blame->evidence, f, "range",
			     arena_printf(scene->arena, "%s %s %s", family,
					  protocol, text));
		return true;
	}
	return false;
}

static const char *setting_text(const struct scene *scene, const char *name,
				int64_t value)
{
	return arena_printf(scene->arena, "%s = %" PRId64, name, value);
}

static bool is_privileged_port(struct scene *scene, struct blame *blame)
{
	static const char setting[] = "net.ipv4.ip_unprivileged_port_start";
	int64_t start = setting_value(scene->facts, setting, 1024);

	int held = right_held(scene->facts, "CAP_NET_BIND_SERVICE");

	/* Windows has no such right, and no such rule. */
	if (!any_code(scene, "EACCES", "WSAEACCES") || scene->port >= start ||
	    held == 1 || (held < 0 && outcome_is(&scene->server, "WSAEACCES")))
		return false;
	terms_set(blame->terms, "right", "CAP_NET_BIND_SERVICE");
	if (scene->host)
		terms_set(blame->terms, "user",
			  fact_string(scene->host, "user"));
	terms_set(blame->terms, "setting", setting);
	terms_set(blame->terms, "value",
		  arena_printf(scene->arena, "%" PRId64, start));
	evidence_add(blame->evidence, NULL, "setting",
		     setting_text(scene, setting, start));
	evidence_add(blame->evidence, NULL, "right",
		     "CAP_NET_BIND_SERVICE: not held");
	blame->name = "CAP_NET_BIND_SERVICE";
	return true;
}

/* The first policy of a mechanism that was seen, or NULL. */
static const struct fact *policy(const struct scene *scene,
				 const char *mechanism)
{
	facts_each(scene->facts, FACT_POLICY, f) {
		const char *m = fact_string(f, "mechanism");

		if (m && !strcmp(m, mechanism) && f->status == FACT_SEEN)
			return f;
	}
	return NULL;
}

void rules_policy(struct terms *terms, struct evidence_list *evidence,
		  const struct fact *p)
{
	const char *mechanism = fact_string(p, "mechanism");
	const char *name = fact_string(p, "name");
	const char *where = fact_string(p, "where");
	const char *unit = fact_string(p, "unit");

	terms_set(terms, "policy", name);
	terms_set(terms, "cgroup", where);
	terms_set(terms, "policy-unit", unit);
	terms_set(terms, "context", fact_string(p, "detail"));
	evidence_add(evidence, p, "policy",
		     arena_printf(terms->arena, "%s%s%s%s%s%s%s%s",
				  mechanism ? mechanism : "?",
				  name ? " " : "", name ? name : "",
				  !where ? "" :
				  mechanism && !strcmp(mechanism,
						       "unit-setting") ?
					  ", in " : ", on cgroup ",
				  where ? where : "", unit ? ", of " : "",
				  unit ? unit : "",
				  fact_true(p, "enforcing") ? ", enforcing" :
							      ""));
}

static bool blame_policy(struct blame *blame, const struct fact *p,
			 enum confidence confidence)
{
	const char *unit = fact_string(p, "unit");
	const char *name = fact_string(p, "name");

	rules_policy(blame->terms, blame->evidence, p);
	blame->name = unit ? unit : name ? name : fact_string(p, "mechanism");
	blame->confidence = confidence;
	return true;
}

/*
 * Is a program asked at the step and for the family of the try that failed?
 * One that is asked when a socket is made cannot fail its bind.
 */
static bool met_hook(const struct scene *scene, const struct fact *policy)
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

/* Is a path another one, or one of the folders that it is in? */
static bool is_at_or_above(const char *path, const char *of)
{
	size_t n = strlen(path);

	return !strcmp(path, "/") ||
	       (text_starts(of, path) && (of[n] == '/' || !of[n]));
}

static bool is_cgroup_bpf(struct scene *scene, struct blame *blame)
{
	const char *own = scene->host ? fact_string(scene->host, "cgroup") :
					NULL;

	if (!any_code(scene, "EPERM", "WSAEACCES"))
		return false;
	facts_each(scene->facts, FACT_POLICY, p) {
		const char *m = fact_string(p, "mechanism");
		const char *where = fact_string(p, "where");

		if (!m || strcmp(m, "cgroup-bpf") || p->status != FACT_SEEN)
			continue;
		/* Only what is on our own cgroup or above met our probe. */
		if ((where && own && !is_at_or_above(where, own)) ||
		    !met_hook(scene, p))
			continue;
		return blame_policy(blame, p, CONFIDENCE_LIKELY);
	}
	return false;
}

static bool is_selinux(struct scene *scene, struct blame *blame)
{
	const struct fact *p = policy(scene, "selinux");

	return any_code(scene, "EACCES", "EPERM") && p &&
	       fact_true(p, "enforcing") &&
	       blame_policy(blame, p, CONFIDENCE_LIKELY);
}

static bool is_apparmor(struct scene *scene, struct blame *blame)
{
	const struct fact *p = policy(scene, "apparmor");

	return any_code(scene, "EACCES", "EPERM") && p &&
	       fact_true(p, "enforcing") &&
	       blame_policy(blame, p, CONFIDENCE_POSSIBLE);
}

static bool is_seccomp(struct scene *scene, struct blame *blame)
{
	const struct fact *p = policy(scene, "seccomp");

	return any_code(scene, "EACCES", "EPERM") && p &&
	       blame_policy(blame, p, CONFIDENCE_POSSIBLE);
}

static bool is_forbidden_unknown(struct scene *scene, struct blame *blame)
{
	facts_each(scene->facts, FACT_POLICY, p)
		if (p->status == FACT_DENIED || p->status == FACT_FAILED)
			evidence_add(blame->evidence, p, "not seen",
				     arena_printf(scene->arena, "%s: %s",
						  p->subject,
						  evidence_code(
							  scene->arena,
							  &p->code)));
	blame->confidence = CONFIDENCE_POSSIBLE;
	return true;
}

/* "lo 127.0.0.1, eth0 192.0.2.7", of the target's family. */
static const char *all_addresses(const struct scene *scene,
				 struct evidence_list *evidence)
{
	const char *out = NULL;
	size_t shown = 0;

	facts_each(scene->facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");
		const char *interface = fact_string(f, "interface");
		struct address a;

		if (!text || !interface || address_parse(text, &a) ||
		    a.family != scene->address.family)
			continue;
		evidence_add(evidence, f, NULL, NULL);
		if (shown++ < 12)
			out = arena_printf(scene->arena, "%s%s%s %s",
					   out ? out : "", out ? ", " : "",
					   interface, text);
	}
	if (shown > 12)
		out = arena_printf(scene->arena, "%s and %zu more", out,
				   shown - 12);
	return out;
}

/* Linux has a code of its own for it, Windows that of any address not here. */
static bool is_zone_missing(struct scene *scene, struct blame *blame)
{
	const struct fact *local = scene_local_address(scene);
	int64_t index = local ? fact_integer(local, "index", 0) : 0;

	if (!address_is_link_local(&scene->address) ||
	    scene->address.zone[0] ||
	    !(any_code(scene, "EINVAL", "WSAEINVAL") ||
	      (outcome_is(&scene->server, "WSAEADDRNOTAVAIL") && local)))
		return false;
	terms_set(blame->terms, "interfaces",
		  all_addresses(scene, blame->evidence));
	/* Windows writes a zone as its number. */
	if (index > 0)
		terms_set(blame->terms, "interface",
			  arena_printf(scene->arena, "%" PRId64, index));
	return true;
}

static bool is_ipv6_off(struct scene *scene, struct blame *blame)
{
	static const char setting[] = "net.ipv6.conf.all.disable_ipv6";

	if (scene->address.family != 6)
		return false;
	if (any_code(scene, "EAFNOSUPPORT", "WSAEAFNOSUPPORT"))
		return true;
	if (setting_value(scene->facts, setting, 0) != 1)
		return false;
	terms_set(blame->terms, "setting", setting);
	terms_set(blame->terms, "value", "1");
	evidence_add(blame->evidence, NULL, "setting",
		     setting_text(scene, setting, 1));
	return true;
}

static bool address_state(struct scene *scene, struct blame *blame,
			  const char *state)
{
	const struct fact *local = scene_local_address(scene);
	const char *found = local ? fact_string(local, "state") : NULL;
	const char *interface = local ? fact_string(local, "interface") : NULL;

	if (!found || strcmp(found, state))
		return false;
	terms_set(blame->terms, "interface", interface);
	evidence_add(blame->evidence, local, "address",
		     arena_printf(scene->arena, "%s on %s: %s",
				  fact_string(local, "address"),
				  interface ? interface : "?", state));
	blame->name = interface;
	return true;
}

static bool is_tentative(struct scene *scene, struct blame *blame)
{
	return address_state(scene, blame, "tentative");
}

static bool is_duplicate(struct scene *scene, struct blame *blame)
{
	return address_state(scene, blame, "dad-failed");
}

static bool is_interface_down(struct scene *scene, struct blame *blame)
{
	const struct fact *local = scene_local_address(scene);
	const char *name = local ? fact_string(local, "interface") : NULL;
	bool loopback = address_is_loopback(&scene->address);

	if (!name && !loopback)
		return false;
	facts_each(scene->facts, FACT_INTERFACE, f) {
		const char *n = fact_string(f, "name");

		if (!n || strcmp(n, name ? name : "lo") ||
		    f->status != FACT_SEEN || fact_true(f, "up"))
			continue;
		terms_set(blame->terms, "interface", n);
		evidence_add(blame->evidence, f, "interface",
			     arena_printf(scene->arena, "%s: down", n));
		blame->name = n;
		return true;
	}
	return false;
}

static bool is_not_local(struct scene *scene, struct blame *blame)
{
	const char *all = all_addresses(scene, blame->evidence);

	terms_set(blame->terms, "interfaces", all);
	evidence_add(blame->evidence, NULL, "addresses",
		     all ? all : "none of this family");
	return true;
}

static bool is_fake(struct scene *scene, struct blame *blame)
{
	(void)blame;
	return scene->server.fake || scene->dual.fake;
}

static bool is_differing(struct scene *scene, struct blame *blame)
{
	blame->confidence = CONFIDENCE_LIKELY;
	return scene->server.differs || scene->dual.differs;
}

static bool is_unstable(struct scene *scene, struct blame *blame)
{
	const char *listened = scene->server.libc ?
				       fact_string(scene->server.libc,
						   "listened") :
				       NULL;

	blame->confidence = CONFIDENCE_POSSIBLE;
	return outcome_ok(&scene->server) &&
	       !(listened && !strcmp(listened, "nowhere"));
}

static bool is_failed(struct scene *scene, struct blame *blame)
{
	if (outcome_ok(&scene->server)) {
		terms_set(blame->terms, "code", NULL);
		terms_flag(blame->terms, "not-listened");
	}
	blame->confidence = CONFIDENCE_POSSIBLE;
	return scene->server.libc != NULL;
}

static bool is_unseen(struct scene *scene, struct blame *blame)
{
	(void)scene;
	blame->confidence = CONFIDENCE_POSSIBLE;
	return true;
}

static const struct rule {
	enum state state;
	const char *id;
	const char *class;
	enum place place;
	bool (*fits)(struct scene *scene, struct blame *blame);
} rules[] = {
	{STATE_FORBIDDEN, "reserved-range", "reserved-range", PLACE_RULES,
	 is_reserved_range},
	{STATE_FORBIDDEN, "privileged-port", "permission", PLACE_RULES,
	 is_privileged_port},
	{STATE_FORBIDDEN, "cgroup-bpf", "permission", PLACE_RULES,
	 is_cgroup_bpf},
	{STATE_FORBIDDEN, "selinux-denied", "permission", PLACE_RULES,
	 is_selinux},
	{STATE_FORBIDDEN, "apparmor-denied", "permission", PLACE_RULES,
	 is_apparmor},
	{STATE_FORBIDDEN, "seccomp-denied", "permission", PLACE_RULES,
	 is_seccomp},
	{STATE_FORBIDDEN, "forbidden-unknown", "permission", PLACE_RULES,
	 is_forbidden_unknown},
	{STATE_UNADDRESSABLE, "zone-missing", "address", PLACE_ADDRESS,
	 is_zone_missing},
	{STATE_UNADDRESSABLE, "interface-down", "address", PLACE_ADDRESS,
	 is_interface_down},
	{STATE_UNADDRESSABLE, "address-tentative", "address", PLACE_ADDRESS,
	 is_tentative},
	{STATE_UNADDRESSABLE, "address-duplicate", "address", PLACE_ADDRESS,
	 is_duplicate},
	{STATE_UNADDRESSABLE, "ipv6-off", "address", PLACE_ADDRESS,
	 is_ipv6_off},
	{STATE_UNADDRESSABLE, "address-not-local", "address", PLACE_ADDRESS,
	 is_not_local},
	{STATE_UNDETERMINED, "not-in-kernel", "interposer", PLACE_LIBRARY,
	 is_fake},
	{STATE_UNDETERMINED, "probe-differs", "interposer", PLACE_LIBRARY,
	 is_differing},
	{STATE_UNDETERMINED, "probe-unstable", "program", PLACE_SOCKET,
	 is_unstable},
	{STATE_UNDETERMINED, "probe-failed", "program", PLACE_SOCKET,
	 is_failed},
	{STATE_IN_USE, "holder-unseen", "program", PLACE_SOCKET, is_unseen},
};

static void explain_state(struct scene *scene, struct verdict *verdict)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		const struct rule *rule = &rules[i];
		struct terms terms;
		struct blame blame = {
			.terms = &terms,
			.evidence = rules_evidence(scene),
			.confidence = CONFIDENCE_CERTAIN,
		};

		if (rule->state != scene->state || !blame.evidence)
			continue;
		finding_terms(&terms, scene);
		if (scene->dual.differs || scene->dual.fake)
			evidence_try(blame.evidence, &scene->dual);
		if (!rule->fits(scene, &blame))
			continue;
		terms_flag(&terms, rule->class);
		verdict->place = rule->place;
		finding_add(verdict, &terms, rule->id, blame.confidence,
			    culprit_none(scene->arena, rule->class,
					 blame.name),
			    blame.evidence);
		return;
	}
}

void rules_apply(struct scene *scene, struct verdict *verdict)
{
	if (scene->state == STATE_IN_USE && scene->blocker_count)
		rules_in_use(scene, verdict);
	else if (scene->state != STATE_FREE)
		explain_state(scene, verdict);
	rules_warn(scene, verdict);
}
