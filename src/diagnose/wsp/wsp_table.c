/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The effect of the address table on a bind.  The client leaves the addresses
 * in the table to the system: they are the internal network (Q253253).
 */
#include "diagnose/wsp/wsp_table.h"

#include "base/text.h"
#include "diagnose/wsp/wsp_ports.h"

static bool is_specific(const struct wsp *w)
{
	return !address_is_wildcard(&w->scene->address) &&
	       !address_is_loopback(&w->scene->address);
}

/* The range of the table that keeps a published port on this machine. */
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

bool wsp_is_in_table(const struct wsp *w, struct draft *d)
{
	const struct fact *range;

	if (!wsp_is_enabled(w) || !w->published)
		return false;
	range = range_in_the_way(w, d);
	wsp_cite(d, range);
	wsp_cite(d, w->ports);
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

/* Locallat.txt alone is an addition to a table that is not known. */
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

bool wsp_is_outside_table(const struct wsp *w, struct draft *d)
{
	const struct fact *range = first_range(w), *own;

	if (!wsp_is_enabled(w) || !range)
		return false;
	terms_set(&d->terms, "file", fact_string(range, "file"));
	if (is_specific(w)) {
		if (w->published || wsp_range_of(w, &w->scene->address))
			return false;
		d->confidence = table_confidence(w);
		wsp_cite(d, range);
		return true;
	}
	/* The table of another machine does not fit our addresses. */
	if (w->copied || !address_is_wildcard(&w->scene->address) ||
	    !(own = own_outside(w)))
		return false;
	terms_flag(&d->terms, "own");
	terms_set(&d->terms, "address", fact_string(own, "address"));
	evidence_add(&d->evidence, own, "address",
		     arena_printf(d->terms.arena, "%s on %s",
				  fact_string(own, "address"),
				  fact_text(own, "interface", "?")));
	wsp_cite(d, range);
	d->confidence = table_confidence(w);
	return true;
}
