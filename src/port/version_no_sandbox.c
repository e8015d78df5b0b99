#include "port/version.h"

#include <stddef.h>

const char *version_sandbox(void)
{
	return NULL;
}
