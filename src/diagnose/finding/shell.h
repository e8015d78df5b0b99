/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values in command lines.
 *
 * A report's commands are typed or pasted by an administrator, and the names
 * in them were chosen by others: a cgroup, a unit, a container, a file.  So
 * this is the one place where a value becomes part of a command line.
 */
#ifndef DIAGNOSE_FINDING_SHELL_H
#define DIAGNOSE_FINDING_SHELL_H

#include "base/arena.h"

enum shell {
	SHELL_SH,	/* POSIX: sh, dash, bash, ksh, zsh */
	SHELL_CMD,	/* cmd.exe; it does no harm in PowerShell either */
};

/**
 * shell_value() - A value, written so that a shell takes it as text
 * @arena:	For the result
 * @shell:	The shell that the command is meant for
 * @quote:	The quotation mark that is open at this place: ', " or 0
 * @value:	UTF-8
 *
 * Return: the value, in quotation marks if it needs them; NULL if there is no
 * safe way to write it, or memory is out
 */
const char *shell_value(struct arena *arena, enum shell shell, char quote,
			const char *value);

/** shell_is_option() - Would a command take an argument for an option? */
bool shell_is_option(enum shell shell, const char *value);

#endif
