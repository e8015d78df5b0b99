/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a program with half a surrogate pair as its last argument, and leaves
 * with its status:
 *
 *	surrogate PROGRAM [ARGUMENT]
 */
#include <stdio.h>
#include <wchar.h>
#include <windows.h>

int wmain(int argc, wchar_t **argv);

int wmain(int argc, wchar_t **argv)
{
	STARTUPINFOW start = {.cb = sizeof(start)};
	PROCESS_INFORMATION process;
	wchar_t line[1024];
	DWORD status = 0;

	if (argc < 2)
		return 99;
	_snwprintf(line, 1024, L"\"%ls\" %ls a?", argv[1],
		   argc > 2 ? argv[2] : L"");
	*wcsrchr(line, L'?') = 0xd800;
	if (!CreateProcessW(argv[1], line, NULL, NULL, TRUE, 0, NULL, NULL,
			    &start, &process))
		return 98;
	WaitForSingleObject(process.hProcess, INFINITE);
	GetExitCodeProcess(process.hProcess, &status);
	return (int)status;
}
