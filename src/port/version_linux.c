#include "port/version.h"

#include <jansson.h>
#include <stdio.h>

void version_libraries(char *text, size_t size)
{
	/* libmnl has no call that tells; the build's is named. */
	snprintf(text, size, "jansson %s, libmnl %s", jansson_version_str(),
		 MNL_VERSION);
}
