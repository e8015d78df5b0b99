/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/random.h"

#include <errno.h>
#include <windows.h>
#include <ntsecapi.h>

int random_bytes(void *bytes, size_t length)
{
	if (length > 256)
		return -EINVAL;
	return RtlGenRandom(bytes, (ULONG)length) ? 0 : -EIO;
}
