/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Do the packets come from the server?
 *
 * Signs of another machine that answers in a server's place:
 *	the distance	SYN-ACKs come over different numbers of hops, see
 *			traffic_distance()
 *	the system	another TCP/IP stack, see traffic_system()
 *	the software	greetings of different servers (one endpoint only)
 * The distance must be one of the signs: system and software both change with
 * the machine, and a load balancer has several machines, of any kind, at one
 * distance.  One sign alone is ordinary: several paths through a network,
 * several machines behind a load balancer, a router that forwards each port to
 * another machine.
 *
 * The signs of forged resets are those of one RST: its TTL, its IP id, its
 * sequence number, and data that its sender sends after it (Weaver, Sommer,
 * Paxson, Detecting Forged TCP Reset Packets).  Each is another field or
 * another packet.  A RST that answers a SYN refuses the connection, whoever
 * sends it.
 */
#include "diagnose/traffic/traffic_rules.h"

#include <inttypes.h>
#include <string.h>

#include "diagnose/traffic/traffic_software.h"
#include "diagnose/traffic/traffic_stack.h"

#define ODD_MAX 8	/* of one RST */

/* Greetings of two different servers from one endpoint. */
static void sign_software(struct traffic_scene *s, struct traffic_draft *draft)
{
	const struct data_record *first = NULL;
	const struct fact *from = NULL;

	for (size_t i = 0; i < s->greetings.count; i++) {
		const struct fact *f = s->greetings.rows[i].fact;
		const struct data_record *p = traffic_program(s->arena, f);

		if (!p)
			continue;
		if (!first) {
			first = p;
			from = f;
		} else if (!program_is_same(first, p)) {
			evidence_add(&draft->finding.evidence, from, NULL,
				     NULL);
			traffic_sign(draft, f, "software",
				     arena_printf(s->arena, "%s, and %s",
						  data_get(first, "title"),
						  data_get(p, "title")));
			return;
		}
	}
}

/* Return: whether the distance is a sign. */
static bool sign_pair(struct traffic_scene *s, struct traffic_draft *draft,
		      bool same_port)
{
	struct evidence_list *evidence = &draft->finding.evidence;
	struct traffic_pair pair;
	const char *distance = traffic_distance(s, same_port, &pair);
	const char *system;

	if (distance) {
		evidence_add(evidence, pair.own, NULL, NULL);
		traffic_sign(draft, pair.other, "distance", distance);
	}
	system = traffic_system(s, same_port, &pair);
	if (system) {
		evidence_add(evidence, pair.own, NULL, NULL);
		traffic_sign(draft, pair.other, "system", system);
	}
	return distance;
}

/* Has an earlier rule reported the other machine already? */
static bool is_found(const struct traffic_scene *s)
{
	return traffic_found(s, "mail-shield-in-path") ||
	       traffic_found(s, "answered-by-another");
}

static bool is_another(struct traffic_scene *s, struct traffic_draft *draft)
{
	bool distance;

	if (is_found(s))
		return false;
	distance = sign_pair(s, draft, true);
	sign_software(s, draft);
	return distance && draft->signs >= 2;
}

static bool is_another_than_on_other_ports(struct traffic_scene *s,
					   struct traffic_draft *draft)
{
	terms_flag(&draft->finding.terms, "ports");
	return !is_found(s) && sign_pair(s, draft, false) &&
	       draft->signs >= 2;
}

/* Other ports do not count here: they often are on other machines. */
static bool note_several(struct traffic_scene *s, struct traffic_draft *draft)
{
	if (is_found(s))
		return false;
	sign_pair(s, draft, true);
	sign_software(s, draft);
	if (draft->signs)
		traffic_note(s, arena_printf(
			s->arena, "%s: several machines behind one address, "
			"or several ways to it", draft->first));
	return false;
}

static bool has_other_ttl(const struct fact *reset)
{
	int64_t ttl = traffic_ttl(reset, "ttl");
	int64_t expected = traffic_ttl(reset, "ttl_expected");

	return ttl && expected && traffic_is_far(ttl, expected);
}

/* How many odd things of a RST do not depend on each other; @words: one. */
static size_t count_odd(const struct fact *reset, const char **words)
{
	static const struct {
		const char *odd;
		unsigned int group;
	} table[] = {
		{"ttl", 1}, {"id", 2}, {"sequence", 4}, {"several", 4},
		{"data-after", 8},
	};
	unsigned int groups = 0;
	size_t count = 0;

	for (size_t i = 0; i < json_array_size(fact_array(reset, "odd")) &&
			   i < ODD_MAX; i++)
		for (size_t j = 0; j < sizeof(table) / sizeof(table[0]); j++) {
			const char *odd = fact_item(reset, "odd", i);

			if (!odd || strcmp(odd, table[j].odd) ||
			    (table[j].group == 1 && !has_other_ttl(reset)))
				continue;
			count += !(groups & table[j].group);
			groups |= table[j].group;
		}
	*words = groups & 1 ? "its TTL" : groups & 2 ? "its IP id" :
		 groups & 4 ? "its sequence number" :
			      "data after it";
	return count;
}

static void sign_reset(struct traffic_scene *s, struct traffic_draft *draft,
		       const struct fact *f)
{
	bool sequence = false;

	for (size_t i = 0; i < json_array_size(fact_array(f, "odd")) &&
			   i < ODD_MAX; i++) {
		const char *odd = fact_item(f, "odd", i);

		if (!odd)
			continue;
		if (!strcmp(odd, "ttl") && has_other_ttl(f))
			traffic_sign(draft, f, "TTL",
				     arena_printf(s->arena,
						  "%" PRId64 "; its "
						  "connection has %" PRId64,
						  traffic_ttl(f, "ttl"),
						  traffic_ttl(
							  f, "ttl_expected")));
		else if (!strcmp(odd, "id"))
			traffic_sign(draft, f, "IP id",
				     "far from its sender's others");
		else if (!strcmp(odd, "data-after"))
			traffic_sign(draft, f, "after it",
				     "its sender went on sending");
		else if ((!strcmp(odd, "sequence") ||
			  !strcmp(odd, "several")) && !sequence) {
			sequence = true;
			traffic_sign(draft, f, "sequence",
				     !strcmp(odd, "several") ?
					     "several, with growing numbers" :
					     "a number that does not fit");
		}
	}
}

static bool is_reset_forged(struct traffic_scene *s,
			    struct traffic_draft *draft)
{
	for (size_t i = 0; i < s->resets.count; i++) {
		const struct fact *f = s->resets.rows[i].fact;
		const char *words;
		size_t odd = count_odd(f, &words);

		if (fact_string_is(f, "phase", "syn"))
			continue;
		if (odd < 2) {
			if (odd)
				traffic_note(s, arena_printf(
					s->arena, "a RST in the name of the "
					"%s is odd (%s); one odd thing is "
					"ordinary",
					fact_text(f, "from", "server"),
					words));
			continue;
		}
		sign_reset(s, draft, f);
		evidence_add(&draft->finding.evidence, f, "count",
			     traffic_times(s->arena,
					   fact_integer(f, "count", 1)));
		terms_set(&draft->finding.terms, "from",
			  fact_string(f, "from"));
		terms_set(&draft->finding.terms, "client",
			  fact_string(f, "client"));
		return true;
	}
	return false;
}

const struct traffic_rule traffic_path_rules[] = {
	{"answered-by-another", "packet-path", is_another},
	{"answered-by-another", "packet-path", is_another_than_on_other_ports},
	{NULL, NULL, note_several},
	{"reset-forged", "packet-path", is_reset_forged},
	{NULL, NULL, NULL},
};
