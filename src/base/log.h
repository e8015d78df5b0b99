/* SPDX-License-Identifier: BSD-2-Clause */
/* Diagnostics: one line each, on stderr, under the program's name. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/compiler.h"

/** log_verbose() - How much log_debug() says; 0 (nothing) at the start */
void log_verbose(int level);

/** log_error() - Something could not be done; no newline in @format;
 *	what is not printable is escaped */
void log_error(const char *format, ...) COMPILER_PRINTF(1, 2);

/** log_debug() - What only somebody who asked twice (-vv) wants to read */
void log_debug(const char *format, ...) COMPILER_PRINTF(1, 2);

#endif
