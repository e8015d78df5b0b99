/* SPDX-License-Identifier: BSD-2-Clause */
/* The environment of this process. */
#ifndef PORT_PROCESS_ENVIRONMENT_H
#define PORT_PROCESS_ENVIRONMENT_H

#include <stdlib.h>

/**
 * environment_set() - Set a variable, for getenv()
 * @value:	NULL removes it
 *
 * On Windows in the code page of the C library: for ASCII only.
 */
static inline void environment_set(const char *name, const char *value)
{
#ifdef _WIN32
	_putenv_s(name, value ? value : "");
#else
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
#endif
}

#endif
