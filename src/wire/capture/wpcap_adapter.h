/* SPDX-License-Identifier: BSD-2-Clause */
/* The adapters that wpcap.dll captures from, by all names that they have. */
#ifndef WIRE_CAPTURE_WPCAP_ADAPTER_H
#define WIRE_CAPTURE_WPCAP_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WPCAP_NAME 128

/**
 * struct wpcap_adapter - One of them; names are UTF-8
 * @device:	wpcap.dll's: \Device\NPF_{GUID}
 * @name:	Windows' "Ethernet 2"; else the description; else the device
 * @description: "Intel(R) Ethernet Connection I217-LM"; "" if there is none
 * @watched:	It is up, or the loopback
 * @rate:	Bytes in a second; 0 where nobody knows
 */
struct wpcap_adapter {
	char device[WPCAP_NAME];
	char name[WPCAP_NAME];
	char description[WPCAP_NAME];
	bool watched;
	uint64_t rate;
};

/**
 * wpcap_adapter_read() - Those that there are, in wpcap.dll's order
 * @adapters:	Set to an array that the caller frees
 * @count:	Set; at least 1
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line
 *
 * wpcap_load() must have been called.
 *
 * Return: 0; -ENODEV where there is none; another -errno
 */
int wpcap_adapter_read(struct wpcap_adapter **adapters, size_t *count, char *error);

/**
 * wpcap_adapter_find() - The one that is meant
 * @what:	Its device, name or description, whatever the case; or its
 *		number, from 1, as dumpcap -D and windump -D count
 * @error:	As above; it names those that there are
 *
 * Return: its index; -ENODEV; -EINVAL for the description of several
 */
int wpcap_adapter_find(const struct wpcap_adapter *adapters, size_t count,
		 const char *what, char *error);

#endif
