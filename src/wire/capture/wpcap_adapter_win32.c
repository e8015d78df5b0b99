/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/wpcap_adapter.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wire/capture/capture.h"
#include "wire/capture/wpcap.h"
#include "port/win32/adapter.h"
#include "port/wide.h"

static const char device_prefix[] = "\\Device\\NPF_";

/* Windows' own comparison of names. */
static bool is_same(const char *a, const char *b)
{
	wchar_t *wide_a = wide_from_utf8(a), *wide_b = wide_from_utf8(b);
	bool same = wide_a && wide_b &&
		    CompareStringOrdinal(wide_a, -1, wide_b, -1, TRUE) ==
			    CSTR_EQUAL;

	free(wide_a);
	free(wide_b);
	return same;
}

/* Windows' data of a device; NULL if only wpcap.dll knows it. */
static const IP_ADAPTER_ADDRESSES *known_as(const IP_ADAPTER_ADDRESSES *known,
					    const char *device)
{
	size_t length = sizeof(device_prefix) - 1;

	if (_strnicmp(device, device_prefix, length))
		return NULL;
	while (known && _stricmp(known->AdapterName, device + length))
		known = known->Next;
	return known;
}

static void set_name(struct wpcap_adapter *adapter, const wchar_t *friendly)
{
	char *name = friendly ? wide_text(friendly, wcslen(friendly)) :
				NULL;

	if (!name || !*name)
		snprintf(adapter->name, sizeof(adapter->name), "%s",
			 *adapter->description ? adapter->description :
						 adapter->device);
	else
		snprintf(adapter->name, sizeof(adapter->name), "%s", name);
	free(name);
}

/* Windows says whether it is up; if Windows does not list it, Npcap does. */
static void describe(struct wpcap_adapter *adapter,
		     const struct wpcap_device *device,
		     const IP_ADAPTER_ADDRESSES *known)
{
	const unsigned int running = WPCAP_UP | WPCAP_RUNNING;

	snprintf(adapter->device, sizeof(adapter->device), "%s", device->name);
	if (device->description)
		wpcap_text(device->description, adapter->description,
			   sizeof(adapter->description));
	set_name(adapter, known ? known->FriendlyName : NULL);
	adapter->watched = known ? known->OperStatus == IfOperStatusUp :
				   (device->flags & running) == running;
	if (device->flags & WPCAP_LOOPBACK)
		adapter->watched = true;
	/* All ones: unknown. */
	if (known && known->ReceiveLinkSpeed != UINT64_MAX)
		adapter->rate = known->ReceiveLinkSpeed / 8;
}

static int refuse(const char *said, char *error)
{
	char text[WPCAP_ERROR_TEXT];

	wpcap_text(said, text, sizeof(text));
	snprintf(error, CAPTURE_ERROR_TEXT, "network adapters cannot be "
		 "listed: %.160s", text);
	return -EIO;
}

int wpcap_adapter_read(struct wpcap_adapter **adapters, size_t *count,
		       char *error)
{
	ULONG flags = GAA_FLAG_SKIP_UNICAST | GAA_FLAG_SKIP_ANYCAST |
		      GAA_FLAG_SKIP_MULTICAST | GAA_FLAG_SKIP_DNS_SERVER;
	struct wpcap_device *devices = NULL;
	IP_ADAPTER_ADDRESSES *known = NULL;
	struct wpcap_adapter *list;
	char said[WPCAP_ERROR_TEXT] = "";
	size_t n = 0;

	if (wpcap->findalldevs(&devices, said))
		return refuse(said, error);
	for (const struct wpcap_device *d = devices; d; d = d->next)
		n++;
	if (!n) {
		snprintf(error, CAPTURE_ERROR_TEXT, "wpcap.dll shows no network"
			 " adapter: run this as an administrator, and see that "
			 "its driver runs: sc query npcap");
		return -ENODEV;
	}
	list = memory_zeroed(n, sizeof(*list));
	if (!list) {
		wpcap->freealldevs(devices);
		snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
		return -ENOMEM;
	}
	/* If that fails, they have fewer names. */
	if (adapter_list(flags, &known)) {
		free(known);
		known = NULL;
	}
	n = 0;
	for (const struct wpcap_device *d = devices; d; d = d->next)
		describe(&list[n++], d, known_as(known, d->name));
	free(known);
	wpcap->freealldevs(devices);
	*adapters = list;
	*count = n;
	return 0;
}

/* "1 Ethernet, 2 Wi-Fi", and "..." for those that have no room. */
static void list_names(const struct wpcap_adapter *adapters, size_t count,
		       char *text, size_t size)
{
	size_t at = 0;

	*text = '\0';
	for (size_t i = 0; i < count && at < size; i++) {
		char one[WPCAP_NAME + 16];
		int length = snprintf(one, sizeof(one), "%s%zu %s",
				      i ? ", " : "", i + 1, adapters[i].name);

		if (at + (size_t)length + sizeof(", ...") > size) {
			snprintf(text + at, size - at, ", ...");
			return;
		}
		strcpy(text + at, one);
		at += (size_t)length;
	}
}

int wpcap_adapter_find(const struct wpcap_adapter *adapters, size_t count,
		 const char *what, char *error)
{
	char names[CAPTURE_ERROR_TEXT / 2 + 32];
	unsigned long number;
	int found = -ENODEV;
	char *end;

	for (size_t i = 0; i < count; i++)
		if (is_same(adapters[i].device, what))
			return (int)i;
	for (size_t i = 0; i < count; i++)
		if (is_same(adapters[i].name, what))
			return (int)i;
	number = strtoul(what, &end, 10);
	if (*what >= '1' && *what <= '9' && !*end && number <= count)
		return (int)number - 1;
	for (size_t i = 0; i < count; i++)
		if (*what && is_same(adapters[i].description, what))
			found = found == -ENODEV ? (int)i : -EINVAL;
	if (found >= 0)
		return found;
	list_names(adapters, count, names, sizeof(names));
	if (found == -EINVAL)
		snprintf(error, CAPTURE_ERROR_TEXT, "several interfaces are "
			 "called %.60s; choose one by number: %s", what, names);
	else
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "no interface %.60s; by number and name there "
			 "are: %s", what, names);
	return found;
}
