/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/host/host.h"

#include <stdio.h>
#include <stdlib.h>

#include "facts/code.h"
#include "facts/value.h"
#include "port/net/sockaddr.h"
#include "port/wide.h"
#include "port/win32/adapter.h"
#include "port/win32/api.h"

#define FLAGS (GAA_FLAG_SKIP_ANYCAST | GAA_FLAG_SKIP_MULTICAST | \
	       GAA_FLAG_SKIP_DNS_SERVER | GAA_FLAG_INCLUDE_PREFIX)

static const char source[] = "GetAdaptersAddresses()";

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

	if (!sockaddr_read(unicast->Address.lpSockaddr,
			   unicast->Address.iSockaddrLength, &address))
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
			     wide_text(adapter->FriendlyName,
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
	ULONG rc = adapter_list(FLAGS, &adapters);
	struct fact_code code = code_win32(rc);

	/* To have no address is not a failure. */
	if (rc && rc != ERROR_NO_DATA)
		facts_add(facts, FACT_INTERFACE, code_win32_status(rc), source,
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
