#include "port/version.h"

#include <jansson.h>
#include <stdio.h>

void version_libraries(char *text, size_t size)
{
	snprintf(text, size, "jansson %s", jansson_version_str());
}
