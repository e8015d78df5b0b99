/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Whose packets they are.
 *
 * Signs that count for somebody who answers in a server's place:
 *	the distance	SYN-ACKs that come over numbers of hops that differ by
 *			more than another way through the network makes
 *	the system	options in another order, or another initial TTL:
 *			another TCP/IP stack
 *	the software	greetings of different servers (one endpoint only)
 * The distance must be one of them: system and software both change with the
 * machine, and a load balancer has several, of any kind, at one distance.
 * Distance is reckoned from the next usual initial TTL, so that it does not
 * depend on the stack.  One of them alone is ordinary: several ways through
 * a network, several machines behind a load balancer, a router that sends
 * each port to another machine.  MSS and window differ with the path and
 * with load, and count for nothing.
 *
 * Signs that count for forged resets are those of one RST: its TTL, its IP
 * id, its sequence number, and that its sender went on sending (Weaver,
 * Sommer, Paxson, Detecting Forged TCP Reset Packets).  Each is another field
 * or another packet.  A RST that answers a SYN is a refusal, whoever sends it.
 */
#include "diagnose/traffic/traffic_rules.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/traffic/traffic_software.h"

#define HOPS_USUAL 2	/* by which ways through one network differ */

static int64_t initial_ttl(int64_t ttl)
{
	return ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
}

/* 1 to 255; 0 where it is not known. */
static int64_t ttl_of(const struct fact *fact, const char *member)
{
	int64_t ttl = fact_integer(fact, member, 0);

	return ttl > 0 && ttl <= 255 ? ttl : 0;
}

static int64_t hops_of(const struct fact *stack)
{
	int64_t ttl = ttl_of(stack, "ttl");

	return initial_ttl(ttl) - ttl;
}

static bool has_ttl(const struct fact *stack)
{
	return ttl_of(stack, "ttl") > 0;
}

static bool other_distance(const struct fact *a, const struct fact *b)
{
	return has_ttl(a) && has_ttl(b) &&
	       llabs(hops_of(a) - hops_of(b)) > HOPS_USUAL;
}

/* Where an option stands; -1 where it does not. */
static int option_place(const char *options, const char *option)
{
	size_t wanted = strlen(option);
	int place = 0;

	while (*options) {
		size_t length = strcspn(options, ",");

		if (length == wanted && !strncmp(options, option, length))
			return place;
		options += length;
		options += *options == ',';
		place++;
	}
	return -1;
}

/*
 * What is answered depends on what was asked, so that one list may lack what
 * another has; but no stack changes the order.
 */
static bool other_order(const struct fact *a, const struct fact *b)
{
	static const char *const kinds[] = {"mss", "sok", "ts", "ws"};
	const char *of_a = fact_string(a, "options");
	const char *of_b = fact_string(b, "options");

	for (size_t i = 0; of_a && of_b && i < 4; i++)
		for (size_t j = i + 1; j < 4; j++) {
			int ai = option_place(of_a, kinds[i]);
			int aj = option_place(of_a, kinds[j]);
			int bi = option_place(of_b, kinds[i]);
			int bj = option_place(of_b, kinds[j]);

			if (ai >= 0 && aj >= 0 && bi >= 0 && bj >= 0 &&
			    (ai < aj) != (bi < bj))
				return true;
		}
	return false;
}

static bool other_system(const struct fact *a, const struct fact *b)
{
	return other_order(a, b) ||
	       (has_ttl(a) && has_ttl(b) &&
		initial_ttl(fact_integer(a, "ttl", 0)) !=
			initial_ttl(fact_integer(b, "ttl", 0)));
}

static const char *seen_at(const struct traffic_scene *s,
			   const struct fact *stack)
{
	uint16_t port = 0;

	fact_endpoint(stack, NULL, &port, NULL);
	return port == s->port ? "" : arena_printf(s->arena, " on port %u",
						   port);
}

typedef bool differ(const struct fact *a, const struct fact *b);

/*
 * A pair of SYN-ACKs of the address, one of them the server's own, that
 * differ.  @own: both are the server's.
 */
static bool find_pair(const struct traffic_scene *s, bool own, differ *differs,
		      const struct fact **mine, const struct fact **other)
{
	for (size_t i = 0; i < s->stacks.count && i < 16; i++)
		for (size_t j = 0; j < s->all.count; j++) {
			const struct traffic_row *r = &s->all.rows[j];

			if (r->fact->kind != FACT_TRAFFIC_STACK ||
			    (r->port == s->port) != own ||
			    !differs(s->stacks.rows[i].fact, r->fact))
				continue;
			*mine = s->stacks.rows[i].fact;
			*other = r->fact;
			return true;
		}
	return false;
}

static const char *distance_words(const struct traffic_scene *s,
				  const struct fact *mine,
				  const struct fact *other)
{
	return arena_printf(s->arena, "TTL %" PRId64 ", and %" PRId64 "%s",
			    fact_integer(mine, "ttl", 0),
			    fact_integer(other, "ttl", 0), seen_at(s, other));
}

const char *traffic_distance(const struct traffic_scene *scene, bool own,
			     const struct fact **fact)
{
	const struct fact *mine, *other;

	if (!find_pair(scene, own, other_distance, &mine, &other))
		return NULL;
	*fact = other;
	return distance_words(scene, mine, other);
}

