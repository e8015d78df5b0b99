/* SPDX-License-Identifier: BSD-2-Clause */
/* A command line of Windows as arguments; no I/O. */
#ifndef COLLECT_PROCESS_COMMAND_H
#define COLLECT_PROCESS_COMMAND_H

#include <jansson.h>
#include <stddef.h>

/**
 * command_split() - Split a command line as Microsoft's C library does
 * @line:	UTF-8
 * @length:	In bytes
 *
 * The first argument ends at a quote or a blank and has no escapes.  In the
 * others 2n backslashes before a quote are n, 2n + 1 are n and the quote
 * itself, and "" between quotes is a quote.
 *
 * Return: a new array of text; NULL when memory is out
 */
json_t *command_split(const char *line, size_t length);

#endif
