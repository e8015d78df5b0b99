/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/diagnose.h"

#include "diagnose/bind/evidence.h"
#include "diagnose/bind/holder.h"
#include "diagnose/unseen.h"
#include "facts/try.h"

/* Does a socket overlap a target, or is there no target at all? */
static bool is_wanted(const struct facts *facts, const struct fact *socket)
{
	bool any = false;

	facts_each(facts, FACT_TARGET, target) {
		enum protocol protocol;
		struct address address;
		uint16_t port;

		any = true;
		if (!fact_endpoint(target, &address, &port, &protocol) &&
		    fact_has_port(socket, port, protocol) &&
		    overlap_of(socket, &address))
			return true;
	}
	return !any;
}

static void add_owner(struct diagnosis *d, const struct lookup *lookup,
		      const struct fact *socket)
{
	struct owner *owner = &d->owners[d->owner_count];
	struct evidence_list evidence = {.arena = d->arena};
	struct holder *h = arena_alloc(d->arena, sizeof(*h));

	if (!h)
		return;
	holder_find(h, d->arena, lookup, socket, NULL);
	bind_evidence_holder(&evidence, h);
	*owner = (struct owner){
		.socket = socket,
		.endpoint = evidence_endpoint(d->arena, socket),
		.culprit = &h->culprit,
		.evidence = evidence.items,
		.evidence_count = evidence.count,
	};
	d->owner_count++;
}

static enum exit_status exit_of(const struct diagnosis *d,
				const struct facts *facts)
{
	if (d->owner_count)
		return facts_next(facts, FACT_TARGET, NULL) ? EXIT_CANNOT :
							      EXIT_HAD;
	facts_each(facts, FACT_SOCKET_SEARCH, f)
		if (f->status == FACT_DENIED || f->status == FACT_FAILED)
			return EXIT_UNKNOWN;
	return EXIT_HAD;
}

struct diagnosis *diagnose_owners(const struct facts *facts)
{
	struct diagnosis *d = diagnosis_new();
	struct lookup lookup;

	if (!d)
		return NULL;
	lookup_build(&lookup, d->arena, facts);
	d->owners = arena_alloc(d->arena,
				(facts_count_of(facts, FACT_SOCKET) + 1) *
					sizeof(*d->owners));
	facts_each(facts, FACT_SOCKET, socket)
		if (d->owners && socket->status == FACT_SEEN &&
		    !fact_endpoint(socket, NULL, NULL, NULL) &&
		    is_wanted(facts, socket))
			add_owner(d, &lookup, socket);
	unseen_find(d, facts, false);
	d->exit = exit_of(d, facts);
	return diagnosis_finish(d);
}
