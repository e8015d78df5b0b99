/* SPDX-License-Identifier: BSD-2-Clause */
/* What the compiler is told beyond C. */
#ifndef BASE_COMPILER_H
#define BASE_COMPILER_H

/**
 * COMPILER_PRINTF - A function takes a format as printf() does
 * @format:	Which argument is the format, from 1
 * @first:	Which is the first that it formats; 0 for a va_list
 *
 * On Windows the formats are those of C too (%zu), and not those of its C
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
