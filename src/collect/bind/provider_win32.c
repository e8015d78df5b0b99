/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/bind/provider.h"

#include <stdlib.h>

#include "base/memory.h"

#define READ_AGAIN 4	/* the catalog may grow meanwhile */

/* Return: how many there are, or a code of Winsock, negative */
static int read_catalog(WSAPROTOCOL_INFOW **catalog)
{
	DWORD size = 0;
	int error = 0, count;

	*catalog = NULL;
	for (int i = 0; i < READ_AGAIN; i++) {
		count = win32->WSCEnumProtocols(NULL, *catalog, &size, &error);
		if (count != SOCKET_ERROR)
			return count;
		if (error != WSAENOBUFS)
			break;
		free(*catalog);
		*catalog = memory_new(size);
		if (!*catalog)
			return -WSAENOBUFS;
	}
	return error ? -error : -WSAENOBUFS;
}

int provider_base(int family, int type, WSAPROTOCOL_INFOW *info)
{
	WSAPROTOCOL_INFOW *catalog;
	int count = read_catalog(&catalog), rc;

	rc = count < 0 ? -count : WSAEAFNOSUPPORT;
	for (int i = 0; i < count; i++) {
		if (catalog[i].ProtocolChain.ChainLen != BASE_PROTOCOL ||
		    catalog[i].iAddressFamily != family ||
		    catalog[i].iSocketType != type)
			continue;
		*info = catalog[i];
		rc = 0;
		break;
	}
	free(catalog);
	return rc;
}
