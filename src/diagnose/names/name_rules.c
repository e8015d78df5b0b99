/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is wrong with a name: findings, and notes where it may be right as it
 * is.
 */
#include "diagnose/names/name_rules.h"

#include <string.h>

#include "base/text.h"
#include "diagnose/finding/finding.h"

#define NETBIOS_NAME_MAX 15	/* RFC 1001, section 14.1 */

/* Evidence: a line for each source, the given one first. */
static struct evidence_list *evidence_of(struct name_scene *s)
{
	struct evidence_list *list = arena_alloc(s->arena, sizeof(*list));

	if (!list)
		return NULL;
	list->arena = s->arena;
	evidence_add(list, s->fact, "name", s->name);
	if (fact_string(s->fact, "from"))
		evidence_add(list, s->fact, "from",
			     fact_string(s->fact, "from"));
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
	return list;
}

/* An address that anybody gives, for the line to add to the hosts file. */
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

static void source_terms(struct terms *terms, const char *who,
			 const char *says, const struct name_source *x)
{
	if (!x)
		return;
	terms_set(terms, who, x->title);
	terms_set(terms, says,
		  x->list ? x->list : x->seen ? "no address" :
				      "that there is no such name");
}

static bool is_plain(const char *name)
{
	for (const char *c = name; *c; c++)
		if (!(*c >= '0' && *c <= '9') && !(*c >= 'a' && *c <= 'z') &&
		    !(*c >= 'A' && *c <= 'Z') && !strchr("-._", *c))
			return false;
	return *name != '-';
}

/* The file that the system goes by: on Windows where DataBasePath leads. */
static const char *hosts_file(const struct name_scene *s, bool windows)
{
	if (!windows)
		return "/etc/hosts";
	facts_each(s->facts, FACT_SETTING, f) {
		const char *name = fact_string(f, "name");
		const char *path = fact_string(f, "value");
		size_t length = path ? strlen(path) : 0;

		if (!length || !name ||
		    strcmp(name, "Tcpip\\Parameters\\DataBasePath"))
			continue;
		length -= path[length - 1] == '\\';
		return arena_printf(s->arena, "%.*s\\hosts", (int)length,
				    path);
	}
	return "%SystemRoot%\\system32\\drivers\\etc\\hosts";
}

/* The placeholders and flags of a finding about a name. */
static void name_terms(struct terms *terms, const struct name_scene *s)
{
	const struct fact *host = facts_next(s->facts, FACT_HOST, NULL);
	const char *os = host ? fact_string(host, "os") : NULL;
	const char *from = fact_string(s->fact, "from");
	bool windows = os && !strcmp(os, "Windows");

	*terms = (struct terms){.arena = s->arena};
	terms_set(terms, "name", s->name);
	terms_set(terms, "from", from);
	/* What is to be typed must be safe to type. */
	if (is_plain(s->name)) {
		terms_set(terms, "plain", s->name);
		terms_set(terms, "known", any_address(s));
	}
	if (name_resolves(s))
		terms_set(terms, "resolved", s->sources.system->list);
	source_terms(terms, "winner", "says", s->winner);
	source_terms(terms, "other", "other-says", s->other);
	terms_set(terms, "hosts-file", hosts_file(s, windows));
	terms_flag(terms, windows ? "windows" : "linux");
	terms_flag(terms, s->proxy ? "proxy" : "asked");
	if (s->seen > 1)
		terms_flag(terms, "elsewhere");
	terms_flag(terms, name_resolves(s) ? "resolves" : "unresolved");
	/* A file that the resolver was never to read is no remedy. */
	if (s->winner && !(name_source_is(s->winner, "hosts") &&
			   fact_true(s->winner->first, "given")))
		terms_flag(terms, s->winner->kind);
	if (host && fact_integer(host, "uid", -1) == 0)
		terms_flag(terms, "root");
}

static void add(struct name_scene *s, struct verdict *to, struct terms *terms,
		const char *id, enum confidence confidence)
{
	struct evidence_list *evidence = evidence_of(s);

	if (evidence)
		finding_add(to, terms, id, confidence,
			    culprit_none(s->arena, "name-resolution", s->name),
			    evidence);
}

