/* SPDX-License-Identifier: BSD-2-Clause */
/* Diagnostics: one line each, on stderr, under the program's name. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/compiler.h"

/** log_verbose() - How much log_debug() prints; at first 0, nothing */
void log_verbose(int level);

/**
 * log_error() - Print why something could not be done
 * @format:	Without a newline; unprintable bytes are escaped
 */
void log_error(const char *format, ...) COMPILER_PRINTF(1, 2);

/** log_debug() - Print a line for -vv only */
void log_debug(const char *format, ...) COMPILER_PRINTF(1, 2);

#endif
