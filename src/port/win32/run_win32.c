/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/win32/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>

#include "base/memory.h"
#include "port/clock.h"

#define LINE_LENGTH 1024	/* of a command line of ours */
#define WAIT_STEP 5		/* ms between two looks at the pipe */

/* All that is open while the program runs. */
struct run {
	HANDLE nothing;		/* its input */
	HANDLE in, out;		/* our end and its end of the pipe */
	PROCESS_INFORMATION process;
	char *bytes;
	size_t length;
};

static int last_error(void)
{
	DWORD error = GetLastError();

	return error ? -(int)error : -ERROR_GEN_FAILURE;
}

static void close_handle(HANDLE *handle)
{
	if (*handle && *handle != INVALID_HANDLE_VALUE)
		CloseHandle(*handle);
	*handle = NULL;
}

static int open_pipes(struct run *run)
{
	SECURITY_ATTRIBUTES inherit = {
		.nLength = sizeof(inherit),
		.bInheritHandle = TRUE,
	};

	run->nothing = CreateFileW(L"NUL", GENERIC_READ, FILE_SHARE_READ,
				   &inherit, OPEN_EXISTING, 0, NULL);
	if (run->nothing == INVALID_HANDLE_VALUE ||
	    !CreatePipe(&run->in, &run->out, &inherit, 0) ||
	    !SetHandleInformation(run->in, HANDLE_FLAG_INHERIT, 0))
		return last_error();
	run->bytes = memory_new(RUN_OUTPUT_MAX + 1);
	return run->bytes ? 0 : -ERROR_NOT_ENOUGH_MEMORY;
}

static int start_with(struct run *run, STARTUPINFOEXW *startup,
		      const WCHAR *path, WCHAR *line)
{
	HANDLE given[2] = {run->nothing, run->out};

	startup->StartupInfo.cb = sizeof(*startup);
	startup->StartupInfo.dwFlags = STARTF_USESTDHANDLES;
	startup->StartupInfo.hStdInput = run->nothing;
	startup->StartupInfo.hStdOutput = run->out;
	startup->StartupInfo.hStdError = run->out;
	if (!UpdateProcThreadAttribute(startup->lpAttributeList, 0,
				       PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
				       given, sizeof(given), NULL, NULL) ||
	    !CreateProcessW(path, line, NULL, NULL, TRUE,
			    CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT,
			    NULL, NULL, &startup->StartupInfo, &run->process))
		return last_error();
	return 0;
}

static int start(struct run *run, const WCHAR *program,
		 const WCHAR *arguments)
{
	STARTUPINFOEXW startup = {0};
	WCHAR path[MAX_PATH], line[LINE_LENGTH];
	UINT length = GetSystemDirectoryW(path, MAX_PATH);
	SIZE_T size = 0;
	int rc;

	if (!length || length + 1 + wcslen(program) >= MAX_PATH)
		return -ERROR_PATH_NOT_FOUND;
	wcscat(wcscat(path, L"\\"), program);
	if (swprintf(line, LINE_LENGTH, L"%ls %ls", program, arguments) < 0)
		return -ERROR_INSUFFICIENT_BUFFER;
	InitializeProcThreadAttributeList(NULL, 1, 0, &size);
	startup.lpAttributeList = memory_new(size);
	if (!startup.lpAttributeList)
		return -ERROR_NOT_ENOUGH_MEMORY;
	if (!InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0,
					       &size)) {
		rc = last_error();
	} else {
		rc = start_with(run, &startup, path, line);
		DeleteProcThreadAttributeList(startup.lpAttributeList);
	}
	free(startup.lpAttributeList);
	return rc;
}

/* Take what is in the pipe; past the limit it is read and thrown away. */
static void drain(struct run *run)
{
	char spare[512];
	DWORD waiting, n;

	while (PeekNamedPipe(run->in, NULL, 0, NULL, &waiting, NULL) &&
	       waiting) {
		size_t room = RUN_OUTPUT_MAX - run->length;
		char *to = room ? run->bytes + run->length : spare;

		if (!room)
			room = sizeof(spare);
		if (!ReadFile(run->in, to,
			      waiting < room ? waiting : (DWORD)room, &n,
			      NULL))
			return;
		if (to != spare)
			run->length += n;
	}
}

static int wait_for_end(struct run *run, int64_t deadline, DWORD *status)
{
	while (WaitForSingleObject(run->process.hProcess, WAIT_STEP) ==
	       WAIT_TIMEOUT) {
		drain(run);
		if (clock_now() < deadline)
			continue;
		TerminateProcess(run->process.hProcess, 1);
		return -WAIT_TIMEOUT;
	}
	drain(run);
	return GetExitCodeProcess(run->process.hProcess, status) ?
		       0 : last_error();
}

int run_program(const WCHAR *program, const WCHAR *arguments,
		int64_t deadline, char **output, size_t *length, DWORD *status)
{
	struct run run = {0};
	int rc = open_pipes(&run);

	if (!rc)
		rc = start(&run, program, arguments);
	if (!rc)
		rc = wait_for_end(&run, deadline, status);
	if (!rc) {
		run.bytes[run.length] = '\0';
		*output = run.bytes;
		*length = run.length;
		run.bytes = NULL;
	}
	close_handle(&run.process.hThread);
	close_handle(&run.process.hProcess);
	close_handle(&run.nothing);
	close_handle(&run.out);
	close_handle(&run.in);
	free(run.bytes);
	return rc;
}
