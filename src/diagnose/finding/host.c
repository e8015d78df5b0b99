/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/host.h"

bool host_is_windows(const struct fact *host)
{
	return host && fact_string_is(host, "os", "Windows");
}

bool host_is_privileged(const struct fact *host)
{
	return host && (fact_integer(host, "uid", -1) == 0 ||
			fact_true(host, "elevated"));
}

void host_terms(struct terms *terms, const struct fact *host)
{
	terms_flag(terms, host_is_windows(host) ? "windows" : "linux");
	if (host_is_privileged(host))
		terms_flag(terms, "root");
}

int64_t host_setting(const struct facts *facts, const char *name,
		     int64_t otherwise)
{
	facts_each(facts, FACT_SETTING, f)
		if (fact_string_is(f, "name", name) && f->status == FACT_SEEN)
			return fact_integer(f, "value", otherwise);
	return otherwise;
}

int host_right(const struct facts *facts, const char *name)
{
	facts_each(facts, FACT_RIGHT, f)
		if (fact_string_is(f, "name", name))
			return f->status == FACT_SEEN   ? 1 :
			       f->status == FACT_ABSENT ? 0 : -1;
	return -1;
}

const struct fact *host_address(const struct facts *facts,
				const struct address *address)
{
	facts_each(facts, FACT_LOCAL_ADDRESS, f) {
		const char *text = fact_string(f, "address");
		struct address local;

		if (f->status == FACT_SEEN && text &&
		    !address_parse(text, &local) &&
		    address_equal(&local, address))
			return f;
	}
	return NULL;
}
