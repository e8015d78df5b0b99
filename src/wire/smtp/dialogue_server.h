/* SPDX-License-Identifier: BSD-2-Clause */
/* The server's lines. */
#ifndef WIRE_SMTP_DIALOGUE_SERVER_H
#define WIRE_SMTP_DIALOGUE_SERVER_H

#include "wire/smtp/dialogue_state.h"

/** dialogue_server_line() - Parse bytes up to the end of the server's line */
void dialogue_server_line(struct dialogue *d, struct cursor *c, int64_t time);

/** dialogue_server_end() - No more bytes will come */
void dialogue_server_end(struct dialogue *d, int64_t time);

#endif
