/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading facts. */
#include "facts/facts.h"

#include <errno.h>
#include <string.h>

const char *fact_string(const struct fact *fact, const char *member)
{
	return json_string_value(json_object_get(fact->value, member));
}

int64_t fact_integer(const struct fact *fact, const char *member,
		     int64_t otherwise)
{
	const json_t *v = json_object_get(fact->value, member);

	return json_is_integer(v) ? json_integer_value(v) : otherwise;
}

bool fact_true(const struct fact *fact, const char *member)
{
	return json_is_true(json_object_get(fact->value, member));
}

const char *fact_text(const struct fact *fact, const char *member,
		      const char *otherwise)
{
	const char *s = fact_string(fact, member);

	return s ? s : otherwise;
}

bool fact_string_is(const struct fact *fact, const char *member,
		    const char *value)
{
	const char *s = fact_string(fact, member);

	return s && !strcmp(s, value);
}

const json_t *fact_array(const struct fact *fact, const char *member)
{
	const json_t *v = json_object_get(fact->value, member);

	return json_is_array(v) ? v : NULL;
}

const char *fact_item(const struct fact *fact, const char *member,
		      size_t index)
{
	return json_string_value(
		json_array_get(fact_array(fact, member), index));
}

const char *fact_join(struct arena *arena, const struct fact *fact,
		      const char *member, const char *separator, size_t max)
{
	size_t count = json_array_size(fact_array(fact, member));
	const char *out = NULL;

	for (size_t i = 0; i < count && i < max; i++) {
		const char *item = fact_item(fact, member, i);

		if (item)
			out = out ? arena_printf(arena, "%s%s%s", out,
						 separator, item) : item;
	}
	if (out && count > max)
		out = arena_printf(arena, "%s%s...", out, separator);
	return out;
}

int fact_endpoint(const struct fact *fact, struct address *address,
		  uint16_t *port, enum protocol *protocol)
{
	const char *text = fact_string(fact, "address");
	const char *name = fact_string(fact, "protocol");
	int64_t number = fact_integer(fact, "port", -1);
	struct address parsed;

	if (!text || !name || number < 0 || number > 65535 ||
	    (strcmp(name, "tcp") && strcmp(name, "udp")) ||
	    address_parse(text, &parsed))
		return -EINVAL;
	if (address)
		*address = parsed;
	if (port)
		*port = (uint16_t)number;
	if (protocol)
		*protocol = name[0] == 'u' ? PROTOCOL_UDP : PROTOCOL_TCP;
	return 0;
}

bool fact_is(const struct fact *fact, const char *code_name)
{
	return fact->code.name && !strcmp(fact->code.name, code_name);
}

const char *fact_status_name(enum fact_status status)
{
	static const char *const names[] = {
		[FACT_SEEN] = "SEEN",	   [FACT_ABSENT] = "ABSENT",
		[FACT_DENIED] = "DENIED",  [FACT_UNSUPPORTED] = "UNSUPPORTED",
		[FACT_FAILED] = "FAILED",
	};

	return names[status];
}
