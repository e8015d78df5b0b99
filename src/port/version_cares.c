#include "port/version.h"

#include <ares.h>

const char *version_cares(void)
{
	return ares_version(NULL);
}
