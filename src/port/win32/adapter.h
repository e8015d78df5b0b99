/* SPDX-License-Identifier: BSD-2-Clause */
/* The network adapters. */
#ifndef PORT_WIN32_ADAPTER_H
#define PORT_WIN32_ADAPTER_H

#include "port/win32/api.h"

/**
 * adapter_list() - GetAdaptersAddresses(), with enough room
 * @flags:	GAA_FLAG_ and so on
 * @adapters:	Set; to be freed whatever is returned
 *
 * Return: 0 or an error of Windows; ERROR_NO_DATA where there is none
 */
ULONG adapter_list(ULONG flags, IP_ADAPTER_ADDRESSES **adapters);

#endif
