/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The settings that apply to a program.  The client looks for the program's
 * section in the Wspcfg.ini of the program's folder, then for the section
 * "Common Configuration" there, then for these two in Mspclnt.ini.  Only the
 * first section that exists applies (Q323457, of ISA Server).
 *
 * A Wspcfg.ini that the client cannot read or does not find is read here too.
 * Otherwise its settings would be reported as missing, in addition to the
 * fault that keeps the client from reading them.
 */
#include "diagnose/wsp/wsp_facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/host.h"
#include "diagnose/wsp/wsp_ports.h"

static const char common[] = "Common Configuration";

static bool member_is(const struct fact *fact, const char *member,
		      const char *value)
{
	const char *s = fact_string(fact, member);

	return s && value && text_equal(s, value);
}

bool wsp_role_is(const struct fact *fact, const char *role)
{
	return member_is(fact, "role", role);
}

static bool is_same_file(const struct fact *a, const struct fact *b)
{
	const char *x = fact_string(a, "file"), *y = fact_string(b, "file");

	return x && y && !strcmp(x, y);
}

bool wsp_is_enabled(const struct wsp *wsp)
{
	return wsp->program && (!wsp->disabled || wsp->outranked);
}

static size_t folder_length(const char *path)
{
	return (size_t)(text_base(path) - path);
}

static bool is_same_folder(const struct fact *a, const struct fact *b)
{
	const char *x = fact_string(a, "file"), *y = fact_string(b, "file");

	return x && y && folder_length(x) == folder_length(y) &&
	       !strncmp(x, y, folder_length(x));
}

/* Is it in the folder of the client's own files? */
static bool is_in_client_folder(const struct fact *file)
{
	static const char *const folders[] = {
		"*mspclnt?", "*winnt?", "*windows?", "*system32?",
		"*Microsoft Firewall Client?",
	};
	const char *path = fact_string(file, "file");
	char folder[256];
	size_t n = path ? folder_length(path) : 0;

	if (!n)
		return false;
	/* The end of a path is significant. */
	if (n >= sizeof(folder)) {
		path += n - sizeof(folder) + 1;
		n = sizeof(folder) - 1;
	}
	memcpy(folder, path, n);
	folder[n] = '\0';
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (text_matches(folders[i], folder, NULL, NULL))
			return true;
	return false;
}

/* The first setting of a section; of a file, or of all of a role. */
static const struct fact *section_of(const struct facts *facts,
				     const struct fact *file,
				     const char *role, const char *section)
{
	facts_each(facts, FACT_WSP_SETTING, s)
		if (wsp_role_is(s, role) && member_is(s, "section", section) &&
		    (!file || is_same_file(file, s)))
			return s;
	return NULL;
}

/* If a key occurs twice, Windows uses the first. */
static const struct fact *key_of(const struct facts *facts,
				 const struct fact *section, const char *key)
{
	if (!section)
		return NULL;
	facts_each(facts, FACT_WSP_SETTING, s)
		if (is_same_file(section, s) && member_is(s, "key", key) &&
		    member_is(s, "section", fact_string(section, "section")))
			return s;
	return NULL;
}

/* Does a Wspcfg.ini have a key in a section?  Ignores letter case. */
static bool has_section(const struct wsp *wsp, const struct fact *file,
			const char *section)
{
	return section_of(wsp->scene->facts, file, "wspcfg.ini", section);
}

bool wsp_concerns(const struct wsp *wsp, const struct fact *file)
{
	return !wsp->program || !fact_string(file, "program") ||
	       member_is(file, "program", wsp->program) ||
	       has_section(wsp, file, wsp->program);
}

bool wsp_is_misnamed(const struct wsp *wsp, const struct fact *file)
{
	const char *path = fact_string(file, "file");

	if (!path || !text_matches("*.txt", path, NULL, NULL))
		return false;
	facts_each(wsp->scene->facts, FACT_WSP_FILE, f)
		if (f != file && wsp_role_is(f, "wspcfg.ini") &&
		    f->status != FACT_ABSENT && is_same_folder(f, file))
			return false;
	return true;
}

bool wsp_is_unicode(const struct fact *file)
{
	const char *encoding = fact_string(file, "encoding");

	return encoding && text_starts(encoding, "utf-");
}

bool wsp_is_misplaced(const struct wsp *wsp, const struct fact *file)
{
	if (!wsp->program || !has_section(wsp, file, wsp->program))
		return false;
	if (fact_string(file, "program"))
		return !member_is(file, "program", wsp->program);
	return is_in_client_folder(file);
}

static const struct fact *range_between(const struct wsp *wsp,
					const struct address *first,
					const struct address *last)
{
	facts_each(wsp->scene->facts, FACT_WSP_RANGE, r) {
		const char *from = fact_string(r, "first");
		const char *to = fact_string(r, "last");
		struct address a, b;

		if (from && to && !address_parse(from, &a) &&
		    !address_parse(to, &b) && a.family == first->family &&
		    b.family == first->family &&
		    memcmp(a.bytes, first->bytes, sizeof(a.bytes)) <= 0 &&
		    memcmp(last->bytes, b.bytes, sizeof(b.bytes)) <= 0)
			return r;
	}
	return NULL;
}

const struct fact *wsp_range_of(const struct wsp *wsp,
				const struct address *address)
{
	return range_between(wsp, address, address);
}

