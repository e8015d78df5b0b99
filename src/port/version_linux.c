#include "port/version.h"

#include <jansson.h>
#include <stdio.h>

void version_libraries(char *text, size_t size)
{
	const char *cares = version_cares();
	const char *pcap = version_pcap();
	const char *sandbox = version_sandbox();

	/* libmnl has no call that tells; the build's is named. */
	snprintf(text, size, "jansson %s, libmnl %s, %s%s, %s%s, %s",
		 jansson_version_str(), MNL_VERSION,
		 cares ? "c-ares " : "no c-ares", cares ? cares : "",
		 pcap ? "libpcap " : "no libpcap", pcap ? pcap : "",
		 sandbox ? sandbox : "no libcap-ng, no libseccomp");
}
