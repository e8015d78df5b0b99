#include "port/version.h"

#include <stddef.h>

const char *version_pcap(void)
{
	return NULL;
}