/* Return: whether the distance is a sign. */
static bool sign_pair(struct traffic_scene *s, struct traffic_signs *signs,
		      bool own)
{
	const struct fact *mine, *other;
	const char *of_mine, *of_other;
	bool distance = find_pair(s, own, other_distance, &mine, &other);

	if (distance) {
		evidence_add(signs->evidence, mine, NULL, NULL);
		traffic_sign(signs, other, "distance",
			     distance_words(s, mine, other));
	}
	if (find_pair(s, own, other_system, &mine, &other)) {
		of_mine = fact_string(mine, "options");
		of_other = fact_string(other, "options");
		evidence_add(signs->evidence, mine, NULL, NULL);
		traffic_sign(signs, other, "system",
			     other_order(mine, other) ?
				     arena_printf(s->arena,
						  "options %s, and %s%s",
						  of_mine, of_other,
						  seen_at(s, other)) :
				     arena_printf(s->arena,
						  "initial TTL %" PRId64
						  ", and %" PRId64 "%s",
						  initial_ttl(fact_integer(
							  mine, "ttl", 0)),
						  initial_ttl(fact_integer(
							  other, "ttl", 0)),
						  seen_at(s, other)));
	}
	return distance;
}

/* Greetings of two different servers from one endpoint. */
static void sign_software(struct traffic_scene *s, struct traffic_signs *signs)
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
		} else if (!traffic_same_program(first, p)) {
			evidence_add(signs->evidence, from, NULL, NULL);
			traffic_sign(signs, f, "software",
				     arena_printf(s->arena, "%s, and %s",
						  data_get(first, "title"),
						  data_get(p, "title")));
			return;
		}
	}
}

static void judge_another(struct traffic_scene *s)
{
	struct traffic_signs own = traffic_signs_new(s);
	struct traffic_signs ports = traffic_signs_new(s);
	struct terms terms;
	bool distance;

	/* That it is a shield says who. */
	if (traffic_found(s, "mail-shield-in-path"))
		return;
	distance = sign_pair(s, &own, true);
	sign_software(s, &own);
	if (distance && own.count >= 2) {
		traffic_conclude(s, &own, "answered-by-another", "packet-path",
				 NULL, NULL);
		return;
	}
	distance = sign_pair(s, &ports, false);
	traffic_terms(&terms, s);
	terms_flag(&terms, "ports");
	if (distance && ports.count >= 2) {
		traffic_conclude(s, &ports, "answered-by-another",
				 "packet-path", NULL, &terms);
		return;
	}
	/* Other ports of an address are other machines' often enough. */
	if (own.count)
		traffic_note(s, arena_printf(
			s->arena, "%s: several machines behind one address, "
			"or several ways to it", own.first));
}

static bool other_ttl(const struct fact *reset)
{
	int64_t ttl = ttl_of(reset, "ttl");
	int64_t expected = ttl_of(reset, "ttl_expected");

	return ttl && expected && llabs(ttl - expected) > HOPS_USUAL;
}

/* Bits of a RST that do not depend on each other. */
static size_t odd_groups(const struct fact *reset, const char **words)
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
			   i < 8; i++)
		for (size_t j = 0; j < sizeof(table) / sizeof(table[0]); j++) {
			const char *odd = traffic_item(reset, "odd", i);

			if (!odd || strcmp(odd, table[j].odd) ||
			    (table[j].group == 1 && !other_ttl(reset)))
				continue;
			count += !(groups & table[j].group);
			groups |= table[j].group;
		}
	*words = groups & 1 ? "its TTL" : groups & 2 ? "its IP id" :
		 groups & 4 ? "its sequence number" :
			      "data after it";
	return count;
}

static void sign_reset(struct traffic_scene *s, struct traffic_signs *signs,
		       const struct fact *f)
{
	bool sequence = false;

	for (size_t i = 0; i < json_array_size(fact_array(f, "odd")) && i < 8;
	     i++) {
		const char *odd = traffic_item(f, "odd", i);

		if (!odd)
			continue;
		if (!strcmp(odd, "ttl") && other_ttl(f))
			traffic_sign(signs, f, "TTL",
				     arena_printf(s->arena,
						  "%" PRId64 "; its "
						  "connection has %" PRId64,
						  ttl_of(f, "ttl"),
						  ttl_of(f, "ttl_expected")));
		else if (!strcmp(odd, "id"))
			traffic_sign(signs, f, "IP id",
				     "far from its sender's others");
		else if (!strcmp(odd, "data-after"))
			traffic_sign(signs, f, "after it",
				     "its sender went on sending");
		else if ((!strcmp(odd, "sequence") ||
			  !strcmp(odd, "several")) && !sequence) {
			sequence = true;
			traffic_sign(signs, f, "sequence",
				     !strcmp(odd, "several") ?
					     "several, with growing numbers" :
					     "a number that does not fit");
		}
	}
}

static void judge_resets(struct traffic_scene *s)
{
	for (size_t i = 0; i < s->resets.count; i++) {
		const struct fact *f = s->resets.rows[i].fact;
		const char *phase = fact_string(f, "phase");
		const char *from = fact_string(f, "from");
		const char *words;
		struct traffic_signs signs = traffic_signs_new(s);
		struct terms terms;

		if (phase && !strcmp(phase, "syn"))
			continue;
		if (odd_groups(f, &words) < 2) {
			if (odd_groups(f, &words))
				traffic_note(s, arena_printf(
					s->arena, "a RST in the name of the "
					"%s is odd (%s); one odd thing is "
					"ordinary", from ? from : "server",
					words));
			continue;
		}
		sign_reset(s, &signs, f);
		evidence_add(signs.evidence, f, "count",
			     traffic_times(s->arena,
					   fact_integer(f, "count", 1)));
		traffic_terms(&terms, s);
		terms_set(&terms, "from", from);
		terms_set(&terms, "client", fact_string(f, "client"));
		traffic_conclude(s, &signs, "reset-forged", "packet-path",
				 NULL, &terms);
		return;
	}
}

void traffic_stack_rules(struct traffic_scene *scene)
{
	judge_another(scene);
	judge_resets(scene);
}
