/* SPDX-License-Identifier: BSD-2-Clause */
/* Compiler extensions. */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

/**
 * COMPILER_PRINTF - A function takes a format as printf() does
 * @format:	Number of the argument that is the format, from 1
 * @first:	Number of the first argument that it formats; 0 for a va_list
 *
 * On Windows too the formats are those of C (%zu), not those of Microsoft's C
 * library.
 */
#ifdef __MINGW32__
#define COMPILER_PRINTF(format, first) \
	__attribute__((__format__(__gnu_printf__, format, first)))
#else
#define COMPILER_PRINTF(format, first) \
	__attribute__((__format__(__printf__, format, first)))
#endif

#endif
