/* SPDX-License-Identifier: BSD-2-Clause */
/* The effect of the Winsock Proxy client's files on a bind. */
#ifndef DIAGNOSE_WSP_WSP_H
#define DIAGNOSE_WSP_WSP_H

#include "diagnose/bind/scene.h"
#include "verdict/verdict.h"

/**
 * wsp_warn() - Append findings and notes about the client's files
 * @scene:	The target and its facts; an IPv6 target gets none, since the
 *		client supports IPv4 only
 * @verdict:	Appended to; none of these findings stops the bind
 */
void wsp_warn(const struct scene *scene, struct bind_verdict *verdict);

/**
 * wsp_unseen() - Report the client's files that could not be read
 * @diagnosis:	Its unseen is appended to
 * @facts:	The facts
 *
 * Return: whether there are any
 */
bool wsp_unseen(struct diagnosis *diagnosis, const struct facts *facts);

#endif
