/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/try.h"

#include <string.h>

bool fact_has_endpoint(const struct fact *fact, const struct address *address,
		       uint16_t port, enum protocol protocol)
{
	enum protocol its_protocol;
	struct address its_address;
	uint16_t its_port;

	return !fact_endpoint(fact, &its_address, &its_port, &its_protocol) &&
	       its_port == port && its_protocol == protocol &&
	       address_equal(&its_address, address) &&
	       !strcmp(its_address.zone, address->zone);
}

bool fact_has_port(const struct fact *fact, uint16_t port,
		   enum protocol protocol)
{
	enum protocol its_protocol;
	uint16_t its_port;

	return !fact_endpoint(fact, NULL, &its_port, &its_protocol) &&
	       its_port == port && its_protocol == protocol;
}

bool try_has_option(const struct fact *try, const char *option)
{
	const char *set;

	for (size_t i = 0; (set = fact_item(try, "options", i)); i++)
		if (!strcmp(set, option))
			return true;
	return false;
}
