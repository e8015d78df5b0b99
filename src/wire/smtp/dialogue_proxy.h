/* SPDX-License-Identifier: BSD-2-Clause */
/* A load balancer's header before the client's first command. */
#ifndef WIRE_SMTP_DIALOGUE_PROXY_H
#define WIRE_SMTP_DIALOGUE_PROXY_H

#include "wire/smtp/dialogue_state.h"

/**
 * proxy_starts() - Do the client's first bytes start such a header?
 * Return: 1; 0 if not; -1 if there are too few bytes
 */
int proxy_starts(const struct dialogue *d);

/** proxy_begin() - They do: skip the header from now on */
void proxy_begin(struct dialogue *d);

/** proxy_bytes() - Skip bytes of the header; the cursor stops after its end */
void proxy_bytes(struct dialogue *d, struct cursor *c);

#endif
