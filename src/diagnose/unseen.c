/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/unseen.h"

#include <inttypes.h>

#include "diagnose/finding/evidence.h"
#include "diagnose/finding/host.h"

/* Each function gives the line for one fact, or NULL. */

static const char *unseen_holders(struct arena *arena, const struct fact *f,
				  bool root)
{
	const char *right = fact_string(f, "right");

	if (f->status == FACT_FAILED)
		return arena_printf(arena, "%s: %s%s", f->subject,
				    evidence_code(arena, &f->code),
				    fact_is(f, "ETIMEDOUT") ?
					    "; a longer --timeout may show "
					    "them" :
					    "");
	if (f->status != FACT_DENIED)
		return NULL;
	if (!right && fact_integer(f, "denied", 0) > 0)
		return arena_printf(arena, "what %" PRId64 " of %" PRId64
				    " processes hold: even root may not look "
				    "into them here",
				    fact_integer(f, "denied", 0),
				    fact_integer(f, "denied", 0) +
					    fact_integer(f, "looked_at", 0));
	if (!right)
		return "what some processes hold: even root may not look into "
		       "them here";
	if (fact_string_is(f, "right", "hidepid"))
		return "the processes of other users: /proc is mounted with "
		       "hidepid (run as root)";
	return arena_printf(arena,
			    "which processes of other users hold a socket: "
			    "that takes %s%s",
			    right, root ? "" : " (run as root)");
}

static const char *unseen_sockets(struct arena *arena, const struct fact *f,
				  bool explained)
{
	if (f->status == FACT_SEEN || f->status == FACT_ABSENT ||
	    (explained && f->status == FACT_UNSUPPORTED))
		return NULL;
	return arena_printf(arena, "%s: %s%s%s",
			    fact_text(f, "what", f->subject),
			    f->status == FACT_UNSUPPORTED ?
				    "this kernel does not list them" :
				    "not listed",
			    f->code.space ? ": " : "",
			    f->code.space ? evidence_code(arena, &f->code) :
					    "");
}

static const char *unseen_listen(struct arena *arena, const struct fact *f)
{
	if (!fact_string_is(f, "listened", "another-port"))
		return NULL;
	return arena_printf(arena, "listen on the port itself: %s",
			    fact_text(f, "detail",
				      "it was tried on another port"));
}

static const char *unseen_interposer(struct arena *arena,
				     const struct fact *f)
{
	if (f->status != FACT_UNSUPPORTED)
		return NULL;
	return arena_printf(arena,
			    "whether an interposer answers in place of the "
			    "kernel: %s",
			    fact_text(f, "detail",
				      "no system calls of our own on this "
				      "machine"));
}

static const char *unseen_process(struct arena *arena, const struct fact *f)
{
	const char *name = fact_string(f, "name");
	const char *who = arena_printf(arena, "what process %" PRId64
				       "%s%s%s is", fact_integer(f, "pid", 0),
				       name ? " (" : "", name ? name : "",
				       name ? ")" : "");

	if (f->status == FACT_FAILED)
		return arena_printf(arena, "%s: %s", who,
				    evidence_code(arena, &f->code));
	if (f->status != FACT_DENIED)
		return NULL;
	return arena_printf(arena, "%s: that takes %s", who,
			    fact_text(f, "right", "more rights"));
}

static const char *unseen_policy(struct arena *arena, const struct fact *f)
{
	if (!unseen_is_policy(f))
		return NULL;
	return arena_printf(arena, "whether the server's own unit forbids the "
			    "port: %s: %s",
			    fact_text(f, "where", f->subject),
			    evidence_code(arena, &f->code));
}

bool unseen_is_policy(const struct fact *fact)
{
	return fact->kind == FACT_POLICY &&
	       fact_string_is(fact, "mechanism", "unit-setting") &&
	       (fact->status == FACT_DENIED || fact->status == FACT_FAILED);
}

void unseen_find(struct diagnosis *diagnosis, const struct facts *facts,
		 bool explained)
{
	const struct fact *host = facts_next(facts, FACT_HOST, NULL);
	bool root = host_is_privileged(host);
	struct strings *lines = &diagnosis->unseen;
	struct arena *arena = diagnosis->arena;

	facts_each(facts, FACT_HOLDER_SEARCH, f)
		strings_add_once(lines, arena, unseen_holders(arena, f, root));
	facts_each(facts, FACT_SOCKET_SEARCH, f)
		strings_add_once(lines, arena,
				 unseen_sockets(arena, f, explained));
	facts_each(facts, FACT_TRY, f) {
		strings_add_once(lines, arena, unseen_listen(arena, f));
		strings_add_once(lines, arena, unseen_interposer(arena, f));
	}
	facts_each(facts, FACT_POLICY, f)
		strings_add_once(lines, arena, unseen_policy(arena, f));
	facts_each(facts, FACT_PROCESS, f)
		strings_add_once(lines, arena, unseen_process(arena, f));
}
