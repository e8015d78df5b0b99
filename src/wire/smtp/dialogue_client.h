/* SPDX-License-Identifier: BSD-2-Clause */
/* The client's lines. */
#ifndef WIRE_SMTP_DIALOGUE_CLIENT_H
#define WIRE_SMTP_DIALOGUE_CLIENT_H

#include "wire/smtp/dialogue_state.h"

/** dialogue_client_line() - Go on with the client's line */
void dialogue_client_line(struct dialogue *d, struct cursor *c, int64_t time);

/** dialogue_secret() - Is AUTH going on?  From now on, or no longer */
void dialogue_secret(struct dialogue *d, bool secret, int64_t time);

#endif
