/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * probe-loop - Probe a port many times, then become another program
 *
 *	probe-loop COUNT ADDRESS PORT [COMMAND...]
 *
 * Status 1 if a try with SO_REUSEADDR met anything but a free port.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "collect/bind/bind.h"

/* Without it, connections of the round before stand in the way. */
static int has_reuseaddr(const struct fact *try)
{
	const json_t *options = fact_array(try, "options");

	for (size_t i = 0; i < json_array_size(options); i++)
		if (!strcmp(json_string_value(json_array_get(options, i)),
			    "SO_REUSEADDR"))
			return 1;
	return 0;
}

static int probe(const struct target *target)
{
	struct facts *facts = facts_new();
	int taken = 0;

	bind_collect(facts, target);
	facts_each(facts, FACT_TRY, try)
		if (try->status == FACT_SEEN && has_reuseaddr(try) &&
		    !fact_is(try, "OK"))
			taken = 1;
	facts_free(facts);
	return taken;
}

int main(int argc, char **argv)
{
	struct target target = {.protocol = PROTOCOL_TCP};
	int count, taken = 0;

	if (argc < 4 || address_parse(argv[2], &target.address)) {
		fprintf(stderr, "usage: probe-loop COUNT ADDRESS PORT "
				"[COMMAND...]\n");
		return 2;
	}
	count = atoi(argv[1]);
	target.port = (uint16_t)atoi(argv[3]);
	for (int i = 0; i < count; i++)
		taken += probe(&target);
	printf("probed %d taken %d\n", count, taken);
	fflush(stdout);
	if (taken)
		return 1;
	if (argc == 4)
		return 0;
	execvp(argv[4], argv + 4);
	perror(argv[4]);
	return 2;
}
