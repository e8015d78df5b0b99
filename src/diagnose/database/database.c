/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whether a server can look up "smtp" and "tcp" by name.  A file that is
 * missing or damaged does no harm while libc finds the entry elsewhere, or
 * while the server asks for none; so a finding is a warning, and no more than
 * possible where libc finds what the file lacks.
 */
#include "diagnose/database/database.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/finding/finding.h"

/* IANA's numbers. */
static const struct {
	const char *entry;
	int64_t number;
} assigned[] = {
	{"smtp/tcp", 25},
	{"tcp", 6},
	{"udp", 17},
};

/**
 * struct damage - What one finding is about
 * @files:	"/etc/services and /etc/protocols"
 * @entries:	"smtp/tcp, tcp"
 * @broken:	libc does not find one of them, or the server is chrooted
 * @nsswitch:	The file may be good, and libc does not ask it
 * @libc:	Who is asked on that system: "libc" or "Winsock"
 */
struct damage {
	struct arena *arena;
	struct evidence_list *evidence;
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
	const char *s = fact_string(fact, member);

	return s ? s : "";
}

static bool is_through(const struct fact *fact, const char *through)
{
	return !strcmp(word(fact, "through"), through);
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

/* Is a fact about the same entry of the same database? */
static bool same_entry(const struct fact *a, const struct fact *b)
{
	return !strcmp(word(a, "database"), word(b, "database")) &&
	       !strcmp(word(a, "entry"), word(b, "entry")) &&
	       !strcmp(word(a, "root"), word(b, "root"));
}

/* What libc says of the entry; NULL where it was not asked. */
static const struct fact *libc_of(const struct facts *facts,
				  const struct fact *file)
{
	facts_each(facts, FACT_DATABASE, f)
		if (is_through(f, "libc") && same_entry(f, file))
			return f;
	return NULL;
}

/* Has another file that nsswitch.conf leads to the entry? */
static bool is_elsewhere(const struct facts *facts, const struct fact *file)
{
	facts_each(facts, FACT_DATABASE, f)
		if (f != file && is_through(f, "file") &&
		    same_entry(f, file) && f->status == FACT_SEEN)
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
	/* No file at all in nsswitch.conf is a choice, while it works. */
	if (!fact_string(f, "file") && libc && libc->status == FACT_SEEN)
		return true;
	return f->status == FACT_SEEN &&
	       (!libc || (libc->status == FACT_SEEN && !is_wrong(libc)));
}

static const char *joined(struct arena *arena, const struct strings *list,
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
static const char *reason(const struct damage *d, const struct fact *f)
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

/* What libc says of an entry. */
static const char *said(const struct damage *d, const struct fact *libc,
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

static void take(struct damage *d, const struct facts *facts,
		 const struct fact *f)
{
	const struct fact *libc = libc_of(facts, f);
	const char *file = fact_string(f, "file");
	const char *entry = word(f, "entry");
	const char *why = reason(d, f);

	if (!d->first) {
		d->first = f;
		d->why = why;
	}
	if (!file || (f->status == FACT_SEEN && !is_wrong(f)))
		d->nsswitch = true;
	if (!file)
		file = "/etc/nsswitch.conf";
	if (!strings_has(&d->files, file))
		strings_add(&d->files, d->arena, file);
	if (!strings_has(&d->entries, entry))
		strings_add(&d->entries, d->arena, entry);
	d->broken = d->broken || fact_string(f, "root") ||
		    (libc && (libc->status != FACT_SEEN || is_wrong(libc)));
	evidence_add(d->evidence, f, "file",
		     arena_printf(d->arena, "%s: %s", file, why));
	if (libc)
		evidence_add(d->evidence, libc, d->libc, said(d, libc, entry));
}

/* Can a path be typed as it is? */
static const char *plain(const char *path)
{
	for (const char *c = path; c && *c; c++)
		if (!(*c >= '0' && *c <= '9') && !(*c >= 'a' && *c <= 'z') &&
		    !(*c >= 'A' && *c <= 'Z') && !strchr("/-._", *c))
			return NULL;
	return path && *path == '/' ? path : NULL;
}

/* DataBasePath in the registry leads elsewhere than Windows' own does. */
static bool is_moved(const struct damage *d)
{
	for (size_t i = 0; i < d->files.count; i++)
		if (!text_matches("*\\system32\\drivers\\etc\\*",
				  d->files.items[i], NULL, NULL))
			return true;
	return false;
}

static void database_terms(struct terms *terms, struct scene *scene,
			   const struct damage *d)
{
	const char *package = fact_string(d->first, "package");
	const char *root = fact_string(d->first, "root");
	const char *base = package && text_starts(package, "alpine-baselayout") ?
				   "alpine" : package;

	finding_terms(terms, scene);
	terms_set(terms, "files", joined(d->arena, &d->files, " and "));
	terms_set(terms, "entries", joined(d->arena, &d->entries, " and "));
	terms_set(terms, "package", package);
	terms_set(terms, "root", root);
	terms_set(terms, "plain-root", plain(root));
	if (d->files.count == 1)
		terms_set(terms, "plain-file", plain(d->files.items[0]));
	if (package)
		terms_flag(terms, "package");
	if (d->nsswitch)
		terms_flag(terms, "nsswitch");
	terms_set(terms, "why", d->why);
	terms_flag(terms, root ? "chroot" : "system");
	terms_flag(terms, d->files.count > 1 ? "several" : "one");
	terms_flag(terms, base);
	if (d->broken)
		terms_flag(terms, "broken");
	if (!root && strings_has(&terms->flags, "windows") && is_moved(d))
		terms_flag(terms, "moved");
}

static void add(struct scene *scene, struct verdict *verdict,
		const struct damage *d, const char *id)
{
	struct terms terms;

	if (!d->first)
		return;
	database_terms(&terms, scene, d);
	finding_add(verdict, &terms, id,
		    d->broken ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE,
		    culprit_none(scene->arena, "protocol-database",
				 d->files.items[0]),
		    d->evidence);
}

/*
 * Of a chroot only the services are asked for by the servers that we know:
 * Postfix's queue directory has no protocols file on any system.
 */
static bool is_usual(const struct facts *facts, const struct fact *f)
{
	if (!fact_string(f, "root") || !is_missing(f) ||
	    strcmp(word(f, "database"), "protocols"))
		return false;
	facts_each(facts, FACT_DATABASE, other)
		if (!strcmp(word(other, "database"), "services") &&
		    !strcmp(word(other, "root"), word(f, "root")) &&
		    is_through(other, "file") && !is_good(facts, other))
			return false;
	return true;
}

static void note_usual(struct scene *scene, struct verdict *verdict,
		       const struct fact *f)
{
	const char *note = arena_printf(
		scene->arena, "there is no %s: a server that asks for a "
			      "protocol by name fails there; Postfix asks "
			      "for none", word(f, "file"));

	if (note && !strings_has(&verdict->notes, note))
		strings_add(&verdict->notes, scene->arena, note);
}

void database_warn(struct scene *scene, struct verdict *verdict)
{
	struct evidence_list missing_lines = {.arena = scene->arena};
	struct evidence_list damaged_lines = {.arena = scene->arena};
	const char *os = scene->host ? fact_string(scene->host, "os") : NULL;
	const char *libc = os && !strcmp(os, "Windows") ? "Winsock" : "libc";
	struct damage missing = {.arena = scene->arena, .libc = libc,
				 .evidence = &missing_lines};
	struct damage damaged = {.arena = scene->arena, .libc = libc,
				 .evidence = &damaged_lines};

	facts_each(scene->facts, FACT_DATABASE, f) {
		if (!is_through(f, "file") || is_good(scene->facts, f))
			continue;
		if (is_usual(scene->facts, f))
			note_usual(scene, verdict, f);
		else
			take(is_missing(f) ? &missing : &damaged,
			     scene->facts, f);
	}
	add(scene, verdict, &missing, "database-missing");
	add(scene, verdict, &damaged, "database-damaged");
}
