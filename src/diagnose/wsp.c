/*
 * Each row of the table at the end looks for one thing and, where it is so,
 * makes a finding of it.  The files alone never stop a bind: they say what
 * the client will do with it.  What is certain on the machine that the files
 * are from is less so where they were copied elsewhere: the names and the
 * addresses there are not those of here.
 */
#include "diagnose/wsp.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding.h"
#include "diagnose/wsp_facts.h"
#include "diagnose/wsp_ports.h"

/* A finding in the making. */
struct draft {
	struct terms terms;
	struct evidence_list *evidence;
	enum confidence confidence;
	bool about_name;
};

static struct draft *draft_new(const struct wsp *w)
{
	struct arena *arena = w->scene->arena;
	struct draft *d = arena_alloc(arena, sizeof(*d));

	if (!d)
		return NULL;
	d->evidence = arena_alloc(arena, sizeof(*d->evidence));
	if (!d->evidence)
		return NULL;
	d->evidence->arena = arena;
	finding_terms(&d->terms, w->scene);
	terms_set(&d->terms, "program", w->program);
	terms_set(&d->terms, "proxy", w->proxy);
	if (w->copied)
		terms_flag(&d->terms, "copied");
	if (w->program && !strcmp(w->program, "msexcimc"))
		terms_flag(&d->terms, "msexcimc");
	return d;
}

static const char *place(struct arena *arena, const struct fact *f)
{
	const char *file = fact_string(f, "file");
	int64_t line = fact_integer(f, "line", 0);

	if (line <= 0)
		return file ? file : "?";
	return arena_printf(arena, "%s:%" PRId64, file ? file : "?", line);
}

/* The file and the line that a finding is about; the first one is named. */
static void rest_on(struct draft *d, const struct fact *f)
{
	struct arena *arena = d->terms.arena;
	int64_t line = f ? fact_integer(f, "line", 0) : 0;
	const char *key, *value, *text;

	if (!f)
		return;
	key = fact_string(f, "key");
	value = fact_string(f, "value");
	if (!terms_get(&d->terms, "file")) {
		terms_set(&d->terms, "file", fact_string(f, "file"));
		if (line > 0)
			terms_set(&d->terms, "line",
				  arena_printf(arena, "%" PRId64, line));
		terms_set(&d->terms, "key", key);
		terms_set(&d->terms, "value", value);
	}
	if (f->kind == FACT_WSP_RANGE)
		text = arena_printf(arena, "%s to %s", fact_string(f, "first"),
				    fact_string(f, "last"));
	else if (key)
		text = arena_printf(arena, "[%s] %s=%s",
				    fact_string(f, "section") ?
					    fact_string(f, "section") : "",
				    key, value ? value : "");
	else
		text = f->status == FACT_ABSENT ? "not there" :
		       line > 0 && fact_true(f, "blank_lines") ? "blank" :
						fact_string(f, "encoding");
	evidence_add(d->evidence, f, "file",
		     arena_printf(arena, "%s%s%s", place(arena, f),
				  text ? "  " : "", text ? text : ""));
}

/* How the sources of names know the proxy's. */
struct known {
	size_t asked;
	size_t absent;
	bool firm;		/* by the hosts file or DNS */
	const char *address;	/* that any source gave */
	bool any;
};

static struct known proxy_known(const struct wsp *w, struct draft *d)
{
	struct known k = {0};

	facts_each(w->scene->facts, FACT_NAME_ANSWER, a) {
		const char *name = fact_string(a, "name");
		const char *source = fact_string(a, "source");
		const char *address = json_string_value(
			json_array_get(fact_array(a, "addresses"), 0));

		if (!name || !source || !text_equal(name, w->proxy) ||
		    a->status == FACT_UNSUPPORTED)
			continue;
		k.asked++;
		k.absent += a->status == FACT_ABSENT;
		if (a->status == FACT_SEEN) {
			k.any = true;
			k.firm = k.firm || !strcmp(source, "hosts") ||
				 !strcmp(source, "dns");
			k.address = k.address ? k.address : address;
		}
		evidence_add(d->evidence, a, "name",
			     arena_printf(d->terms.arena, "%s: %s", source,
					  a->status == FACT_SEEN && address ?
						  address :
						  evidence_code(d->terms.arena,
								&a->code)));
	}
	return k;
}

