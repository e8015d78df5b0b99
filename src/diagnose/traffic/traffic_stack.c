/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/traffic/traffic_stack.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define HOPS_USUAL 2	/* between two paths through one network */
#define STACKS_MAX 16	/* of a server that are compared */

static int64_t initial_ttl(int64_t ttl)
{
	return ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
}

int64_t traffic_ttl(const struct fact *fact, const char *member)
{
	int64_t ttl = fact_integer(fact, member, 0);

	return ttl > 0 && ttl <= 255 ? ttl : 0;
}

static int64_t hops_of(const struct fact *stack)
{
	int64_t ttl = traffic_ttl(stack, "ttl");

	return initial_ttl(ttl) - ttl;
}

static bool has_ttl(const struct fact *stack)
{
	return traffic_ttl(stack, "ttl") > 0;
}

bool traffic_is_far(int64_t hops, int64_t other_hops)
{
	return llabs(hops - other_hops) > HOPS_USUAL;
}

static bool has_other_distance(const struct fact *a, const struct fact *b)
{
	return has_ttl(a) && has_ttl(b) &&
	       traffic_is_far(hops_of(a), hops_of(b));
}

/* The place of an option in a list, from 0; -1 if it is not there. */
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
 * The options of a SYN-ACK depend on those of the SYN, so one list can have
 * fewer than another.  But a stack never changes their order.
 */
static bool has_other_order(const struct fact *a, const struct fact *b)
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

static bool has_other_system(const struct fact *a, const struct fact *b)
{
	return has_other_order(a, b) ||
	       (has_ttl(a) && has_ttl(b) &&
		initial_ttl(traffic_ttl(a, "ttl")) !=
			initial_ttl(traffic_ttl(b, "ttl")));
}

/* " on port 80", for a SYN-ACK of another port. */
static const char *port_words(const struct traffic_scene *s,
			      const struct fact *stack)
{
	uint16_t port = 0;

	fact_endpoint(stack, NULL, &port, NULL);
	return port == s->port ? "" : arena_printf(s->arena, " on port %u",
						   port);
}

/* Find two SYN-ACKs of the address that differ, one of them the server's. */
static bool find_pair(const struct traffic_scene *s, bool same_port,
		      bool (*differ)(const struct fact *a,
				     const struct fact *b),
		      struct traffic_pair *pair)
{
	for (size_t i = 0; i < s->stacks.count && i < STACKS_MAX; i++)
		for (size_t j = 0; j < s->all.count; j++) {
			const struct fact *own = s->stacks.rows[i].fact;
			const struct traffic_row *r = &s->all.rows[j];

			if (r->fact->kind != FACT_TRAFFIC_STACK ||
			    (r->port == s->port) != same_port ||
			    !differ(own, r->fact))
				continue;
			*pair = (struct traffic_pair){own, r->fact};
			return true;
		}
	return false;
}

const char *traffic_distance(const struct traffic_scene *scene,
			     bool same_port, struct traffic_pair *pair)
{
	if (!find_pair(scene, same_port, has_other_distance, pair))
		return NULL;
	return arena_printf(scene->arena, "TTL %" PRId64 ", and %" PRId64 "%s",
			    traffic_ttl(pair->own, "ttl"),
			    traffic_ttl(pair->other, "ttl"),
			    port_words(scene, pair->other));
}

const char *traffic_system(const struct traffic_scene *scene, bool same_port,
			   struct traffic_pair *pair)
{
	const char *port;

	if (!find_pair(scene, same_port, has_other_system, pair))
		return NULL;
	port = port_words(scene, pair->other);
	if (has_other_order(pair->own, pair->other))
		return arena_printf(scene->arena, "options %s, and %s%s",
				    fact_string(pair->own, "options"),
				    fact_string(pair->other, "options"), port);
	return arena_printf(scene->arena,
			    "initial TTL %" PRId64 ", and %" PRId64 "%s",
			    initial_ttl(traffic_ttl(pair->own, "ttl")),
			    initial_ttl(traffic_ttl(pair->other, "ttl")),
			    port);
}
