/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/bind/bind_try.h"

#include <errno.h>
#include <stdio.h>

#include "facts/code.h"

static const struct {
	int bit;
	const char *name;
} option_names[] = {
	{BIND_REUSEADDR, "SO_REUSEADDR"},
	{BIND_REUSEPORT, "SO_REUSEPORT"},
	{BIND_EXCLUSIVE, "SO_EXCLUSIVEADDRUSE"},
	{BIND_V6ONLY, "IPV6_V6ONLY=1"},
	{BIND_DUAL, "IPV6_V6ONLY=0"},
};

int bind_family_options(const struct address *address)
{
	if (address->family != 6)
		return 0;
	return address_is_mapped(address) ? BIND_DUAL : BIND_V6ONLY;
}

static json_t *options_value(int options)
{
	json_t *list = json_array();

	for (size_t i = 0; i < sizeof(option_names) / sizeof(*option_names);
	     i++)
		if (options & option_names[i].bit)
			json_array_append_new(
				list, json_string(option_names[i].name));
	return list;
}

void bind_try_add(struct facts *facts, const struct target *target,
		  const struct bind_try *try, const struct fact_code *code,
		  const char *detail)
{
	bool asked = code && !code->number && try->kernel_knows >= 0;
	json_t *value = value_endpoint(&target->address, target->port,
				       target->protocol);
	json_t *more = json_pack(
		"{s:s, s:o, s:s*, s:s*, s:o*, s:o}", "method", try->method,
		"options", options_value(try->options), "step", try->step,
		"listened", try->listened, "kernel_knows",
		asked ? json_boolean(try->kernel_knows) : NULL, "detail",
		value_string(detail));
	char text[ENDPOINT_TEXT];

	if (json_object_update(value, more)) {
		json_decref(value);
		value = NULL;
	}
	json_decref(more);
	facts_add(facts, FACT_TRY, code ? FACT_SEEN : FACT_UNSUPPORTED,
		  try->source, code, value, "%s/%s",
		  endpoint_format(&target->address, target->port, text),
		  protocol_name(target->protocol));
}

void bind_try_without_zone(struct facts *facts, const struct target *target,
			   const struct bind_try *try)
{
	struct fact_code code = code_errno(ENODEV);
	char detail[64];

	snprintf(detail, sizeof(detail), "no interface is called %s",
		 target->address.zone);
	bind_try_add(facts, target, try, &code, detail);
}