static bool is_unresolved(struct wsp *w, struct draft *d)
{
	struct known k;

	if (!w->proxy || w->by_address)
		return false;
	rest_on(d, w->server);
	k = proxy_known(w, d);
	d->about_name = true;
	d->confidence = k.absent == k.asked && !w->copied ?
				CONFIDENCE_CERTAIN :
				k.absent ? CONFIDENCE_LIKELY :
					   CONFIDENCE_POSSIBLE;
	return k.asked && !k.any;
}

/* One label of at most 15 bytes (RFC 1001, 14.1, leaves one for the kind). */
static bool is_netbios_name(const char *name)
{
	return !strchr(name, '.') && strlen(name) <= 15;
}

static bool is_by_netbios_name(struct wsp *w, struct draft *d)
{
	struct known k;

	if (!w->proxy || w->by_address || !is_netbios_name(w->proxy))
		return false;
	rest_on(d, w->server);
	k = proxy_known(w, d);
	d->about_name = true;
	d->confidence = k.asked && !k.any ? CONFIDENCE_LIKELY :
					    CONFIDENCE_POSSIBLE;
	if (k.any) {
		terms_flag(&d->terms, "netbios");
		terms_set(&d->terms, "value", k.address);
	} else if (k.asked) {
		terms_flag(&d->terms, "unresolved");
	}
	return !k.firm;
}

/* The first Wspcfg.ini that is the program's and has a fault. */
static bool wspcfg_with(struct wsp *w, struct draft *d,
			bool (*fault)(const struct wsp *wsp,
				      const struct fact *file))
{
	facts_each(w->scene->facts, FACT_WSP_FILE, f) {
		if (!wsp_role_is(f, "wspcfg.ini") || f->status != FACT_SEEN ||
		    !wsp_concerns(w, f) || !fault(w, f))
			continue;
		rest_on(d, f);
		terms_set(&d->terms, "value", fact_string(f, "encoding"));
		return true;
	}
	return false;
}

static bool unicode(const struct wsp *w, const struct fact *file)
{
	(void)w;
	return wsp_is_unicode(file);
}

static bool is_unicode(struct wsp *w, struct draft *d)
{
	return wspcfg_with(w, d, unicode);
}

static bool is_misnamed(struct wsp *w, struct draft *d)
{
	return wspcfg_with(w, d, wsp_is_misnamed);
}

static bool blank(const struct wsp *w, const struct fact *file)
{
	(void)w;
	return fact_true(file, "blank_lines");
}

static bool has_blank_lines(struct wsp *w, struct draft *d)
{
	d->confidence = CONFIDENCE_LIKELY;
	return wspcfg_with(w, d, blank);
}

static bool is_misplaced(struct wsp *w, struct draft *d)
{
	d->confidence = CONFIDENCE_LIKELY;
	if (!w->wspcfg || !wsp_is_misplaced(w, w->wspcfg))
		return false;
	rest_on(d, w->wspcfg);
	terms_set(&d->terms, "value", fact_string(w->wspcfg, "program"));
	return true;
}

/* Does a program's bind go to the client at all? */
static bool is_enabled(const struct wsp *w)
{
	return w->program && (!w->disabled || w->outranked);
}

/* Looked for, and none there but other programs'. */
static bool is_missing(struct wsp *w, struct draft *d)
{
	bool looked = false;

	if (!is_enabled(w) || w->wspcfg || w->ports || w->unsure)
		return false;
	facts_each(w->scene->facts, FACT_WSP_FILE, f) {
		if (!wsp_role_is(f, "wspcfg.ini"))
			continue;
		rest_on(d, f);
		looked = true;
	}
	d->confidence = CONFIDENCE_POSSIBLE;
	return looked;
}

static bool is_without_proxy(struct wsp *w, struct draft *d)
{
	if (!is_enabled(w) || !w->server || w->ports || w->unsure)
		return false;
	rest_on(d, w->server);
	d->confidence = CONFIDENCE_POSSIBLE;
	return true;
}

static bool is_disabled(struct wsp *w, struct draft *d)
{
	if (!w->disabled)
		return false;
	rest_on(d, w->disabled);
	if (w->ports) {
		evidence_add(d->evidence, w->ports, NULL, NULL);
		rest_on(d, w->ports);
		terms_flag(&d->terms, "published");
	}
	if (w->outranked) {
		terms_flag(&d->terms, "outranked");
		d->confidence = CONFIDENCE_POSSIBLE;
	}
	return true;
}

