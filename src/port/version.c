/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/version.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#ifdef HAVE_CARES
#include <ares.h>
#endif
#ifdef HAVE_PCAP
#include <pcap/pcap.h>
#endif

const char *version_cares(void)
{
#ifdef HAVE_CARES
	return ares_version(NULL);
#else
	return NULL;
#endif
}

const char *version_pcap(void)
{
#ifdef HAVE_PCAP
	/* The library says "libpcap version 1.10.3 (with TPACKET_V3)". */
	static const char prefix[] = "libpcap version ";
	const char *text = pcap_lib_version();

	return strncmp(text, prefix, sizeof(prefix) - 1) ?
		       text :
		       text + sizeof(prefix) - 1;
#else
	return NULL;
#endif
}

const char *version_sandbox(void)
{
#ifdef HAVE_SANDBOX
	/* It cannot be asked: this is the version at build time. */
	return SANDBOX_VERSION;
#else
	return NULL;
#endif
}

/* ", NAME VERSION", or ", no NAME" in a build without it. */
static void add_library(char *text, size_t size, const char *name,
			const char *version)
{
	size_t used = strlen(text);

	snprintf(text + used, size - used, version ? ", %s %s" : ", no %s",
		 name, version);
}

void version_libraries(char *text, size_t size)
{
	snprintf(text, size, "jansson %s", jansson_version_str());
#ifdef MNL_VERSION
	/* libmnl cannot be asked: this is the version at build time. */
	add_library(text, size, "libmnl", MNL_VERSION);
#endif
	add_library(text, size, "c-ares", version_cares());
#ifndef _WIN32
	/* Windows has neither; wpcap.dll is looked for at run time. */
	add_library(text, size, "libpcap", version_pcap());
	add_library(text, size, "libcap-ng", version_sandbox());
#endif
}