const struct fact *wsp_range_of_all(const struct wsp *wsp)
{
	static const struct address first = {.family = 4, .bytes = {1}};
	static const struct address last = {
		.family = 4, .bytes = {223, 255, 255, 255}};

	return range_between(wsp, &first, &last);
}

/* "C:\Exchsrvr\MSEXCIMC.EXE" is msexcimc. */
static const char *tidy(struct arena *arena, const char *name)
{
	const char *base = name ? text_base(name) : NULL;
	size_t n = base ? strlen(base) : 0;
	char *out;

	if (!n)
		return NULL;
	if (n > 4 && text_equal(base + n - 4, ".exe"))
		n -= 4;
	out = arena_strndup(arena, base, n);
	if (out)
		text_make_lower(out);
	return out;
}

/* The only program with a section in the Wspcfg.ini files, or NULL. */
static const char *only_program(const struct facts *facts)
{
	const char *only = NULL;

	facts_each(facts, FACT_WSP_SETTING, s) {
		const char *section = fact_string(s, "section");

		if (!wsp_role_is(s, "wspcfg.ini") || !section || !*section ||
		    text_equal(section, common))
			continue;
		if (only && !text_equal(only, section))
			return NULL;
		only = section;
	}
	return only;
}

static void find_server(struct wsp *w, const struct facts *facts)
{
	static const char *const sections[] = {"Servers Ip Addresses",
					       "Servers Ip Address"};
	struct address address;

	for (size_t i = 0; i < 2 && !w->proxy; i++) {
		w->server = key_of(facts, section_of(facts, NULL,
						     "mspclnt.ini",
						     sections[i]), "Name");
		w->proxy = w->server ? fact_string(w->server, "value") : NULL;
		if (w->proxy && !*w->proxy)
			w->proxy = NULL;
	}
	w->by_address = w->proxy && !address_parse(w->proxy, &address);
}

/* The program's file: one that it finds; with @any, one meant for it. */
static const struct fact *find_wspcfg(const struct wsp *w, bool any)
{
	facts_each(w->scene->facts, FACT_WSP_FILE, f)
		if (wsp_role_is(f, "wspcfg.ini") && f->status == FACT_SEEN &&
		    wsp_concerns(w, f) &&
		    (any || (!wsp_is_misnamed(w, f) && !wsp_is_unicode(f) &&
			     !wsp_is_misplaced(w, f))))
			return f;
	return NULL;
}

static const struct fact *find_section(const struct wsp *w)
{
	const struct facts *facts = w->scene->facts;
	const struct fact *s = NULL;

	if (w->wspcfg) {
		s = section_of(facts, w->wspcfg, "wspcfg.ini", w->program);
		if (!s)
			s = section_of(facts, w->wspcfg, "wspcfg.ini", common);
	}
	if (!s)
		s = section_of(facts, NULL, "mspclnt.ini", w->program);
	if (!s)
		s = section_of(facts, NULL, "mspclnt.ini", common);
	return s;
}

static const struct fact *set(const struct fact *setting)
{
	const char *value = setting ? fact_string(setting, "value") : NULL;

	return value && strtol(value, NULL, 10) != 0 ? setting : NULL;
}

static const struct fact *disable_in(const struct facts *facts,
				     const struct fact *section)
{
	const struct fact *f = set(key_of(facts, section, "Disable"));

	return f ? f : set(key_of(facts, section, "DisableEx"));
}

static void find_disabled(struct wsp *w)
{
	const struct facts *facts = w->scene->facts;
	const struct fact *general =
		section_of(facts, NULL, "mspclnt.ini", w->program);

	w->disabled = disable_in(facts, w->section);
	if (w->disabled || !general)
		return;
	w->disabled = disable_in(facts, general);
	w->outranked = w->disabled;
}

static void find_settings(struct wsp *w)
{
	const struct facts *facts = w->scene->facts;
	bool tcp = w->scene->protocol == PROTOCOL_TCP;

	w->wspcfg = find_wspcfg(w, false);
	if (!w->wspcfg)
		w->wspcfg = find_wspcfg(w, true);
	if (!w->program)
		return;
	w->section = find_section(w);
	w->ports = key_of(facts, w->section, tcp ? "ServerBindTcpPorts" :
						   "ServerBindUdpPorts");
	w->bind_ip = key_of(facts, w->section, "ProxyBindIp");
	w->published = w->ports && fact_string(w->ports, "value") &&
		       wsp_ports_have(fact_string(w->ports, "value"),
				      w->scene->port) == 1;
	find_disabled(w);
}

bool wsp_build(struct wsp *wsp, const struct scene *scene)
{
	const struct facts *facts = scene->facts;
	const char *program = fact_string(scene->target, "program");
	struct wsp w = {.scene = scene};
	bool any = false;

	facts_each(facts, FACT_WSP_FILE, f) {
		any = any || f->status == FACT_SEEN;
		w.unsure = w.unsure || f->status == FACT_FAILED ||
			   f->status == FACT_DENIED;
	}
	if (!any)
		return false;
	w.copied = !host_is_windows(scene->host);
	w.program = tidy(scene->arena, program ? program :
						 only_program(facts));
	find_server(&w, facts);
	find_settings(&w);
	*wsp = w;
	return true;
}
