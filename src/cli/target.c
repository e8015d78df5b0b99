/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/target.h"

#include <errno.h>
#include <string.h>

#include "base/cursor.h"
#include "base/log.h"
#include "port/net/service.h"

#define WORD_MAX 128

static int parse_port(const char *text, enum protocol protocol,
		      struct target *target, const char **error)
{
	struct cursor c = cursor_over(text, strlen(text));
	uint64_t number;
	int port;

	if (cursor_number(&c, &number)) {
		if (cursor_left(&c)) {
			*error = "a port is a number or a service's name";
			return -EINVAL;
		}
		if (number < 1 || number > 65535) {
			*error = "ports go from 1 to 65535";
			return -EINVAL;
		}
		target->port = (uint16_t)number;
		return 0;
	}
	if (*text == '-' || *text == '+') {
		*error = "ports go from 1 to 65535";
		return -EINVAL;
	}
	port = service_port(text, protocol_name(protocol));
	if (port < 0) {
		*error = "no such service; a TARGET is a port, a service, "
			 "ADDRESS:PORT or [IPV6]:PORT, with /tcp or /udp "
			 "behind it";
		return -EINVAL;
	}
	target->port = (uint16_t)port;
	target->service = text;
	return 0;
}

/* Cut "/tcp" or "/udp" off. */
static int parse_protocol(char *word, struct target *target,
			  const char **error)
{
	char *slash = strchr(word, '/');

	if (!slash)
		return 0;
	*slash++ = '\0';
	if (!strcmp(slash, "udp")) {
		target->protocol = PROTOCOL_UDP;
	} else if (strcmp(slash, "tcp")) {
		*error = "the protocol is /tcp or /udp";
		return -EINVAL;
	}
	return 0;
}

/* Separate "ADDRESS:PORT"; *port is NULL where there is only an address. */
static int split(char *word, char **address, char **port, const char **error)
{
	char *colon = strrchr(word, ':');

	*address = NULL;
	*port = word;
	if (*word == '[') {
		char *end = strchr(word, ']');

		if (!end || (end[1] && end[1] != ':') ||
		    (end[1] && !end[2])) {
			*error = "an IPv6 address with a port is [ADDRESS]:PORT";
			return -EINVAL;
		}
		*port = end[1] ? end + 2 : NULL;
		*address = word + 1;
		*end = '\0';
	} else if (colon && strchr(word, ':') != colon) {
		*address = word;
		*port = NULL;
	} else if (colon) {
		*colon = '\0';
		*address = word;
		*port = colon + 1;
	} else if (strchr(word, '.')) {
		*address = word;
		*port = NULL;
	}
	return 0;
}

int target_parse(const char *word, struct target *targets, const char **error)
{
	struct target t = {.asked = word};
	char copy[WORD_MAX], *address, *port;
	int rc;

	if (!*word || strlen(word) >= sizeof(copy)) {
		*error = *word ? "too long for a target" : "an empty target";
		return -EINVAL;
	}
	strcpy(copy, word);
	if (parse_protocol(copy, &t, error) ||
	    split(copy, &address, &port, error))
		return -EINVAL;
	if (address && !strcmp(address, "*"))
		address = NULL;
	if (address && address_parse(address, &t.address)) {
		*error = "not an IP address; a name has to be resolved first";
		return -EINVAL;
	}
	t.port = 25;
	rc = port ? parse_port(port, t.protocol, &t, error) : 0;
	if (rc)
		return rc;
	/* The copy goes; the service's name is the word itself. */
	t.service = t.service ? word : NULL;
	targets[0] = t;
	if (address)
		return 1;
	targets[0].implied = true;
	targets[0].address = address_wildcard(4);
	targets[1] = targets[0];
	targets[1].address = address_wildcard(6);
	return 2;
}

static bool is_there(const struct target *targets, int count,
		     const struct target *t)
{
	for (int i = 0; i < count; i++)
		if (address_equal(&targets[i].address, &t->address) &&
		    !strcmp(targets[i].address.zone, t->address.zone) &&
		    targets[i].port == t->port &&
		    targets[i].protocol == t->protocol)
			return true;
	return false;
}

int cli_targets(const struct cli *cli, const char *otherwise,
		struct target *targets)
{
	int count = 0;

	for (int i = 0; i < cli->count || (!i && otherwise); i++) {
		const char *word = i < cli->count ? cli->args[i] : otherwise;
		struct target parsed[2];
		const char *error;
		int n = target_parse(word, parsed, &error);

		if (n < 0) {
			log_error("target `%s`: %s", word, error);
			return n;
		}
		for (int j = 0; j < n; j++) {
			if (is_there(targets, count, &parsed[j]))
				continue;
			if (count == CLI_TARGETS_MAX) {
				log_error("more than %d targets",
					  CLI_TARGETS_MAX);
				return -EINVAL;
			}
			targets[count++] = parsed[j];
		}
	}
	return count;
}
