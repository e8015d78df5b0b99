/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names that no command line lets pass, and that a configuration could hold:
 *
 *	resolve-names SERVER
 *
 * Prints the facts, one line each.  Run where no packet can get away.
 */
#include <stdio.h>
#include <string.h>

#include "collect/names/resolve.h"
#include "port/clock.h"

int main(int argc, char **argv)
{
	static char many[301], label[80], deep[600];
	const char *const names[] = {
		"", " ", "a b", "a..b", ".", "..", "-", "*", "proxy1\n",
		"\033[31m", "\xff\xfe", "k\xc3\xa4se.example", "a\\", "a\\000b",
		"%n%s", many, label, deep, "[::1]", "127.1", "::1%", "PROXY1",
		"1.2.3.4.5",
	};
	struct name_lookup lookup = {
		.names = names,
		.count = sizeof(names) / sizeof(names[0]),
		.hosts = "/dev/null",
		.netbios = true,
		.wins = argc > 1 ? argv[1] : NULL,
		.servers = (const char *const *)argv + 1,
		.server_count = argc > 1 ? 1 : 0,
	};
	struct facts *facts = facts_new();
	int rc;

	if (argc < 2 || !facts)
		return 1;
	memset(many, 'a', sizeof(many) - 1);
	memset(label, 'b', 64);
	for (size_t i = 0; i + 3 < sizeof(deep); i += 2)
		memcpy(deep + i, "c.", 2);
	resolve_collect(facts, &lookup, clock_now() + 2000);
	facts_each(facts, FACT_NAME_ANSWER, f)
		printf("%s: %s %s\n", f->subject, fact_status_name(f->status),
		       f->code.space ? f->code.name : "-");
	rc = facts_error(facts);
	facts_free(facts);
	return rc ? 1 : 0;
}
