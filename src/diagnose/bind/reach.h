/* SPDX-License-Identifier: BSD-2-Clause */
/* Can a client reach an address that can be bound? */
#ifndef DIAGNOSE_BIND_REACH_H
#define DIAGNOSE_BIND_REACH_H

#include "diagnose/bind/scene.h"
#include "diagnose/finding/finding.h"

/**
 * reach_is_cut() - Is the bind of no use, because no client gets there?
 * @scene:	A target that is free
 * @draft:	Gets a flag that says why, terms and evidence if so
 */
bool reach_is_cut(const struct scene *scene, struct draft *draft);

/**
 * reach_ipv6_off() - The setting that switches IPv6 off where an address is
 *	or would be
 * @scene:	A target of IPv6
 *
 * Return: "net.ipv6.conf.all.disable_ipv6", or that of the interface; NULL if
 * an interface that the address could be on has IPv6, or none is known
 */
const char *reach_ipv6_off(const struct scene *scene);

/** reach_has_ipv6() - Has the kernel IPv6, whatever this process may use? */
bool reach_has_ipv6(const struct scene *scene);

#endif
