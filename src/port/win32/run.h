/* SPDX-License-Identifier: BSD-2-Clause */
/* Running a program of the system, to read its output. */
#ifndef PORT_WIN32_RUN_H
#define PORT_WIN32_RUN_H

#include <stddef.h>
#include <stdint.h>
#include <winsock2.h>
#include <windows.h>

#define RUN_OUTPUT_MAX (64 * 1024)	/* bytes kept */

/**
 * run_program() - Run a program and keep what it writes to its output
 * @program:	Its file's name in the system directory, "netsh.exe"
 * @arguments:	Its command line behind its name
 * @deadline:	On clock_now()'s scale; the program is ended then
 * @output:	Set to what it wrote, with a NUL added; the caller frees it
 * @length:	Set to the length without the NUL
 * @status:	Set to its exit status
 *
 * No shell and no search path is used, and the program gets none of our
 * handles but the one that it writes to.
 *
 * Return: 0 or an error of Windows, negative; -WAIT_TIMEOUT past @deadline
 */
int run_program(const WCHAR *program, const WCHAR *arguments,
		int64_t deadline, char **output, size_t *length,
		DWORD *status);

#endif
