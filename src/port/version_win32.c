#include "port/version.h"

#include <jansson.h>
#include <stdio.h>

void version_libraries(char *text, size_t size)
{
	const char *cares = version_cares();

	snprintf(text, size, "jansson %s, %s%s", jansson_version_str(),
		 cares ? "c-ares " : "no c-ares", cares ? cares : "");
}
