/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages: what follows DATA and BDAT. */
#ifndef WIRE_SMTP_DIALOGUE_BODY_H
#define WIRE_SMTP_DIALOGUE_BODY_H

#include "wire/smtp/dialogue_state.h"

/** message_begin() - A message begins: after DATA, or the first BDAT */
void message_begin(struct dialogue *d, bool bare);

/** message_bytes() - Parse bytes of a message, at most up to its end */
void message_bytes(struct dialogue *d, struct cursor *c, int64_t time);

/** message_chunk() - Parse bytes of a BDAT */
void message_chunk(struct dialogue *d, struct cursor *c, int64_t time);

/** message_gap() - @missing bytes of it are missing; 0: unknown number */
void message_gap(struct dialogue *d, size_t missing, int64_t time);

#endif
