/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/win32/adapter.h"

#include <stdlib.h>

#include "base/memory.h"

#define READ_AGAIN 4	/* adapters may come meanwhile */
#define FIRST_SIZE (16 * 1024)

ULONG adapter_list(ULONG flags, IP_ADAPTER_ADDRESSES **adapters)
{
	ULONG size = FIRST_SIZE, rc = ERROR_BUFFER_OVERFLOW;

	*adapters = NULL;
	for (int i = 0; i < READ_AGAIN && rc == ERROR_BUFFER_OVERFLOW; i++) {
		free(*adapters);
		*adapters = memory_new(size);
		if (!*adapters)
			return ERROR_NOT_ENOUGH_MEMORY;
		rc = win32->GetAdaptersAddresses(AF_UNSPEC, flags, NULL,
						 *adapters, &size);
	}
	return rc;
}
