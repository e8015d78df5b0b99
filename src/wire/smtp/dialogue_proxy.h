/* SPDX-License-Identifier: BSD-2-Clause */
/* A load balancer's header before the client's first command. */
#ifndef WIRE_SMTP_DIALOGUE_PROXY_H
#define WIRE_SMTP_DIALOGUE_PROXY_H

#include "wire/smtp/dialogue_state.h"

/**
 * proxy_starts() - Are the client's first bytes such a header's?
 * Return: 1; 0 for no; -1 where there are too few
 */
int proxy_starts(const struct dialogue *d);

/** proxy_begin() - They are */
void proxy_begin(struct dialogue *d);

/** proxy_bytes() - Go on with it; the cursor stops behind its end */
void proxy_bytes(struct dialogue *d, struct cursor *c);

#endif
