/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/value.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"

static void *take(size_t size)
{
	void *memory = memory_new(size);

	if (memory || !size)
		return memory;
	log_error("out of memory");
	_Exit(MEMORY_EXIT);
}

void value_setup(void)
{
	json_set_alloc_funcs(take, free);
}

json_t *value_text(const char *bytes, size_t length)
{
	json_t *value;
	char *clean;
	size_t n;

	if (!bytes)
		return json_null();
	clean = take(4 * length + 1);
	n = text_printable(bytes, length, clean);
	value = json_stringn(clean, n);
	free(clean);
	return value;
}

json_t *value_string(const char *string)
{
	return value_text(string, string ? strlen(string) : 0);
}

json_t *value_endpoint(const struct address *address, uint16_t port,
		       enum protocol protocol)
{
	char text[ADDRESS_TEXT];

	/* A zone was typed by a user: it may hold any bytes. */
	return json_pack("{s:o, s:i, s:s}", "address",
			 value_string(address_format(address, text)), "port",
			 (int)port, "protocol", protocol_name(protocol));
}
