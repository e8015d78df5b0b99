/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/win32/token.h"

#include <lmcons.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "port/wide.h"


#define NAME_LENGTH 256	/* of an account or a domain */
#define SID_TEXT 192
#define DOMAIN_ACCOUNT 21	/* S-1-5-21-...: of a domain or a machine */

/* Return: to be freed; NULL with GetLastError() */
static void *token_information(HANDLE token, TOKEN_INFORMATION_CLASS class)
{
	DWORD size = 0;
	void *info;

	win32->GetTokenInformation(token, class, NULL, 0, &size);
	info = size ? memory_new(size) : NULL;
	if (info &&
	    !win32->GetTokenInformation(token, class, info, size, &size)) {
		free(info);
		info = NULL;
	}
	return info;
}

static TOKEN_USER *user_of(HANDLE process)
{
	TOKEN_USER *user;
	HANDLE token;

	if (!win32->OpenProcessToken(process, TOKEN_QUERY, &token))
		return NULL;
	user = token_information(token, TokenUser);
	win32->CloseHandle(token);
	return user;
}

static bool is_domain_account(PSID sid)
{
	static const SID_IDENTIFIER_AUTHORITY nt = {SECURITY_NT_AUTHORITY};
	SID_IDENTIFIER_AUTHORITY *authority = GetSidIdentifierAuthority(sid);

	return memcmp(authority, &nt, sizeof(nt)) ||
	       !*GetSidSubAuthorityCount(sid) ||
	       *GetSidSubAuthority(sid, 0) == DOMAIN_ACCOUNT;
}

/* "S-1-5-18" */
static char *sid_text(PSID sid)
{
	SID_IDENTIFIER_AUTHORITY *a = GetSidIdentifierAuthority(sid);
	char text[SID_TEXT];
	int used;

	used = snprintf(text, sizeof(text), "S-%u-%u",
			((const SID *)sid)->Revision,
			(unsigned int)a->Value[2] << 24 | a->Value[3] << 16 |
				a->Value[4] << 8 | a->Value[5]);
	for (DWORD i = 0; i < *GetSidSubAuthorityCount(sid); i++)
		used += snprintf(text + used, sizeof(text) - (size_t)used,
				 "-%lu", *GetSidSubAuthority(sid, i));
	return memory_copy(text);
}

static char *own_name(void)
{
	WCHAR name[UNLEN + 1];
	DWORD size = UNLEN + 1;

	return win32->GetUserNameW(name, &size) ? wide_text(name, size) : NULL;
}

static char *looked_up(PSID sid)
{
	WCHAR name[NAME_LENGTH], domain[NAME_LENGTH], both[2 * NAME_LENGTH];
	DWORD name_size = NAME_LENGTH, domain_size = NAME_LENGTH;
	SID_NAME_USE use;

	if (!win32->LookupAccountSidW(NULL, sid, name, &name_size, domain,
				      &domain_size, &use))
		return NULL;
	if (!*domain)
		return wide_text(name, NAME_LENGTH);
	swprintf(both, 2 * NAME_LENGTH, L"%ls\\%ls", domain, name);
	return wide_text(both, 2 * NAME_LENGTH);
}

char *token_user(HANDLE process)
{
	TOKEN_USER *user = user_of(process), *own;
	char *name = NULL;

	if (!user)
		return NULL;
	if (!is_domain_account(user->User.Sid)) {
		name = looked_up(user->User.Sid);
	} else {
		own = user_of(GetCurrentProcess());
		if (own && EqualSid(own->User.Sid, user->User.Sid))
			name = own_name();
		free(own);
	}
	if (!name)
		name = sid_text(user->User.Sid);
	free(user);
	return name;
}

/* Our own token; NULL where even that may not be opened. */
static HANDLE own_token(DWORD access)
{
	HANDLE token;

	return win32->OpenProcessToken(GetCurrentProcess(), access, &token) ?
		       token : NULL;
}

int token_elevated(void)
{
	HANDLE token = own_token(TOKEN_QUERY);
	TOKEN_ELEVATION elevation = {0};
	DWORD size;
	BOOL seen;

	if (!token)
		return -1;
	seen = win32->GetTokenInformation(token, TokenElevation, &elevation,
					  sizeof(elevation), &size);
	win32->CloseHandle(token);
	return seen ? elevation.TokenIsElevated != 0 : -1;
}

int token_administrator(void)
{
	BYTE sid[SECURITY_MAX_SID_SIZE];
	DWORD size = sizeof(sid);
	BOOL member;

	if (!CreateWellKnownSid(WinBuiltinAdministratorsSid, NULL, sid,
				&size) ||
	    !win32->CheckTokenMembership(NULL, sid, &member))
		return -1;
	return member != 0;
}

int token_privilege(const WCHAR *name)
{
	HANDLE token = own_token(TOKEN_QUERY);
	TOKEN_PRIVILEGES *all = NULL;
	LUID luid;
	int held = -1;

	if (token && win32->LookupPrivilegeValueW(NULL, name, &luid))
		all = token_information(token, TokenPrivileges);
	if (all)
		held = 0;
	for (DWORD i = 0; all && i < all->PrivilegeCount; i++)
		if (!memcmp(&all->Privileges[i].Luid, &luid, sizeof(luid)))
			held = 1;
	free(all);
	if (token)
		win32->CloseHandle(token);
	return held;
}

bool token_enable(const WCHAR *name, bool enable)
{
	HANDLE token = own_token(TOKEN_QUERY | TOKEN_ADJUST_PRIVILEGES);
	TOKEN_PRIVILEGES state = {.PrivilegeCount = 1}, before = {0};
	DWORD size = sizeof(before);
	bool changed = false;

	state.Privileges[0].Attributes = enable ? SE_PRIVILEGE_ENABLED : 0;
	if (token &&
	    win32->LookupPrivilegeValueW(NULL, name,
					 &state.Privileges[0].Luid) &&
	    win32->AdjustTokenPrivileges(token, FALSE, &state, sizeof(before),
					 &before, &size))
		changed = before.PrivilegeCount > 0;
	if (token)
		win32->CloseHandle(token);
	return changed;
}
