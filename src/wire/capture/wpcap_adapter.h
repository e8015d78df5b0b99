/* SPDX-License-Identifier: BSD-2-Clause */
/* The network adapters of wpcap.dll, with all their names. */
#ifndef WIRE_CAPTURE_WPCAP_ADAPTER_H
#define WIRE_CAPTURE_WPCAP_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WPCAP_NAME 128

/**
 * struct wpcap_adapter - An adapter; texts are UTF-8
 * @device:	wpcap.dll's name: \Device\NPF_{GUID}
 * @name:	Windows' name, "Ethernet 2"; else the description; else the
 *		device
 * @description: "Intel(R) Ethernet Connection I217-LM"; "" if there is none
 * @watched:	It is up, or the loopback
 * @rate:	Bytes in a second; 0 if unknown
 */
struct wpcap_adapter {
	char device[WPCAP_NAME];
	char name[WPCAP_NAME];
	char description[WPCAP_NAME];
	bool watched;
	uint64_t rate;
};

/**
 * wpcap_adapter_read() - All adapters, in wpcap.dll's order
 * @adapters:	Set to an array that the caller frees
 * @count:	Set; at least 1
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line
 *
 * wpcap_load() must have been called.
 *
 * Return: 0; -ENODEV if there is none; another -errno
 */
int wpcap_adapter_read(struct wpcap_adapter **adapters, size_t *count,
		       char *error);

/**
 * wpcap_adapter_find() - The adapter that the user means
 * @what:	Its device, name or description in any letter case; or its
 *		number from 1, as in dumpcap -D and windump -D
 * @error:	As above; lists the adapters
 *
 * Return: its index; -ENODEV; -EINVAL for the description of several
 */
int wpcap_adapter_find(const struct wpcap_adapter *adapters, size_t count,
		       const char *what, char *error);

#endif
