#include "port/version.h"

const char *version_cares(void)
{
	return NULL;
}