/* With a list, or a file that is there to have one. */
static bool is_not_published(struct wsp *w, struct draft *d)
{
	const char *list = w->ports ? fact_string(w->ports, "value") : NULL;

	if (!is_enabled(w) || w->published || (!w->ports && !w->wspcfg))
		return false;
	rest_on(d, w->ports ? w->ports : w->wspcfg);
	terms_set(&d->terms, "value", list);
	if (list && wsp_ports_have(list, w->scene->port) < 0)
		terms_flag(&d->terms, "unreadable");
	else if (!w->ports)
		terms_flag(&d->terms, w->section ? "no-list" : "no-section");
	terms_set(&d->terms, "key", w->scene->protocol == PROTOCOL_TCP ?
					    "ServerBindTcpPorts" :
					    "ServerBindUdpPorts");
	return true;
}

static bool is_ssl_without_ip(struct wsp *w, struct draft *d)
{
	static const uint16_t ports[] = {465, 993, 995};
	const char *list = w->ports ? fact_string(w->ports, "value") : NULL;
	const char *ips = w->bind_ip ? fact_string(w->bind_ip, "value") : "";
	const char *missing = NULL;

	if (!is_enabled(w) || !list || !ips ||
	    w->scene->protocol != PROTOCOL_TCP)
		return false;
	for (size_t i = 0; i < 3; i++) {
		struct address address;

		if (wsp_ports_have(list, ports[i]) == 1 &&
		    wsp_bind_ip(ips, ports[i], &address))
			missing = arena_printf(w->scene->arena, "%s%s%u",
					       missing ? missing : "",
					       missing ? " " : "", ports[i]);
	}
	if (!missing)
		return false;
	rest_on(d, w->ports);
	rest_on(d, w->bind_ip);
	terms_set(&d->terms, "value", missing);
	d->confidence = CONFIDENCE_LIKELY;
	return true;
}

static bool is_specific(const struct wsp *w)
{
	return !address_is_wildcard(&w->scene->address) &&
	       !address_is_loopback(&w->scene->address);
}

/* The range, of the table, that keeps a published port here. */
static const struct fact *range_in_the_way(const struct wsp *w,
					   struct draft *d)
{
	const char *ips = w->bind_ip ? fact_string(w->bind_ip, "value") : NULL;
	const struct fact *range = wsp_range_of_all(w);
	char text[ADDRESS_TEXT];
	struct address address;

	if (range) {
		terms_flag(&d->terms, "whole");
		return range;
	}
	if (is_specific(w) &&
	    (range = wsp_range_of(w, &w->scene->address)))
		return range;
	if (!ips || wsp_bind_ip(ips, w->scene->port, &address) ||
	    !(range = wsp_range_of(w, &address)))
		return NULL;
	terms_flag(&d->terms, "bind-ip");
	terms_set(&d->terms, "address",
		  arena_strdup(w->scene->arena,
			       address_format(&address, text)));
	d->confidence = CONFIDENCE_LIKELY;
	return range;
}

static bool is_in_table(struct wsp *w, struct draft *d)
{
	const struct fact *range;

	if (!is_enabled(w) || !w->published)
		return false;
	range = range_in_the_way(w, d);
	rest_on(d, range);
	rest_on(d, w->ports);
	return range;
}

/* This machine's first address outside of the table, or NULL. */
static const struct fact *own_outside(const struct wsp *w)
{
	facts_each(w->scene->facts, FACT_LOCAL_ADDRESS, l) {
		const char *text = fact_string(l, "address");
		struct address address;

		if (text && !address_parse(text, &address) &&
		    address.family == 4 && !address_is_loopback(&address) &&
		    !wsp_range_of(w, &address))
			return l;
	}
	return NULL;
}

static const struct fact *first_range(const struct wsp *w)
{
	return facts_next(w->scene->facts, FACT_WSP_RANGE, NULL);
}

/* Locallat.txt alone adds to a table that we do not have. */
static enum confidence table_confidence(const struct wsp *w)
{
	facts_each(w->scene->facts, FACT_WSP_FILE, f) {
		const char *file = fact_string(f, "file");

		if (file && f->status == FACT_SEEN &&
		    text_equal(text_base(file), "msplat.txt"))
			return CONFIDENCE_LIKELY;
	}
	return CONFIDENCE_POSSIBLE;
}

