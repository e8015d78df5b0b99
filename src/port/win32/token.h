/* SPDX-License-Identifier: BSD-2-Clause */
/* Users, groups and privileges. */
#ifndef PORT_WIN32_TOKEN_H
#define PORT_WIN32_TOKEN_H

#include <stdbool.h>

#include "port/win32/api.h"

/**
 * token_user() - The user that a process runs as
 * @process:	A handle with PROCESS_QUERY_LIMITED_INFORMATION
 *
 * "NT AUTHORITY\SYSTEM" for accounts that every Windows has, the plain name
 * for our own account, and the SID's text ("S-1-5-21-...") for others: only a
 * domain controller may know their names.
 *
 * Return: UTF-8, to be freed; NULL where it cannot be seen, and when memory is
 * out
 */
char *token_user(HANDLE process);

/** token_elevated() - 1 elevated, 0 not, -1 not known */
int token_elevated(void);

/** token_administrator() - Does this process have an administrator's rights?
 * 1 or 0; -1 where it is not known.  A process that could be elevated and is
 * not does not have them */
int token_administrator(void);

/**
 * token_privilege() - Does this process have a privilege, if only disabled?
 * @name:	L"SeDebugPrivilege"
 *
 * Return: 1 or 0; -1 where it is not known
 */
int token_privilege(const WCHAR *name);

/**
 * token_enable() - Enable or disable a privilege that this process has
 *
 * Return: has the state changed?
 */
bool token_enable(const WCHAR *name, bool enable);

#endif
