/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/names/name_rules.h"

#include <string.h>

#include "base/text.h"
#include "diagnose/finding/host.h"

/* A line for each answer, behind the name and its origin. */
static void add_evidence(const struct name_scene *s,
			 struct evidence_list *list)
{
	evidence_add(list, s->fact, "name", s->name);
	evidence_add(list, s->fact, "from", fact_string(s->fact, "from"));
	for (size_t i = 0; i < s->answer_count; i++) {
		const struct name_answer *a = &s->answers[i];
		const char *record = fact_string(a->fact, "record");

		evidence_add(list, a->fact, fact_string(a->fact, "source"),
			     arena_printf(s->arena, "%s%s%s%s%s", a->where,
					  *a->where && record ? " " : "",
					  record ? record : "",
					  *a->where || record ? ": " : "",
					  a->words));
	}
}

/* The first address of any source, for the line in the hosts file. */
static const char *any_address(const struct name_scene *s)
{
	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		if (x->seen && x->list)
			return arena_strndup(s->arena, x->list,
					     strcspn(x->list, ","));
	}
	return NULL;
}

static void source_terms(struct terms *terms, const char *source,
			 const char *says, const struct name_source *x)
{
	if (!x)
		return;
	terms_set(terms, source, x->title);
	terms_set(terms, says,
		  x->list ? x->list : x->seen ? "no address" :
				      "that there is no such name");
}

/* Can a name be part of a command as it is? */
static bool is_plain(const char *name)
{
	for (const char *c = name; *c; c++)
		if (!text_is_alnum(*c) && !strchr("-._", *c))
			return false;
	return *name != '-';
}

/* The file that the resolver reads; on Windows DataBasePath says which. */
static const char *hosts_file(const struct name_scene *s, bool windows)
{
	static const char setting[] = "Tcpip\\Parameters\\DataBasePath";

	if (!windows)
		return "/etc/hosts";
	facts_each(s->facts, FACT_SETTING, f) {
		const char *path = fact_string(f, "value");
		size_t length = path ? strlen(path) : 0;

		if (!length || !fact_string_is(f, "name", setting))
			continue;
		length -= path[length - 1] == '\\';
		return arena_printf(s->arena, "%.*s\\hosts", (int)length,
				    path);
	}
	return "%SystemRoot%\\system32\\drivers\\etc\\hosts";
}

/* A file of --hosts, which the system's resolver does not read. */
static bool has_given_hosts(const struct name_scene *s)
{
	for (size_t i = 0; i < s->sources.count; i++)
		if (name_source_is(&s->sources.items[i], "hosts") &&
		    fact_true(s->sources.items[i].first, "given"))
			return true;
	return false;
}

/* The placeholders and flags that every finding about a name has. */
static void name_terms(struct terms *terms, const struct name_scene *s)
{
	const struct fact *host = facts_next(s->facts, FACT_HOST, NULL);

	host_terms(terms, host);
	terms_set(terms, "name", s->name);
	terms_set(terms, "from", fact_string(s->fact, "from"));
	if (is_plain(s->name)) {
		terms_set(terms, "plain", s->name);
		terms_set(terms, "known", any_address(s));
	}
	if (name_resolves(s))
		terms_set(terms, "resolved", s->sources.system->list);
	source_terms(terms, "winner", "says", s->winner);
	source_terms(terms, "other", "other-says", s->other);
	/* An edit of this machine's own file does not change a copy. */
	if (has_given_hosts(s))
		terms_flag(terms, "given-hosts");
	else
		terms_set(terms, "hosts-file",
			  hosts_file(s, host_is_windows(host)));
	terms_flag(terms, s->proxy ? "proxy" : "asked");
	if (s->seen > 1)
		terms_flag(terms, "elsewhere");
	terms_flag(terms, name_resolves(s) ? "resolves" : "unresolved");
	/* The resolver does not read a file of --hosts. */
	if (s->winner && !(name_source_is(s->winner, "hosts") &&
			   fact_true(s->winner->first, "given")))
		terms_flag(terms, s->winner->kind);
}

static bool is_only_in_one(const struct name_scene *s, struct draft *draft)
{
	(void)draft;
	return name_finds_nothing(s) && s->seen == 1;
}

/* "Not found for now" can change. */
static enum confidence denial_of(const struct name_scene *s)
{
	return s->sources.system->absent ? CONFIDENCE_CERTAIN :
					   CONFIDENCE_LIKELY;
}