static bool is_outside_table(struct wsp *w, struct draft *d)
{
	const struct fact *range = first_range(w), *own;

	if (!is_enabled(w) || !range)
		return false;
	terms_set(&d->terms, "file", fact_string(range, "file"));
	if (is_specific(w)) {
		if (w->published || wsp_range_of(w, &w->scene->address))
			return false;
		d->confidence = table_confidence(w);
		rest_on(d, range);
		return true;
	}
	/* Another machine's addresses say nothing about its own table. */
	if (w->copied || !address_is_wildcard(&w->scene->address) ||
	    !(own = own_outside(w)))
		return false;
	terms_flag(&d->terms, "own");
	terms_set(&d->terms, "address", fact_string(own, "address"));
	evidence_add(d->evidence, own, "address",
		     arena_printf(d->terms.arena, "%s on %s",
				  fact_string(own, "address"),
				  fact_string(own, "interface") ?
					  fact_string(own, "interface") :
					  "?"));
	rest_on(d, range);
	d->confidence = table_confidence(w);
	return true;
}

static const struct {
	const char *id;
	bool (*fits)(struct wsp *w, struct draft *d);
} rows[] = {
	{"wsp-name-unresolved", is_unresolved},
	{"wsp-server-by-netbios-name", is_by_netbios_name},
	{"wsp-disabled-for-program", is_disabled},
	{"wspcfg-misnamed", is_misnamed},
	{"wspcfg-unicode", is_unicode},
	{"wspcfg-misplaced", is_misplaced},
	{"wspcfg-blank-lines", has_blank_lines},
	{"wsp-port-not-published", is_not_published},
	{"wspcfg-missing", is_missing},
	{"wsp-enabled-without-proxy", is_without_proxy},
	{"wsp-ssl-port-without-bindip", is_ssl_without_ip},
	{"wsp-address-in-lat", is_in_table},
	{"wsp-address-outside-lat", is_outside_table},
};

static void note(struct scene *scene, struct verdict *verdict,
		 const char *text)
{
	strings_add(&verdict->notes, scene->arena, text);
}

static void note_client(const struct wsp *w, struct scene *scene,
			struct verdict *verdict)
{
	struct arena *arena = scene->arena;

	if (w->copied)
		note(scene, verdict,
		     "the Winsock Proxy client's files are judged as a copy: "
		     "the port was tried on this machine, and may be taken or "
		     "forbidden on the one that they are from");
	if (!w->program)
		note(scene, verdict,
		     "the settings of single programs in the Winsock Proxy "
		     "client's files were not judged: --program says which");
	else if (w->published && is_enabled(w))
		note(scene, verdict,
		     arena_printf(arena,
				  "%s: the client asks the proxy%s%s for the "
				  "port of %s, so it has to be free there too",
				  place(arena, w->ports), w->proxy ? " " : "",
				  w->proxy ? w->proxy : "", w->program));
	facts_each(scene->facts, FACT_WSP_FILE, f)
		if (f->status == FACT_SEEN && fact_string(f, "detail"))
			note(scene, verdict,
			     arena_printf(arena, "%s: %s",
					  fact_string(f, "file") ?
						  fact_string(f, "file") :
						  f->subject,
					  fact_string(f, "detail")));
}

void wsp_warn(struct scene *scene, struct verdict *verdict)
{
	struct wsp w;

	if (scene->address.family != 4 || !wsp_build(&w, scene))
		return;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct draft *d = draft_new(&w);
		const char *class;

		if (!d)
			return;
		d->confidence = CONFIDENCE_CERTAIN;
		if (!rows[i].fits(&w, d))
			continue;
		class = d->about_name ? "name-resolution" : "wsp-client";
		terms_flag(&d->terms, class);
		finding_add(verdict, &d->terms, rows[i].id, d->confidence,
			    culprit_none(scene->arena, class,
					 d->about_name ? w.proxy :
							 "wsp-client"),
			    d->evidence);
	}
	note_client(&w, scene, verdict);
}

bool wsp_unseen(struct arena *arena, const struct facts *facts,
		struct strings *lines)
{
	bool any = false;

	facts_each(facts, FACT_WSP_FILE, f) {
		const char *detail = fact_string(f, "detail");

		if (f->status != FACT_DENIED && f->status != FACT_FAILED)
			continue;
		any = true;
		strings_add(lines, arena,
			    arena_printf(arena,
					 "what the Winsock Proxy client's "
					 "files say: %s: %s", f->subject,
					 detail ? detail :
					 evidence_code(arena, &f->code)));
	}
	return any;
}