/* The system's resolver finds nothing. */
static void judge_unresolved(struct name_scene *s, struct verdict *to)
{
	enum confidence confidence;
	struct terms terms;
	bool nodata;

	if (!name_finds_nothing(s))
		return;
	name_terms(&terms, s);
	/* "For now" is not for good. */
	confidence = s->sources.system->absent ? CONFIDENCE_CERTAIN :
						 CONFIDENCE_LIKELY;
	nodata = s->sources.system->nodata;
	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		nodata = nodata || (x->nodata && !x->seen && !x->failed);
	}
	if (s->seen == 1)
		add(s, to, &terms, "name-only-in-one", CONFIDENCE_CERTAIN);
	else if (!s->seen && nodata)
		add(s, to, &terms, "name-no-address", confidence);
	else
		add(s, to, &terms, "name-unresolved", confidence);
}

static void judge_difference(struct name_scene *s, struct verdict *to)
{
	struct terms terms;

	if (!s->other || !(s->winner || name_resolves(s)))
		return;
	name_terms(&terms, s);
	if (!s->winner) {
		terms_set(&terms, "winner", "the system's resolver");
		terms_set(&terms, "says", s->sources.system->list);
	}
	if (!s->other->seen)
		terms_flag(&terms, "denied");
	add(s, to, &terms, "name-sources-differ", CONFIDENCE_CERTAIN);
}

static bool is_mine(const struct facts *facts, const struct address *address)
{
	facts_each(facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");
		struct address mine;

		if (text && !address_parse(text, &mine) &&
		    address_equal(&mine, address))
			return true;
	}
	return false;
}

/*
 * A proxy is another machine.  Of any other name it is worth a finding only
 * where it stands for the loopback address: who binds it is not reached
 * from outside.
 */
static void judge_this_machine(struct name_scene *s, struct verdict *to,
			       struct strings *notes)
{
	const struct name_source *system = s->sources.system;
	const struct address *mine = NULL;
	struct terms terms;
	char text[ADDRESS_TEXT];
	bool loopback = false;

	for (size_t i = 0; name_resolves(s) && i < system->address_count; i++) {
		const struct address *a = &system->addresses[i];

		if (address_is_loopback(a) ? !loopback :
					     !mine && is_mine(s->facts, a)) {
			loopback = address_is_loopback(a);
			mine = a;
		}
	}
	if (!mine || s->sources.literal || name_is_localhost(s->name))
		return;
	address_format(mine, text);
	if (!s->proxy && !loopback) {
		strings_add(notes, s->arena,
			    arena_printf(s->arena,
					 "%s is an address of this machine "
					 "itself", text));
		return;
	}
	name_terms(&terms, s);
	terms_set(&terms, "mine", arena_strdup(s->arena, text));
	if (loopback)
		terms_flag(&terms, "loopback");
	add(s, to, &terms, "name-is-this-machine",
	    s->proxy ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE);
}

static bool is_asked_by_netbios(const struct name_scene *s)
{
	for (size_t i = 0; i < s->sources.count; i++)
		if (name_source_is(&s->sources.items[i], "netbios"))
			return true;
	return false;
}

/* What is wrong with a label, RFC 952 and RFC 1123, section 2.1; or NULL. */
static const char *odd_label(const char *label, size_t length)
{
	if (!length)
		return "has an empty part between its dots";
	if (length > 63)
		return "has a part of more than 63 characters, and DNS takes "
		       "no more";
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)label[i];

		if (c >= 0x80 || c == '\\')
			return "has a character beyond ASCII, which DNS "
			       "carries in its xn-- form only";
		if (c == '_')
			return "has an underscore, which no host's name may "
			       "have: some servers and clients refuse it";
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') &&
		    !(c >= 'A' && c <= 'Z') && c != '-')
			return "has a character that no host's name may have";
	}
	if (label[0] == '-' || label[length - 1] == '-')
		return "has a part that starts or ends with a hyphen, which "
		       "no host's name may";
	return NULL;
}

static const char *odd_name(const struct name_scene *s)
{
	const char *rest = s->name, *odd = NULL;

	while (*rest && !odd) {
		size_t length = strcspn(rest, ".");

		odd = odd_label(rest, length);
		rest += length;
		rest += *rest == '.';
	}
	if (!odd && !strchr(s->name, '.') &&
	    strlen(s->name) > NETBIOS_NAME_MAX &&
	    (s->proxy || is_asked_by_netbios(s)))
		return "is longer than the 15 characters that NetBIOS takes";
	return odd;
}

