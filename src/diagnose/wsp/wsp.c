/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Each row of rules[] that fits makes a finding.  The files alone never stop a
 * bind: they say what the client will do with it.  If the files were copied
 * from another machine, less is certain: that machine has other names and
 * addresses.
 */
#include "diagnose/wsp/wsp.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/host.h"
#include "diagnose/wsp/wsp_draft.h"
#include "diagnose/wsp/wsp_ports.h"
#include "diagnose/wsp/wsp_table.h"

/* What the sources of names say about the proxy's name. */
struct answers {
	size_t asked;
	size_t absent;
	bool firm;		/* the hosts file or DNS has it */
	const char *address;	/* the first one, or NULL */
	bool any;		/* a source has it */
};

static struct answers proxy_answers(const struct wsp *w, struct draft *d)
{
	struct answers k = {0};

	facts_each(w->scene->facts, FACT_NAME_ANSWER, a) {
		const char *name = fact_string(a, "name");
		const char *source = fact_string(a, "source");
		const char *address = fact_item(a, "addresses", 0);

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
		evidence_add(&d->evidence, a, "name",
			     arena_printf(d->terms.arena, "%s: %s", source,
					  a->status == FACT_SEEN && address ?
						  address :
						  evidence_code(d->terms.arena,
								&a->code)));
	}
	return k;
}

