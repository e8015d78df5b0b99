/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages: what follows DATA and BDAT. */
#ifndef WIRE_SMTP_DIALOGUE_BODY_H
#define WIRE_SMTP_DIALOGUE_BODY_H

#include "wire/smtp/dialogue_state.h"

/** message_begin() - After DATA, or the first BDAT */
void message_begin(struct dialogue *d, bool bare);

/** message_bytes() - Go on with a message; the cursor stops behind its end */
void message_bytes(struct dialogue *d, struct cursor *c, int64_t time);

/** message_chunk() - Go on with a BDAT's bytes */
void message_chunk(struct dialogue *d, struct cursor *c, int64_t time);

/** message_gap() - Some of it is missing; 0: nobody knows how much */
void message_gap(struct dialogue *d, size_t missing, int64_t time);

#endif
