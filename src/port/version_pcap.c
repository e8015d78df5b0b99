#include "port/version.h"

#include <pcap/pcap.h>
#include <string.h>

/* "libpcap version 1.10.3 (with TPACKET_V3)" is what the library says. */
const char *version_pcap(void)
{
	static const char prefix[] = "libpcap version ";
	const char *text = pcap_lib_version();

	return strncmp(text, prefix, sizeof(prefix) - 1) ?
		       text :
		       text + sizeof(prefix) - 1;
}
