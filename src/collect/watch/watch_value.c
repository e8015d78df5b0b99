/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_value.h"

void watch_put(json_t **value, const char *name, json_t *member)
{
	if (json_object_set_new(*value, name, member)) {
		json_decref(*value);
		*value = NULL;
	}
}

json_t *watch_endpoint(const struct endpoint_key *key)
{
	struct address address = endpoint_key_address(key);
	char text[ENDPOINT_TEXT];

	return json_string(key->port
				   ? endpoint_format(&address, key->port, text)
				   : address_format(&address, text));
}

json_t *watch_peers(const struct peers *peers)
{
	json_t *array = json_array();

	for (size_t i = 0; i < peers->count; i++)
		json_array_append_new(array, watch_endpoint(&peers->keys[i]));
	return array;
}
