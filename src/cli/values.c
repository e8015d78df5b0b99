/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/values.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/log.h"
#include "port/net/service.h"
#include "port/terminal/terminal.h"

#define TIMEOUT_MAX 3600		/* s */
#define TIME_MAX (366.0 * 24 * 3600)	/* s */
#define PORT_WORD 64

int value_timeout(const char *text, int64_t *timeout)
{
	char *end;
	double seconds = strtod(text, &end);

	if (end == text || *end || !(seconds > 0 && seconds <= TIMEOUT_MAX)) {
		log_error("--timeout %s: a number of seconds above 0 and at "
			  "most %d",
			  text, TIMEOUT_MAX);
		return -EINVAL;
	}
	*timeout = (int64_t)(seconds * 1000);
	return 0;
}

int value_color(const char *when, bool *color)
{
	if (!strcmp(when, "always"))
		*color = true;
	else if (!strcmp(when, "never"))
		*color = false;
	else if (!strcmp(when, "auto"))
		*color = terminal_colors(stdout);
	else
		return log_error("--color %s: auto, always or never", when),
		       -EINVAL;
	return 0;
}

int value_time(const char *option, const char *text, int64_t *milliseconds)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = {{"", 1}, {"s", 1}, {"ms", 0.001}, {"m", 60}, {"h", 3600}};
	char *end;
	double number = strtod(text, &end);

	/* Digits first: strtod() takes blanks, signs, "inf" and hex, too. */
	if (*text < '0' || *text > '9' || strpbrk(text, "xXeE"))
		end = (char *)"-";
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		double seconds = number * units[i].seconds;

		if (strcmp(end, units[i].unit) ||
		    !(seconds >= 0.001 && seconds <= TIME_MAX))
			continue;
		*milliseconds = (int64_t)(seconds * 1000 + 0.5);
		return 0;
	}
	log_error("%s %s: a time above 0 and at most a year: 30s, 500ms, 5m, "
		  "1h, 10 (seconds)", option, text);
	return -EINVAL;
}

int value_count(const char *option, const char *text, uint64_t *count)
{
	struct cursor c = cursor_over(text, strlen(text));
	uint64_t number;

	if (cursor_number(&c, &number) && !cursor_left(&c) && number) {
		*count = number;
		return 0;
	}
	log_error("%s %s: a number from 1 up", option, text);
	return -EINVAL;
}

/* One of "25,submission". */
static int one_port(const char *word, uint16_t *port)
{
	struct cursor c = cursor_over(word, strlen(word));
	uint64_t number;
	int found;

	if (cursor_number(&c, &number)) {
		if (cursor_left(&c) || number < 1 || number > 65535) {
			log_error("--port %s: ports go from 1 to 65535", word);
			return -EINVAL;
		}
		*port = (uint16_t)number;
		return 0;
	}
	found = service_port(word, "tcp");
	if (found <= 0) {
		log_error("--port %s: no such service", word);
		return -EINVAL;
	}
	*port = (uint16_t)found;
	return 0;
}

int value_ports(const char *text, uint16_t *ports, size_t *count, size_t most)
{
	struct cursor c = cursor_over(text, strlen(text)), part;
	char word[PORT_WORD];
	uint16_t port = 0;
	size_t i;

	if (!*text || *text == ',' || strstr(text, ",,") ||
	    text[strlen(text) - 1] == ',')
		return log_error("--port %s: a port is missing", text),
		       -EINVAL;
	while (cursor_until(&c, ',', &part)) {
		snprintf(word, sizeof(word), "%.*s", (int)part.length,
			 (const char *)part.bytes);
		if (one_port(word, &port))
			return -EINVAL;
		for (i = 0; i < *count && ports[i] != port; i++)
			;
		if (i < *count)
			continue;
		if (*count == most) {
			log_error("--port %s: more than %zu ports", word,
				  most);
			return -EINVAL;
		}
		ports[(*count)++] = port;
	}
	return 0;
}
