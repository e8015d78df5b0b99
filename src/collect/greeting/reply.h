/* SPDX-License-Identifier: BSD-2-Clause */
/* A server's first reply; no I/O. */
#ifndef COLLECT_GREETING_REPLY_H
#define COLLECT_GREETING_REPLY_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct reply - The bytes received so far
 * @complete:	They hold a whole reply
 * @knows_quit:	Its protocol has the command QUIT: SMTP, FTP, NNTP, POP3
 * @length:	The reply's length in bytes; of all bytes where not @complete
 */
struct reply {
	bool complete;
	bool knows_quit;
	size_t length;
};

/**
 * reply_parse() - Is there a whole reply in these bytes?
 * @bytes:	From the start of the connection
 * @length:	In bytes
 *
 * A reply that starts with three digits ends with the first line that has
 * them without a hyphen (RFC 5321, 4.2.1; RFC 959, 4.2); any other with its
 * first line.
 */
struct reply reply_parse(const void *bytes, size_t length);

/**
 * reply_lines() - A reply's lines, without their ends, as an array of text
 *
 * Return: a new array, or NULL when memory is out
 */
json_t *reply_lines(const void *bytes, size_t length);

#endif
