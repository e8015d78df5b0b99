/* SPDX-License-Identifier: BSD-2-Clause */
/* Port lists and ProxyBindIp: what has an entry has it by either way. */
#include "diagnose/wsp/wsp_ports.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	char *text = malloc(length + 1);
	struct address address;
	struct wsp_ports p;
	const char *list = text;
	int rc;

	must(text);
	memcpy(text, bytes, length);
	text[length] = '\0';
	while ((rc = wsp_ports_next(&list, &p))) {
		must(list <= text + strlen(text));
		if (rc < 0)
			continue;
		must(p.first <= p.last);
		must(!p.first || wsp_ports_have(text, p.first) == 1);
		must(!p.last || wsp_ports_have(text, p.last) == 1);
	}
	must(list == text + strlen(text));
	if (!wsp_bind_ip(text, 993, &address))
		must((address.family == 4 || address.family == 6) &&
		     !wsp_bind_ip(text, 0, &address));
	free(text);
	return 0;
}