static bool is_unresolved(const struct wsp *w, struct draft *d)
{
	struct answers k;

	if (!w->proxy || w->by_address)
		return false;
	wsp_cite(d, w->server);
	k = proxy_answers(w, d);
	wsp_blame_name(d, w);
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

static bool is_by_netbios_name(const struct wsp *w, struct draft *d)
{
	struct answers k;

	if (!w->proxy || w->by_address || !is_netbios_name(w->proxy))
		return false;
	wsp_cite(d, w->server);
	k = proxy_answers(w, d);
	wsp_blame_name(d, w);
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
static bool wspcfg_with(const struct wsp *w, struct draft *d,
			bool (*fault)(const struct wsp *wsp,
				      const struct fact *file))
{
	facts_each(w->scene->facts, FACT_WSP_FILE, f) {
		if (!wsp_role_is(f, "wspcfg.ini") || f->status != FACT_SEEN ||
		    !wsp_concerns(w, f) || !fault(w, f))
			continue;
		wsp_cite(d, f);
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

static bool is_unicode(const struct wsp *w, struct draft *d)
{
	return wspcfg_with(w, d, unicode);
}

static bool is_misnamed(const struct wsp *w, struct draft *d)
{
	return wspcfg_with(w, d, wsp_is_misnamed);
}

static bool blank(const struct wsp *w, const struct fact *file)
{
	(void)w;
	return fact_true(file, "blank_lines");
}

static bool has_blank_lines(const struct wsp *w, struct draft *d)
{
	d->confidence = CONFIDENCE_LIKELY;
	return wspcfg_with(w, d, blank);
}

static bool is_misplaced(const struct wsp *w, struct draft *d)
{
	d->confidence = CONFIDENCE_LIKELY;
	if (!w->wspcfg || !wsp_is_misplaced(w, w->wspcfg))
		return false;
	wsp_cite(d, w->wspcfg);
	terms_set(&d->terms, "value", fact_string(w->wspcfg, "program"));
	return true;
}

/* Looked for, and there are none, or only those of other programs. */
static bool is_missing(const struct wsp *w, struct draft *d)
{
	bool looked = false;

	if (!wsp_is_enabled(w) || w->wspcfg || w->ports || w->unsure)
		return false;
	facts_each(w->scene->facts, FACT_WSP_FILE, f) {
		if (!wsp_role_is(f, "wspcfg.ini"))
			continue;
		wsp_cite(d, f);
		looked = true;
	}
	d->confidence = CONFIDENCE_POSSIBLE;
	return looked;
}

static bool is_without_proxy(const struct wsp *w, struct draft *d)
{
	if (!wsp_is_enabled(w) || !w->server || w->ports || w->unsure)
		return false;
	wsp_cite(d, w->server);
	d->confidence = CONFIDENCE_POSSIBLE;
	return true;
}

static bool is_disabled(const struct wsp *w, struct draft *d)
{
	if (!w->disabled)
		return false;
	wsp_cite(d, w->disabled);
	if (w->ports) {
		evidence_add(&d->evidence, w->ports, NULL, NULL);
		wsp_cite(d, w->ports);
		terms_flag(&d->terms, "published");
	}
	if (wsp_role_is(w->disabled, "mspclnt.ini"))
		terms_flag(&d->terms, "refreshed");
	if (w->outranked) {
		terms_flag(&d->terms, "outranked");
		d->confidence = CONFIDENCE_POSSIBLE;
	}
	return true;
}

/* There is a list of ports, or a file that should have one. */
static bool is_not_published(const struct wsp *w, struct draft *d)
{
	const char *list = w->ports ? fact_string(w->ports, "value") : NULL;

	if (!wsp_is_enabled(w) || w->published || (!w->ports && !w->wspcfg))
		return false;
	wsp_cite(d, w->ports ? w->ports : w->wspcfg);
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

static bool is_ssl_without_ip(const struct wsp *w, struct draft *d)
{
	static const uint16_t ports[] = {465, 993, 995};
	const char *list = w->ports ? fact_string(w->ports, "value") : NULL;
	const char *ips = w->bind_ip ? fact_string(w->bind_ip, "value") : "";
	const char *missing = NULL;

	if (!wsp_is_enabled(w) || !list || !ips ||
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
	wsp_cite(d, w->ports);
	wsp_cite(d, w->bind_ip);
	terms_set(&d->terms, "value", missing);
	d->confidence = CONFIDENCE_LIKELY;
	return true;
}

/* @keeps: it keeps the bind from reaching the proxy */
static const struct {
	const char *id;
	bool (*fits)(const struct wsp *wsp, struct draft *draft);
	bool keeps;
} rules[] = {
	{"wsp-name-unresolved", is_unresolved, false},
	{"wsp-server-by-netbios-name", is_by_netbios_name, false},
	{"wsp-disabled-for-program", is_disabled, true},
	{"wspcfg-misnamed", is_misnamed, true},
	{"wspcfg-unicode", is_unicode, true},
	{"wspcfg-misplaced", is_misplaced, true},
	{"wspcfg-blank-lines", has_blank_lines, false},
	{"wsp-port-not-published", is_not_published, false},
	{"wspcfg-missing", is_missing, false},
	{"wsp-enabled-without-proxy", is_without_proxy, false},
	{"wsp-ssl-port-without-bindip", is_ssl_without_ip, false},
	{"wsp-address-in-lat", wsp_is_in_table, true},
	{"wsp-address-outside-lat", wsp_is_outside_table, false},
};

static void add_notes(const struct wsp *w, struct strings *notes, bool asks)
{
	struct arena *arena = w->scene->arena;

	if (w->copied)
		strings_add(notes, arena,
			    "the Winsock Proxy client's files are judged as a "
			    "copy: the port was tried on this machine, and "
			    "may be taken or forbidden on the one that they "
			    "are from");
	if (!w->program)
		strings_add(notes, arena,
			    "the settings of single programs in the Winsock "
			    "Proxy client's files were not judged: --program "
			    "says which");
	else if (w->published && asks)
		strings_add(notes, arena,
			    arena_printf(arena,
					 "%s: the client asks the proxy%s%s "
					 "for the port of %s, so it has to be "
					 "free there too",
					 wsp_place(arena, w->ports),
					 w->proxy ? " " : "",
					 w->proxy ? w->proxy : "",
					 w->program));
	facts_each(w->scene->facts, FACT_WSP_FILE, f)
		if (f->status == FACT_SEEN && fact_string(f, "detail"))
			strings_add(notes, arena,
				    arena_printf(arena, "%s: %s",
						 fact_text(f, "file",
							   f->subject),
						 fact_string(f, "detail")));
}

void wsp_warn(const struct scene *scene, struct bind_verdict *verdict)
{
	bool asks = true;
	struct wsp w;

	if (scene->address.family != 4 || !wsp_build(&w, scene))
		return;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct draft draft = wsp_draft(&w);

		if (!rules[i].fits(&w, &draft))
			continue;
		asks = asks && !rules[i].keeps;
		finding_add(&verdict->conclusion.findings, rules[i].id,
			    &draft);
	}
	add_notes(&w, &verdict->conclusion.notes, asks);
}

bool wsp_unseen(struct diagnosis *diagnosis, const struct facts *facts)
{
	struct arena *arena = diagnosis->arena;
	bool any = false;

	facts_each(facts, FACT_WSP_FILE, f) {
		const char *detail = fact_string(f, "detail");

		if (f->status != FACT_DENIED && f->status != FACT_FAILED)
			continue;
		any = true;
		strings_add(&diagnosis->unseen, arena,
			    arena_printf(arena,
					 "what the Winsock Proxy client's "
					 "files say: %s: %s", f->subject,
					 detail ? detail :
					 evidence_code(arena, &f->code)));
	}
	return any;
}
