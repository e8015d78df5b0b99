/* SPDX-License-Identifier: BSD-2-Clause */
/* What the output goes to. */
#ifndef PORT_TERMINAL_TERMINAL_H
#define PORT_TERMINAL_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

/**
 * terminal_setup() - Once, at the start
 *
 * The locale of the environment; a closed pipe is an error of writing and
 * not the end of the process; descriptors 0 to 2 are open.
 */
void terminal_setup(void);

/** terminal_is() - Is a stream a terminal? */
bool terminal_is(FILE *stream);

/** terminal_colors() - Does a stream's terminal take colours? */
bool terminal_colors(FILE *stream);

/**
 * terminal_line() - Show a line in the place of the one shown before
 * @stream:	A terminal
 * @text:	Without an end; "" takes the line away
 *
 * The cursor stays in that line.  Needs no rights: write(2).
 */
void terminal_line(FILE *stream, const char *text);

/** terminal_utf8() - Does the reader's locale take UTF-8? */
bool terminal_utf8(void);

#endif
