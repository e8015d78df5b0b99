/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Can a server look up "smtp" and "tcp" by name?  A missing or damaged file
 * does no harm while libc finds the entry elsewhere, or if the server looks up
 * no entry.  So a finding is a warning, and it is only possible if libc finds
 * what the file does not have.
 */
#include "diagnose/database/database.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/bind/draft.h"
#include "diagnose/finding/host.h"

/* The numbers that IANA has assigned. */
static const struct {
	const char *entry;
	int64_t number;
} assigned[] = {
	{"smtp/tcp", 25},
	{"tcp", 6},
	{"udp", 17},
};

/**
 * struct damage - The files that one finding is about
 * @files:	"/etc/services", "/etc/protocols"
 * @entries:	"smtp/tcp", "tcp"
 * @first:	The first FACT_DATABASE of them
 * @why:	What is wrong with it
 * @broken:	libc does not find one of the entries, or the server is
 *		chrooted
 * @nsswitch:	The file may be good, and libc does not read it
 * @libc:	What programs call on that system: "libc" or "Winsock"
 */
struct damage {
	struct arena *arena;
	struct strings files;
	struct strings entries;
	const struct fact *first;
	const char *why;
	bool broken;
	bool nsswitch;
	const char *libc;
};

static const char *word(const struct fact *fact, const char *member)
{
	return fact_text(fact, member, "");
}

static bool is_wrong(const struct fact *fact)
{
	for (size_t i = 0; i < sizeof(assigned) / sizeof(assigned[0]); i++)
		if (!strcmp(word(fact, "entry"), assigned[i].entry))
			return fact->status == FACT_SEEN &&
			       fact_integer(fact, "number",
					    assigned[i].number) !=
				       assigned[i].number;
	return false;
}

/* Are two facts about the same entry of the same database? */
static bool is_same_entry(const struct fact *a, const struct fact *b)
{
	return !strcmp(word(a, "database"), word(b, "database")) &&
	       !strcmp(word(a, "entry"), word(b, "entry")) &&
	       !strcmp(word(a, "root"), word(b, "root"));
}

/* What libc says about an entry of a file; NULL if it was not asked. */
static const struct fact *libc_of(const struct facts *facts,
				  const struct fact *file)
{
	facts_each(facts, FACT_DATABASE, f)
		if (fact_string_is(f, "through", "libc") &&
		    is_same_entry(f, file))
			return f;
	return NULL;
}

/* Does another file, which nsswitch.conf names, have the entry? */
static bool is_elsewhere(const struct facts *facts, const struct fact *file)
{
	facts_each(facts, FACT_DATABASE, f)
		if (f != file && fact_string_is(f, "through", "file") &&
		    is_same_entry(f, file) && f->status == FACT_SEEN)
			return true;
	return false;
}

static bool is_missing(const struct fact *f)
{
	return f->status == FACT_ABSENT && f->code.space;
}

static bool is_good(const struct facts *facts, const struct fact *f)
{
	const struct fact *libc = libc_of(facts, f);

	if (is_wrong(f))
		return false;
	if (is_elsewhere(facts, f))
		return true;
	/* nsswitch.conf may name no file at all, as long as that works. */
	if (!fact_string(f, "file") && libc && libc->status == FACT_SEEN)
		return true;
	return f->status == FACT_SEEN &&
	       (!libc || (libc->status == FACT_SEEN && !is_wrong(libc)));
}

static const char *join(struct arena *arena, const struct strings *list,
			  const char *last)
{
	const char *out = NULL;

	for (size_t i = 0; i < list->count; i++)
		out = !out ? list->items[i] :
			     arena_printf(arena, "%s%s%s", out,
					  i + 1 == list->count ? last : ", ",
					  list->items[i]);
	return out;
}

/* What is wrong with the entry in its file. */
static const char *reason_of(const struct damage *d, const struct fact *f)
{
	struct arena *arena = d->arena;
	const char *detail = fact_string(f, "detail");

	if (is_missing(f))
		return "no such file";
	if (f->code.space)
		return detail ? detail : evidence_code(arena, &f->code);
	if (f->status == FACT_SEEN && is_wrong(f))
		return arena_printf(arena, "%s has the number %" PRId64,
				    word(f, "entry"),
				    fact_integer(f, "number", 0));
	if (f->status == FACT_SEEN)
		return arena_printf(arena, "it has %s, and %s does not find it",
				    word(f, "entry"), d->libc);
	if (!fact_string(f, "file"))
		return detail ? detail : "it leads to no file";
	return arena_printf(arena, "no line for %s%s%s", word(f, "entry"),
			    detail ? "; " : "", detail ? detail : "");
}

/* What libc says about an entry, for a reader. */
static const char *libc_text(const struct damage *d, const struct fact *libc,
			const char *entry)
{
	if (libc->status == FACT_SEEN)
		return arena_printf(d->arena, "finds %s, number %" PRId64,
				    entry, fact_integer(libc, "number", 0));
	return arena_printf(d->arena, "does not find %s%s%s", entry,
			    libc->code.space ? ": " : "",
			    libc->code.space ?
				    evidence_code(d->arena, &libc->code) : "");
}

