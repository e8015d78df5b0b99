#include "collect/host/host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/win32/api.h"
#include "collect/win32/code.h"
#include "collect/win32/text.h"

#define READ_AGAIN 4	/* adapters may come meanwhile */
#define FIRST_SIZE (16 * 1024)

static const char source[] = "GetAdaptersAddresses()";

/* Return: 0 or an error of Windows */
static ULONG read_adapters(IP_ADAPTER_ADDRESSES **adapters)
{
	ULONG flags = GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST |
		      GAA_FLAG_SKIP_DNS_SERVER | GAA_FLAG_INCLUDE_PREFIX;
	ULONG size = FIRST_SIZE, rc = ERROR_BUFFER_OVERFLOW;

	*adapters = NULL;
	for (int i = 0; i < READ_AGAIN && rc == ERROR_BUFFER_OVERFLOW; i++) {
		free(*adapters);
		*adapters = malloc(size);
		if (!*adapters)
			return ERROR_NOT_ENOUGH_MEMORY;
		rc = win32->GetAdaptersAddresses(AF_UNSPEC, flags, NULL,
						 *adapters, &size);
	}
	return rc;
}

/* Of a socket address that Windows gave; false for another family. */
static bool read_address(const SOCKET_ADDRESS *from, struct address *address)
{
	const struct sockaddr_in *v4 = (const void *)from->lpSockaddr;
	const struct sockaddr_in6 *v6 = (const void *)from->lpSockaddr;

	*address = (struct address){0};
	if (!from->lpSockaddr)
		return false;
	if (from->lpSockaddr->sa_family == AF_INET &&
	    from->iSockaddrLength >= (int)sizeof(*v4)) {
		address->family = 4;
		memcpy(address->bytes, &v4->sin_addr, 4);
		return true;
	}
	if (from->lpSockaddr->sa_family != AF_INET6 ||
	    from->iSockaddrLength < (int)sizeof(*v6))
		return false;
	address->family = 6;
	memcpy(address->bytes, &v6->sin6_addr, 16);
	return true;
}

static const char *state_of(IP_DAD_STATE state)
{
	switch (state) {
	case IpDadStateTentative:
		return "tentative";
	case IpDadStateDuplicate:
		return "dad-failed";
	case IpDadStateDeprecated:
		return "deprecated";
	case IpDadStatePreferred:
		return "ok";
	default:
		return NULL;
	}
}

static void add_address(struct facts *facts,
			const IP_ADAPTER_ADDRESSES *adapter,
			const IP_ADAPTER_UNICAST_ADDRESS *unicast)
{
	struct address address;
	char text[ADDRESS_TEXT];
	ULONG index;
	json_t *value;

	if (!read_address(&unicast->Address, &address))
		return;
	index = address.family == 4 ? adapter->IfIndex : adapter->Ipv6IfIndex;
	address_format(&address, text);
	value = json_pack("{s:s, s:i, s:o*, s:I, s:s*}", "address", text,
			  "prefix", (int)unicast->OnLinkPrefixLength,
			  "interface", value_wide(adapter->FriendlyName),
			  "index", (json_int_t)index, "state",
			  state_of(unicast->DadState));
	facts_add(facts, FACT_LOCAL_ADDRESS, FACT_SEEN, source, NULL, value,
		  "%s", text);
}

/*
 * An adapter that is switched off is not in the list, and neither are its
 * addresses: one that is here is up.  Whether it also runs (its cable, its
 * radio) is the operational state.
 */
static void add_interface(struct facts *facts,
			  const IP_ADAPTER_ADDRESSES *adapter)
{
	char *name = adapter->FriendlyName ?
			     text_from_wide(adapter->FriendlyName,
					    wcslen(adapter->FriendlyName)) :
			     NULL;

	facts_add(facts, FACT_INTERFACE, FACT_SEEN, source, NULL,
		  json_pack("{s:o*, s:b, s:b}", "name", value_string(name),
			    "up", 1, "running",
			    adapter->OperStatus == IfOperStatusUp),
		  "%s", name ? name : "?");
	free(name);
}

void host_address_collect(struct facts *facts)
{
	IP_ADAPTER_ADDRESSES *adapters;
	ULONG rc = read_adapters(&adapters);
	struct fact_code code = collect_win32(rc);

	/* No address at all is no failure. */
	if (rc && rc != ERROR_NO_DATA)
		facts_add(facts, FACT_INTERFACE, win32_status(rc), source,
			  &code, json_object(), "all interfaces");
	for (const IP_ADAPTER_ADDRESSES *a = rc ? NULL : adapters; a;
	     a = a->Next) {
		add_interface(facts, a);
		for (const IP_ADAPTER_UNICAST_ADDRESS *u =
			     a->FirstUnicastAddress;
		     u; u = u->Next)
			add_address(facts, a, u);
	}
	free(adapters);
}