static void judge_oddness(struct name_scene *s, struct verdict *to)
{
	const char *odd = s->sources.literal ? NULL : odd_name(s);
	struct terms terms;

	if (!odd)
		return;
	name_terms(&terms, s);
	terms_set(&terms, "oddness", odd);
	add(s, to, &terms, "name-odd",
	    name_resolves(s) ? CONFIDENCE_POSSIBLE : CONFIDENCE_LIKELY);
}

/* "no server is configured" is nobody's failure. */
static bool is_failing(const struct name_source *x)
{
	return name_source_is(x, "dns") && x->failed &&
	       x->failed->status == FACT_FAILED && x->server &&
	       !fact_is(x->failed, "ARES_ENOSERVER");
}

static void judge_servers(struct name_scene *s, struct verdict *to)
{
	size_t servers = 0, failing = 0;
	const char *list = NULL;
	struct terms terms;

	for (size_t i = 0; i < s->sources.count; i++) {
		const struct name_source *x = &s->sources.items[i];

		servers += name_source_is(x, "dns");
		if (!is_failing(x))
			continue;
		failing++;
		list = list ? arena_printf(s->arena, "%s, %s", list,
					   x->server) : x->server;
	}
	if (!failing)
		return;
	name_terms(&terms, s);
	for (size_t i = 0; i < s->sources.count; i++)
		if (is_failing(&s->sources.items[i]) &&
		    fact_true(s->sources.items[i].failed, "given"))
			terms_flag(&terms, "given");
	terms_set(&terms, "servers", list);
	for (size_t i = 0; i < s->sources.count; i++)
		if (is_failing(&s->sources.items[i]) &&
		    s->sources.items[i].failed->code.space)
			terms_set(&terms, "code",
				  evidence_code(s->arena,
						&s->sources.items[i]
							 .failed->code));
	terms_flag(&terms, failing == servers ? "all" : "some");
	if (failing > 1)
		terms_flag(&terms, "several");
	add(s, to, &terms, "name-server-failing", CONFIDENCE_CERTAIN);
}

static bool same_network(const struct address *a, const struct address *b,
			 int64_t prefix)
{
	if (a->family != b->family || prefix < 0 ||
	    prefix > (a->family == 4 ? 32 : 128))
		return false;
	for (int64_t bit = 0; bit < prefix; bit++)
		if ((a->bytes[bit / 8] ^ b->bytes[bit / 8]) &
		    (0x80 >> bit % 8))
			return false;
	return true;
}

static bool on_link(const struct facts *facts, const struct address *address)
{
	bool any = false;

	if (address_is_loopback(address) || address_is_link_local(address))
		return true;
	facts_each(facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");
		struct address mine;

		if (!text || address_parse(text, &mine))
			continue;
		any = true;
		if (same_network(&mine, address, fact_integer(f, "prefix", -1)))
			return true;
	}
	/* Where no address was seen, nothing can be said. */
	return !any;
}

/* Behind a router is where many a proxy is, rightly: a note. */
static void note_off_link(struct name_scene *s, struct strings *notes)
{
	const struct name_source *system = s->sources.system;
	const char *list = NULL;
	char text[ADDRESS_TEXT];

	for (size_t i = 0; name_resolves(s) && i < system->address_count; i++) {
		if (on_link(s->facts, &system->addresses[i]))
			continue;
		address_format(&system->addresses[i], text);
		list = list ? arena_printf(s->arena, "%s, %s", list, text) :
			      arena_strdup(s->arena, text);
	}
	if (list)
		strings_add(notes, s->arena,
			    arena_printf(s->arena,
					 "%s: on no directly connected "
					 "network, so it takes a route%s "
					 "(name-not-on-link)", list,
					 s->proxy ? ", and a NetBIOS "
						    "broadcast does not reach "
						    "it" : ""));
}

static void note_only_in_one(struct name_scene *s, struct strings *notes)
{
	if (s->agreement != NAME_ONLY_IN_ONE || !name_resolves(s) ||
	    !s->winner || name_is_localhost(s->name))
		return;
	strings_add(notes, s->arena,
		    arena_printf(s->arena,
				 "only %s has it, and DNS denies it: other "
				 "machines do not know it, and nobody keeps "
				 "the address right but you",
				 s->winner->title));
}

void name_rules_apply(struct name_scene *s, struct verdict *to,
		      struct strings *notes)
{
	judge_unresolved(s, to);
	judge_difference(s, to);
	judge_this_machine(s, to, notes);
	judge_oddness(s, to);
	judge_servers(s, to);
	note_only_in_one(s, notes);
	note_off_link(s, notes);
}
