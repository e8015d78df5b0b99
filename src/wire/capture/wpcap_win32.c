/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/wpcap.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "port/wide.h"

/* Windows 7 has these only with KB2533623. */
#ifndef LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR
#define LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR 0x100
#endif
#ifndef LOAD_LIBRARY_SEARCH_SYSTEM32
#define LOAD_LIBRARY_SEARCH_SYSTEM32 0x800
#endif

#define UTF8 1u			/* PCAP_CHAR_ENC_UTF_8 */
#define DOS_HEADER 64		/* bytes */

const struct wpcap *wpcap;

static struct wpcap loaded;

static const struct function {
	const char *name;
	size_t member;
	bool optional;
} functions[] = {
#define NEEDED(name) {"pcap_" #name, offsetof(struct wpcap, name), false}
#define BETTER(name) {"pcap_" #name, offsetof(struct wpcap, name), true}
	NEEDED(findalldevs),
	NEEDED(freealldevs),
	NEEDED(create),	/* since WinPcap 4.1 */
	NEEDED(set_snaplen),
	NEEDED(set_promisc),
	NEEDED(set_timeout),
	NEEDED(set_buffer_size),
	NEEDED(activate),
	NEEDED(setnonblock),
	NEEDED(datalink),
	NEEDED(next_ex),
	NEEDED(compile),
	NEEDED(setfilter),
	NEEDED(freecode),
	NEEDED(stats),
	NEEDED(geterr),
	NEEDED(close),
	BETTER(init),
	BETTER(set_immediate_mode),
	BETTER(set_tstamp_precision),
	BETTER(get_tstamp_precision),
	BETTER(open_dead),
	BETTER(offline_filter),
};
#define FUNCTIONS (sizeof(functions) / sizeof(functions[0]))

/*
 * The DLL is loaded by its full path, and its dependencies (Packet.dll) only
 * from its own folder and the system's directory: never from our program's
 * folder, the current directory or PATH, where others may have put one.  A
 * Windows 7 without these flags searches its folder first, and not the current
 * directory.
 */
static HMODULE load_from(const wchar_t *path)
{
	HMODULE module = LoadLibraryExW(path, NULL,
					LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR |
					LOAD_LIBRARY_SEARCH_SYSTEM32);
	DWORD error = GetLastError();

	if (!module && error == ERROR_INVALID_PARAMETER) {
		SetDllDirectoryW(L"");
		module = LoadLibraryExW(path, NULL,
					LOAD_WITH_ALTERED_SEARCH_PATH);
		error = GetLastError();
		SetDllDirectoryW(NULL);
	}
	SetLastError(error);
	return module;
}

/* Npcap has a folder of its own, unless it replaces WinPcap. */
static HMODULE load(char *reason)
{
	static const wchar_t *const names[] = {L"\\Npcap\\wpcap.dll",
					       L"\\wpcap.dll"};
	wchar_t path[MAX_PATH + 32];
	UINT length = GetSystemDirectoryW(path, MAX_PATH);
	HMODULE module = NULL;

	snprintf(reason, WPCAP_REASON,
		 "no wpcap.dll: install Npcap (npcap.com)");
	if (!length || length >= MAX_PATH)
		return NULL;
	for (size_t i = 0; !module && i < 2; i++) {
		DWORD error;

		wcscpy(path + length, names[i]);
		module = load_from(path);
		error = GetLastError();
		if (!module && error != ERROR_MOD_NOT_FOUND &&
		    error != ERROR_FILE_NOT_FOUND &&
		    error != ERROR_PATH_NOT_FOUND)
			snprintf(reason, WPCAP_REASON, "%ls cannot be loaded, "
				 "error %lu: install Npcap (npcap.com) again",
				 names[i] + 1, error);
	}
	return module;
}

/*
 * Some exports of Wine's own DLL end the program when they are called, among
 * them those for captures that are not live.  Wine's DLLs have a mark after
 * the DOS header.
 */
static bool is_of_wine(HMODULE module)
{
	static const char mark[] = "Wine builtin DLL";

	return !memcmp((const char *)module + DOS_HEADER, mark,
		       sizeof(mark) - 1);
}

static bool find_functions(HMODULE module, char *reason)
{
	for (size_t i = 0; i < FUNCTIONS; i++) {
		const struct function *f = &functions[i];
		FARPROC found = GetProcAddress(module, f->name);

		if (!found && !f->optional) {
			snprintf(reason, WPCAP_REASON, "wpcap.dll is too old, "
				 "it has no %s: install Npcap (npcap.com)",
				 f->name);
			return false;
		}
		memcpy((char *)&loaded + f->member, &found, sizeof(found));
	}
	if (is_of_wine(module)) {
		loaded.open_dead = NULL;
		loaded.offline_filter = NULL;
	}
	return true;
}

int wpcap_load(char *reason)
{
	char error[WPCAP_ERROR_TEXT];
	HMODULE module;

	if (wpcap)
		return 0;
	module = load(reason);
	if (!module)
		return -EOPNOTSUPP;
	if (!find_functions(module, reason)) {
		FreeLibrary(module);
		return -EOPNOTSUPP;
	}
	loaded.utf8 = loaded.init && !loaded.init(UTF8, error);
	wpcap = &loaded;
	return 0;
}

void wpcap_text(const char *said, char *text, size_t size)
{
	wchar_t wide[WPCAP_ERROR_TEXT];
	char *utf8 = NULL;

	if (!wpcap->utf8 &&
	    MultiByteToWideChar(CP_ACP, 0, said, -1, wide, WPCAP_ERROR_TEXT))
		wide_to_utf8(wide, &utf8);
	snprintf(text, size, "%s", utf8 ? utf8 : said);
	free(utf8);
}