static void add_damage(struct damage *d, const struct facts *facts,
		       const struct fact *f, struct evidence_list *evidence)
{
	const struct fact *libc = libc_of(facts, f);
	const char *file = fact_string(f, "file");
	const char *entry = word(f, "entry");
	const char *why = reason_of(d, f);

	if (!d->first) {
		d->first = f;
		d->why = why;
	}
	if (!file || (f->status == FACT_SEEN && !is_wrong(f)))
		d->nsswitch = true;
	if (!file)
		file = "/etc/nsswitch.conf";
	strings_add_once(&d->files, d->arena, file);
	strings_add_once(&d->entries, d->arena, entry);
	d->broken = d->broken || fact_string(f, "root") ||
		    (libc && (libc->status != FACT_SEEN || is_wrong(libc)));
	evidence_add(evidence, f, "file",
		     arena_printf(d->arena, "%s: %s", file, why));
	if (libc)
		evidence_add(evidence, libc, d->libc,
			     libc_text(d, libc, entry));
}

/* A path that can be part of a command as it is; else NULL. */
static const char *plain(const char *path)
{
	for (const char *c = path; c && *c; c++)
		if (!text_is_alnum(*c) && !strchr("/-._", *c))
			return NULL;
	return path && *path == '/' ? path : NULL;
}

/* DataBasePath in the registry names another folder than Windows' own. */
static bool is_moved(const struct damage *d)
{
	for (size_t i = 0; i < d->files.count; i++)
		if (!text_matches("*\\system32\\drivers\\etc\\*",
				  d->files.items[i], NULL, NULL))
			return true;
	return false;
}

static void database_terms(struct terms *terms, const struct damage *d)
{
	const char *package = fact_string(d->first, "package");
	const char *root = fact_string(d->first, "root");
	bool alpine = package && text_starts(package, "alpine-baselayout");

	terms_set(terms, "files", join(d->arena, &d->files, " and "));
	terms_set(terms, "entries", join(d->arena, &d->entries, " and "));
	terms_set(terms, "package", package);
	terms_set(terms, "root", root);
	terms_set(terms, "plain-root", plain(root));
	if (d->files.count == 1)
		terms_set(terms, "plain-file", plain(d->files.items[0]));
	terms_set(terms, "why", d->why);
	terms_flag(terms, package ? "package" : NULL);
	terms_flag(terms, alpine ? "alpine" : package);
	terms_flag(terms, d->nsswitch ? "nsswitch" : NULL);
	terms_flag(terms, root ? "chroot" : "system");
	terms_flag(terms, d->files.count > 1 ? "several" : "one");
	terms_flag(terms, d->broken ? "broken" : NULL);
	if (!root && strings_has(&terms->flags, "windows") && is_moved(d))
		terms_flag(terms, "moved");
}

/*
 * Of a chroot the known servers look up services alone: the queue directory
 * of Postfix has no protocols file on any system.
 */
static bool is_usual(const struct facts *facts, const struct fact *f)
{
	if (!fact_string(f, "root") || !is_missing(f) ||
	    !fact_string_is(f, "database", "protocols"))
		return false;
	facts_each(facts, FACT_DATABASE, other)
		if (fact_string_is(other, "database", "services") &&
		    !strcmp(word(other, "root"), word(f, "root")) &&
		    fact_string_is(other, "through", "file") &&
		    !is_good(facts, other))
			return false;
	return true;
}

/* Fill a draft with the files that are missing, or with those that are not. */
static bool find_damage(const struct scene *scene, bool missing,
			struct draft *draft)
{
	struct damage d = {
		.arena = scene->arena,
		.libc = host_is_windows(scene->host) ? "Winsock" : "libc",
	};

	facts_each(scene->facts, FACT_DATABASE, f)
		if (fact_string_is(f, "through", "file") &&
		    is_missing(f) == missing && !is_good(scene->facts, f) &&
		    !is_usual(scene->facts, f))
			add_damage(&d, scene->facts, f, &draft->evidence);
	if (!d.first)
		return false;
	database_terms(&draft->terms, &d);
	draft->name = d.files.items[0];
	draft->confidence = d.broken ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE;
	return true;
}

static bool has_missing(const struct scene *scene, struct draft *draft)
{
	return find_damage(scene, true, draft);
}

static bool has_damaged(const struct scene *scene, struct draft *draft)
{
	return find_damage(scene, false, draft);
}

/* Each row that fits makes a finding. */
static const struct {
	const char *id;
	bool (*fits)(const struct scene *scene, struct draft *draft);
} rules[] = {
	{"database-missing", has_missing},
	{"database-damaged", has_damaged},
};

static void note_usual(const struct scene *scene, struct strings *notes)
{
	facts_each(scene->facts, FACT_DATABASE, f)
		if (fact_string_is(f, "through", "file") &&
		    !is_good(scene->facts, f) && is_usual(scene->facts, f))
			strings_add_once(
				notes, scene->arena,
				arena_printf(scene->arena,
					     "there is no %s: a server that "
					     "asks for a protocol by name "
					     "fails there; Postfix asks for "
					     "none", word(f, "file")));
}

void database_warn(const struct scene *scene, struct bind_verdict *verdict)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct draft draft = bind_draft(scene, "protocol-database");

		if (rules[i].fits(scene, &draft))
			finding_add(&verdict->conclusion.findings,
				    rules[i].id, &draft);
	}
	note_usual(scene, &verdict->conclusion.notes);
}
