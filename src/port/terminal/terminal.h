/* SPDX-License-Identifier: BSD-2-Clause */
/* The terminal that output goes to. */
#ifndef PORT_TERMINAL_TERMINAL_H
#define PORT_TERMINAL_TERMINAL_H

#include <stdbool.h>
#include <stdio.h>

/**
 * terminal_setup() - To be called once, at the start
 *
 * Sets the locale of the environment; makes a closed pipe an error of writing
 * instead of the end of the process; opens descriptors 0 to 2 where they are
 * closed.
 */
void terminal_setup(void);

/** terminal_is() - Is a stream a terminal? */
bool terminal_is(FILE *stream);

/** terminal_colors() - Does a stream's terminal support colours? */
bool terminal_colors(FILE *stream);

/**
 * terminal_line() - Replace the line that was shown before
 * @stream:	A terminal
 * @text:	Without an end; "" removes the line
 *
 * The cursor stays in that line.  Needs no rights: write(2).
 */
void terminal_line(FILE *stream, const char *text);

/** terminal_utf8() - Does the reader's locale use UTF-8? */
bool terminal_utf8(void);

#endif
