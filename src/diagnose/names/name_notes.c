/* SPDX-License-Identifier: BSD-2-Clause */
/* Notes about a name: unusual, but possibly intended. */
#include "diagnose/names/name_rules.h"

static const char *note_this_machine(const struct name_scene *s)
{
	char text[ADDRESS_TEXT];
	bool loopback;

	/* Otherwise it is a finding. */
	if (s->proxy || !name_own_address(s, text, &loopback) || loopback)
		return NULL;
	return arena_printf(s->arena, "%s is an address of this machine itself",
			    text);
}

static const char *note_only_in_one(const struct name_scene *s)
{
	if (s->agreement != NAME_ONLY_IN_ONE || !name_resolves(s) ||
	    !s->winner || name_is_localhost(s->name))
		return NULL;
	return arena_printf(s->arena,
			    "only %s has it, and DNS denies it: other machines "
			    "do not know it, and nobody keeps the address "
			    "right but you",
			    s->winner->title);
}

static bool is_same_network(const struct address *a, const struct address *b,
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

/* Without any known address of this machine, nothing is off its networks. */
static bool is_on_link(const struct facts *facts,
		       const struct address *address)
{
	bool any = false;

	if (address_is_loopback(address) || address_is_link_local(address))
		return true;
	facts_each(facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");
		struct address local;

		if (!text || address_parse(text, &local))
			continue;
		any = true;
		if (is_same_network(&local, address,
				    fact_integer(f, "prefix", -1)))
			return true;
	}
	return !any;
}

/* Many proxies are behind a router and should be. */
static const char *note_off_link(const struct name_scene *s)
{
	const struct name_source *system = s->sources.system;
	const char *list = NULL;
	char text[ADDRESS_TEXT];

	for (size_t i = 0; name_resolves(s) && i < system->address_count; i++) {
		if (is_on_link(s->facts, &system->addresses[i]))
			continue;
		address_format(&system->addresses[i], text);
		list = arena_printf(s->arena, "%s%s%s", list ? list : "",
				    list ? ", " : "", text);
	}
	if (!list)
		return NULL;
	return arena_printf(s->arena,
			    "%s: on no directly connected network, so it takes "
			    "a route%s (name-not-on-link)", list,
			    s->proxy ? ", and a NetBIOS broadcast does not "
				       "reach it" : "");
}

static const char *(*const rows[])(const struct name_scene *scene) = {
	note_this_machine,
	note_only_in_one,
	note_off_link,
};

void name_notes_add(const struct name_scene *scene, struct strings *notes)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		strings_add(notes, scene->arena, rows[i](scene));
}
