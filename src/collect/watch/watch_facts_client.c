/* SPDX-License-Identifier: BSD-2-Clause */
/* Facts of clients and of the control channel. */
#include "collect/watch/watch_facts_client.h"

#include "collect/watch/watch_names.h"
#include "collect/watch/watch_value.h"

static json_t *commands_of(const struct client *client)
{
	json_t *array = json_array();

	for (size_t i = 0; i < SMTP_VERBS; i++)
		if (client->commands[i])
			json_array_append_new(
				array,
				json_pack("{s:s,s:I}", "verb",
					  smtp_verb_name((enum smtp_verb)i),
					  "count",
					  (json_int_t)client->commands[i]));
	return array;
}

static void add_client(const struct client *client, struct facts *facts,
		       const char *source)
{
	struct address address = endpoint_key_address(&client->key);
	json_t *value = json_object(), *names = json_array();
	char text[ADDRESS_TEXT];

	address_format(&address, text);
	for (size_t i = 0; i < client->name_count; i++)
		json_array_append_new(names, value_string(client->names[i]));
	watch_put(&value, "address", json_string(text));
	watch_put(&value, "connections",
		  json_integer((json_int_t)client->connections));
	watch_put(&value, "messages",
		  json_integer((json_int_t)client->messages));
	watch_put(&value, "tls", json_integer((json_int_t)client->tls));
	watch_put(&value, "helo_fallback",
		  json_integer((json_int_t)client->helo_fallback));
	watch_put(&value, "names", names);
	watch_put(&value, "commands", commands_of(client));
	watch_put(&value, "servers", watch_peers(&client->servers));
	facts_add(facts, FACT_TRAFFIC_CLIENT, FACT_SEEN, source, NULL, value,
		  "%s", text);
}

static const char *request_name(enum control_command request)
{
	switch (request) {
	case CONTROL_HELLO:
		return "hello";
	case CONTROL_AUTHENTICATION:
		return "authentication";
	case CONTROL_LISTEN:
		return "listen";
	case CONTROL_CONNECT:
		return "connect";
	case CONTROL_RESOLVE:
		return "resolve";
	default:
		return "bind";
	}
}

static void put_endpoint(json_t **value, const char *address_name,
			 const char *port_name, const struct endpoint_key *key)
{
	struct address address = endpoint_key_address(key);
	char text[ADDRESS_TEXT];

	if (key->family)
		watch_put(value, address_name,
			  json_string(address_format(&address, text)));
	if (key->port)
		watch_put(value, port_name, json_integer(key->port));
}

static void add_request(const struct request_count *counted,
			struct facts *facts, const char *source)
{
	struct address proxy = endpoint_key_address(&counted->proxy);
	struct address client = endpoint_key_address(&counted->client);
	json_t *value =
		value_endpoint(&proxy, counted->proxy.port, PROTOCOL_UDP);
	char text[ENDPOINT_TEXT];

	watch_put(&value, "client",
		  json_string(address_format(&client, text)));
	watch_put(&value, "program", value_string(counted->program));
	watch_put(&value, "user", value_string(counted->user));
	watch_put(&value, "computer", value_string(counted->computer));
	watch_put(&value, "request",
		  json_string(request_name(counted->request)));
	watch_put(&value, "outcome",
		  json_string(watch_outcome_name(counted->outcome)));
	watch_put(&value, "answer",
		  counted->answer == CONTROL_UNKNOWN
			  ? json_null()
			  : json_string(control_name(counted->answer)));
	put_endpoint(&value, "wanted_address", "wanted_port",
		     &counted->wanted);
	put_endpoint(&value, "given_address", "given_port", &counted->given);
	watch_put(&value, "name", value_string(counted->name));
	watch_put(&value, "asked", json_integer((json_int_t)counted->times));
	watch_put(&value, "count", json_integer((json_int_t)counted->count));
	watch_put(&value, "took",
		  counted->took < 0 ? json_null()
				    : json_integer(counted->took));
	facts_add(facts, FACT_CONTROL_REQUEST, FACT_SEEN, source, NULL, value,
		  "%s", endpoint_format(&proxy, counted->proxy.port, text));
}

void watch_facts_clients(struct watch *watch, struct facts *facts,
			 const char *source)
{
	watch_index_each(const struct client, client, &watch->clients)
		add_client(client, facts, source);
	watch_index_each(const struct request_count, counted, &watch->requests)
		add_request(counted, facts, source);
}
