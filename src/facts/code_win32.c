/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/code.h"

#include <windows.h>

#define NAME(number) {number, #number}

static const struct {
	unsigned long number;
	const char *name;
} names[] = {
	{0, "OK"},
	NAME(ERROR_INVALID_FUNCTION), NAME(ERROR_FILE_NOT_FOUND),
	NAME(ERROR_PATH_NOT_FOUND), NAME(ERROR_ACCESS_DENIED),
	NAME(ERROR_INVALID_HANDLE), NAME(ERROR_NOT_ENOUGH_MEMORY),
	NAME(ERROR_OUTOFMEMORY), NAME(ERROR_NO_MORE_FILES),
	NAME(ERROR_BAD_LENGTH), NAME(ERROR_GEN_FAILURE),
	NAME(ERROR_NOT_SUPPORTED), NAME(ERROR_INVALID_PARAMETER),
	NAME(ERROR_BROKEN_PIPE), NAME(ERROR_CALL_NOT_IMPLEMENTED),
	NAME(ERROR_INSUFFICIENT_BUFFER), NAME(ERROR_BAD_EXE_FORMAT),
	NAME(ERROR_NO_DATA), NAME(ERROR_MORE_DATA), NAME(WAIT_TIMEOUT),
	NAME(ERROR_PARTIAL_COPY), NAME(ERROR_SERVICE_DISABLED),
	NAME(ERROR_SERVICE_DOES_NOT_EXIST), NAME(ERROR_NOT_FOUND),
	NAME(ERROR_NOT_ALL_ASSIGNED), NAME(ERROR_NONE_MAPPED),
	NAME(ERROR_PRIVILEGE_NOT_HELD), NAME(ERROR_TIMEOUT),
	NAME(RPC_S_SERVER_UNAVAILABLE), NAME(ERROR_RESOURCE_TYPE_NOT_FOUND),
};

struct fact_code code_win32(unsigned long number)
{
	struct fact_code code = {"win32", (int)number, NULL};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].number == number)
			code.name = names[i].name;
	return code;
}

enum fact_status code_win32_status(unsigned long number)
{
	switch (number) {
	case 0:
		return FACT_SEEN;
	case ERROR_ACCESS_DENIED:
	case ERROR_PRIVILEGE_NOT_HELD:
		return FACT_DENIED;
	case ERROR_NOT_SUPPORTED:
	case ERROR_CALL_NOT_IMPLEMENTED:
	case ERROR_INVALID_FUNCTION:
		return FACT_UNSUPPORTED;
	default:
		return FACT_FAILED;
	}
}
