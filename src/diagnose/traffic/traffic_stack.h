/* SPDX-License-Identifier: BSD-2-Clause */
/* What SYN-ACKs show of the machines that answer at one address. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_STACK_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_STACK_H

#include "diagnose/traffic/traffic_scene.h"

/** struct traffic_pair - Two FACT_TRAFFIC_STACKs of one address that differ */
struct traffic_pair {
	const struct fact *own;		/* of the server */
	const struct fact *other;
};

/**
 * traffic_distance() - Do two machines at different distances answer?
 * @scene:	The server
 * @same_port:	Compare the server's SYN-ACKs with each other; otherwise with
 *		those of other ports of its address
 * @pair:	Written if they do
 *
 * The distance is the number of hops below the next usual initial TTL, so that
 * it does not depend on the stack.  It counts as different if it differs by
 * more hops than two paths through one network.
 *
 * Return: the difference in words, or NULL
 */
const char *traffic_distance(const struct traffic_scene *scene,
			     bool same_port, struct traffic_pair *pair);

/**
 * traffic_system() - Do two TCP/IP stacks answer?
 *
 * They do if the order of options or the initial TTL differs.  MSS and window
 * differ with path and load, and are not compared.  See traffic_distance().
 */
const char *traffic_system(const struct traffic_scene *scene, bool same_port,
			   struct traffic_pair *pair);

/** traffic_ttl() - A TTL, 1 to 255; 0 if it is not known */
int64_t traffic_ttl(const struct fact *fact, const char *member);

/** traffic_is_far() - Do two numbers of hops differ by more than two paths
 * through one network? */
bool traffic_is_far(int64_t hops, int64_t other_hops);

#endif
