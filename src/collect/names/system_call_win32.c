/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/system_call.h"

#include <stdlib.h>

#include "facts/code.h"
#include "port/net/inet.h"
#include "port/net/sockaddr.h"
#include "port/wide.h"

const char system_call_name[] = "GetAddrInfoW()";

void system_call(const char *name, struct system_result *result)
{
	ADDRINFOW hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
	};
	wchar_t *wide = wide_from_utf8(name);
	ADDRINFOW *list = NULL;
	int rc = wide ? GetAddrInfoW(wide, NULL, &hints, &list) :
			WSA_NOT_ENOUGH_MEMORY;

	free(wide);
	*result = (struct system_result){
		.code = code_winsock(rc),
		.absent = rc == WSAHOST_NOT_FOUND || rc == WSANO_DATA,
	};
	if (rc)
		return;
	for (const ADDRINFOW *i = list; i && result->count < SYSTEM_ADDRESSES;
	     i = i->ai_next)
		if (sockaddr_read(i->ai_addr, (socklen_t)i->ai_addrlen,
				  &result->addresses[result->count]))
			result->count++;
	FreeAddrInfoW(list);
}
