/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files services, protocols and nsswitch.conf.  What is found is what
 * the lines say, and every line is counted once.
 */
#include "collect/database/database_file.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void must(bool condition)
{
	if (!condition)
		abort();
}

static void check(struct cursor file, enum database database,
		  const char *name, const char *protocol)
{
	struct database_entry entry =
		database_find(file, database, name, protocol);
	unsigned int number = 0, last = 0, lines = 0, bad = 0;
	struct database_line line;

	while (database_next(&file, database, &number, &line)) {
		must(line.number > last && line.number <= number);
		last = line.number;
		lines += line.valid;
		bad += !line.valid;
		must(!line.valid || (line.name.length && line.value <= 65535));
		if (line.number == entry.line)
			must(line.valid && line.value == entry.value);
		if (line.number == entry.first_bad)
			must(!line.valid && bad == 1);
	}
	must(lines == entry.lines && bad == entry.bad);
	must(!entry.bad == !entry.first_bad);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct cursor file = cursor_over(bytes, length), sources, source;

	check(file, DATABASE_SERVICES, "smtp", "tcp");
	check(file, DATABASE_PROTOCOLS, "tcp", NULL);
	if (!nsswitch_find(file, "services", &sources))
		return 0;
	while (nsswitch_next(&sources, &source)) {
		must(source.length && source.length <= length);
		must(!memchr(source.bytes, ' ', source.length));
		must(!memchr(source.bytes, '\n', source.length));
	}
	must(!cursor_left(&sources));
	return 0;
}
