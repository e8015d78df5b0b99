/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/log.h"
#include "cli/names.h"
#include "port/net/service.h"

#define TIMEOUT_MAX 3600		/* s */
#define TIME_MAX (366.0 * 24 * 3600)	/* s */
#define PORT_WORD 64

bool value_is_stream(const char *path)
{
	return path && !strcmp(path, "-");
}

int value_word(const char *option, const char *value, const char **text)
{
	if (!*value)
		return log_error("--%s: an empty value", option), -EINVAL;
	*text = value;
	return 0;
}

int value_timeout(const char *option, const char *value, int64_t *timeout_ms)
{
	char *end;
	double seconds = strtod(value, &end);

	if (end == value || *end || !(seconds > 0 && seconds <= TIMEOUT_MAX)) {
		log_error("--%s %s: a number of seconds above 0 and at most %d",
			  option, value, TIMEOUT_MAX);
		return -EINVAL;
	}
	*timeout_ms = (int64_t)(seconds * 1000);
	return 0;
}

int value_color(const char *option, const char *value, enum color *color)
{
	if (!strcmp(value, "always"))
		*color = COLOR_ALWAYS;
	else if (!strcmp(value, "never"))
		*color = COLOR_NEVER;
	else if (!strcmp(value, "auto"))
		*color = COLOR_AUTO;
	else
		return log_error("--%s %s: auto, always or never", option,
				 value), -EINVAL;
	return 0;
}

int value_time(const char *option, const char *value, int64_t *duration_ms)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = {{"", 1}, {"s", 1}, {"ms", 0.001}, {"m", 60}, {"h", 3600}};
	char *end;
	double number = strtod(value, &end);

	/* Digits first: strtod() takes blanks, signs, "inf" and hex, too. */
	if (*value < '0' || *value > '9' || strpbrk(value, "xXeE"))
		end = (char *)"-";
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		double seconds = number * units[i].seconds;

		if (strcmp(end, units[i].unit) ||
		    !(seconds >= 0.001 && seconds <= TIME_MAX))
			continue;
		*duration_ms = (int64_t)(seconds * 1000 + 0.5);
		return 0;
	}
	log_error("--%s %s: a time above 0 and at most a year: 30s, 500ms, "
		  "5m, 1h, 10 (seconds)", option, value);
	return -EINVAL;
}

int value_count(const char *option, const char *value, uint64_t *count)
{
	struct cursor c = cursor_over(value, strlen(value));
	uint64_t number;

	if (cursor_number(&c, &number) && !cursor_left(&c) && number) {
		*count = number;
		return 0;
	}
	log_error("--%s %s: a number from 1 up", option, value);
	return -EINVAL;
}

/* One of "25,submission". */
static int one_port(const char *option, const char *word, uint16_t *port)
{
	struct cursor c = cursor_over(word, strlen(word));
	uint64_t number;
	int found;

	if (cursor_number(&c, &number)) {
		if (cursor_left(&c) || number < 1 || number > 65535) {
			log_error("--%s %s: ports go from 1 to 65535", option,
				  word);
			return -EINVAL;
		}
		*port = (uint16_t)number;
		return 0;
	}
	found = service_port(word, "tcp");
	if (found <= 0) {
		log_error("--%s %s: no such service", option, word);
		return -EINVAL;
	}
	*port = (uint16_t)found;
	return 0;
}

int value_ports(const char *option, const char *value, uint16_t *ports,
		size_t *count, size_t max)
{
	struct cursor c = cursor_over(value, strlen(value)), part;
	char word[PORT_WORD];
	uint16_t port = 0;
	size_t i;

	if (!*value || *value == ',' || strstr(value, ",,") ||
	    value[strlen(value) - 1] == ',')
		return log_error("--%s %s: a port is missing", option, value),
		       -EINVAL;
	while (cursor_until(&c, ',', &part)) {
		snprintf(word, sizeof(word), "%.*s", (int)part.length,
			 (const char *)part.bytes);
		if (one_port(option, word, &port))
			return -EINVAL;
		for (i = 0; i < *count && ports[i] != port; i++)
			;
		if (i < *count)
			continue;
		if (*count == max) {
			log_error("--%s %s: more than %zu ports", option,
				  word, max);
			return -EINVAL;
		}
		ports[(*count)++] = port;
	}
	return 0;
}

int value_host(const char *option, const char *value)
{
	const char *error;

	if (!cli_host(value, &error))
		return 0;
	log_error("--%s %s: %s", option, value, error);
	return -EINVAL;
}

int value_server(const char *option, const char *value)
{
	const char *error;

	if (!cli_server(value, &error))
		return 0;
	log_error("--%s %s: %s", option, value, error);
	return -EINVAL;
}
