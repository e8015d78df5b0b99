#include "port/random.h"

#include <errno.h>
#include <windows.h>
#include <ntsecapi.h>

int random_fill(void *bytes, size_t size)
{
	return RtlGenRandom(bytes, (ULONG)size) ? 0 : -EIO;
}
