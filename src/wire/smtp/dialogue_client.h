/* SPDX-License-Identifier: BSD-2-Clause */
/* The client's lines. */
#ifndef WIRE_SMTP_DIALOGUE_CLIENT_H
#define WIRE_SMTP_DIALOGUE_CLIENT_H

#include "wire/smtp/dialogue_state.h"

/** dialogue_client_line() - Parse bytes up to the end of the client's line */
void dialogue_client_line(struct dialogue *d, struct cursor *c, int64_t time);

/** dialogue_secret() - AUTH has begun, or is over */
void dialogue_secret(struct dialogue *d, bool secret, int64_t time);

#endif
