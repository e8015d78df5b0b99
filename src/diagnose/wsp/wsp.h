/* SPDX-License-Identifier: BSD-2-Clause */
/* What the Winsock Proxy client's files will do to a bind. */
#ifndef DIAGNOSE_WSP_WSP_H
#define DIAGNOSE_WSP_WSP_H

#include "diagnose/bind/scene.h"
#include "verdict/verdict.h"

/**
 * wsp_warn() - Findings and notes from the client's files
 * @scene:	The target and its facts; the client knows IPv4 only, so an
 *		IPv6 target gets none
 * @verdict:	Added to; none of these findings stops the bind
 */
void wsp_warn(struct scene *scene, struct verdict *verdict);

/**
 * wsp_unseen() - Files of the client that could not be read
 * @arena:	For the lines
 * @facts:	The facts
 * @lines:	Appended to
 *
 * Return: whether there are any
 */
bool wsp_unseen(struct arena *arena, const struct facts *facts,
		struct strings *lines);

#endif
