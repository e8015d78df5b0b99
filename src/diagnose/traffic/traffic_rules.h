/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules for one server that was seen on the wire. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_RULES_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_RULES_H

#include "diagnose/traffic/traffic_scene.h"

/** traffic_dialogue_rules() - Who speaks, and who changes what is said */
void traffic_dialogue_rules(struct traffic_scene *scene);

/** traffic_starttls_rules() - STARTTLS that is offered here and not there */
void traffic_starttls_rules(struct traffic_scene *scene);

/** traffic_stack_rules() - Whose packets they are */
void traffic_stack_rules(struct traffic_scene *scene);

/** traffic_service_rules() - Whether it serves, how fast, and in the clear */
void traffic_service_rules(struct traffic_scene *scene);

/**
 * traffic_distance() - Does somebody at another distance answer?
 * @scene:	The server
 * @own:	On the server's port; else on another port of its address
 * @fact:	The FACT_TRAFFIC_STACK that differs
 *
 * Two distances differ where they do by more hops than another way through
 * the same network makes.
 *
 * Return: what differs, for a reader, or NULL
 */
const char *traffic_distance(const struct traffic_scene *scene, bool own,
			     const struct fact **fact);

#endif