static bool is_without_address(const struct name_scene *s, struct draft *draft)
{
	bool nodata;

	if (!name_finds_nothing(s) || s->seen)
		return false;
	nodata = s->sources.system->nodata;
	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		nodata = nodata || (x->nodata && !x->failed);
	}
	draft->confidence = denial_of(s);
	return nodata;
}

static bool is_unresolved(const struct name_scene *s, struct draft *draft)
{
	if (!name_finds_nothing(s) || s->seen == 1 ||
	    is_without_address(s, draft))
		return false;
	draft->confidence = denial_of(s);
	return true;
}

static bool is_different(const struct name_scene *s, struct draft *draft)
{
	struct terms *terms = &draft->terms;

	if (!s->other || !(s->winner || name_resolves(s)))
		return false;
	if (!s->winner) {
		terms_set(terms, "winner", "the system's resolver");
		terms_set(terms, "says", s->sources.system->list);
	}
	if (!s->other->seen)
		terms_flag(terms, "denied");
	return true;
}

bool name_own_address(const struct name_scene *scene, char text[ADDRESS_TEXT],
		      bool *loopback)
{
	const struct name_source *system = scene->sources.system;
	const struct address *own = NULL;

	if (!name_resolves(scene) || scene->sources.literal ||
	    name_is_localhost(scene->name))
		return false;
	for (size_t i = 0; i < system->address_count; i++) {
		const struct address *a = &system->addresses[i];

		*loopback = address_is_loopback(a);
		if (*loopback || (!own && host_address(scene->facts, a)))
			own = a;
		if (*loopback)
			break;
	}
	if (!own)
		return false;
	address_format(own, text);
	return true;
}

/*
 * A proxy is another machine.  For any other name this is a finding only if
 * the address is a loopback address: then a server that binds it cannot be
 * reached from outside.
 */
static bool is_this_machine(const struct name_scene *s, struct draft *draft)
{
	char text[ADDRESS_TEXT];
	bool loopback;

	if (!name_own_address(s, text, &loopback) || !(s->proxy || loopback))
		return false;
	terms_set(&draft->terms, "mine", arena_strdup(s->arena, text));
	if (loopback)
		terms_flag(&draft->terms, "loopback");
	draft->confidence = s->proxy ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE;
	return true;
}

/* Without a server there is none that fails; and c-ares itself refuses a name
 * that DNS cannot carry. */
static bool is_failing(const struct name_source *x)
{
	return name_source_is(x, "dns") && x->failed &&
	       x->failed->status == FACT_FAILED && x->server &&
	       !fact_is(x->failed, "ARES_ENOSERVER") &&
	       !fact_is(x->failed, "ARES_EBADNAME");
}

static bool is_server_failing(const struct name_scene *s, struct draft *draft)
{
	struct terms *terms = &draft->terms;
	size_t servers = 0, failing = 0;
	const char *list = NULL;

	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		servers += name_source_is(x, "dns");
		if (!is_failing(x))
			continue;
		failing++;
		list = list ? arena_printf(s->arena, "%s, %s", list,
					   x->server) : x->server;
		if (x->failed->code.space)
			terms_set(terms, "code",
				  evidence_code(s->arena, &x->failed->code));
		if (fact_true(x->failed, "given"))
			terms_flag(terms, "given");
	}
	terms_set(terms, "servers", list);
	terms_flag(terms, failing == servers ? "all" : "some");
	if (failing > 1)
		terms_flag(terms, "several");
	return failing;
}

/* Each row that fits makes a finding.  The draft starts with the name's
 * terms; the evidence, the same for all rows, is added after. */
static const struct {
	const char *id;
	bool (*fits)(const struct name_scene *scene, struct draft *draft);
} rules[] = {
	{"name-only-in-one", is_only_in_one},
	{"name-no-address", is_without_address},
	{"name-unresolved", is_unresolved},
	{"name-sources-differ", is_different},
	{"name-is-this-machine", is_this_machine},
	{"name-odd", name_is_odd},
	{"name-server-failing", is_server_failing},
};

void name_rules_apply(const struct name_scene *scene,
		      struct findings *findings)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct draft draft =
			draft_start(scene->arena, "name-resolution");

		draft.name = scene->name;
		name_terms(&draft.terms, scene);
		if (!rules[i].fits(scene, &draft))
			continue;
		add_evidence(scene, &draft.evidence);
		finding_add(findings, rules[i].id, &draft);
	}
}
