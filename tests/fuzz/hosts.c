/* SPDX-License-Identifier: BSD-2-Clause */
/* Hosts files: what a line is taken for holds together. */
#include "collect/names/hosts.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(int holds)
{
	if (!holds)
		abort();
}

static void check_answers(const char *bytes, size_t size, const char *name)
{
	struct answers list = {.name = name};
	struct facts *facts = facts_new();
	struct address addresses[4];
	size_t count;

	check(facts != NULL);
	count = hosts_find(bytes, size, name, addresses, 4);
	check(count <= 4);
	hosts_answer(&list, bytes, size, "hosts", addresses, count);
	check(list.first != NULL);
	check(!count || list.first->status != FACT_ABSENT);
	answers_save(&list, facts);
	check(!facts_error(facts));
	facts_free(facts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cursor file = cursor_over(data, size);
	unsigned int number = 0, last = 0;
	struct hosts_line line;

	while (hosts_next(&file, &number, &line)) {
		check(line.number > last && line.number == number);
		check(cursor_left(&line.field) > 0);
		check(line.names.at <= line.names.length);
		last = line.number;
	}
	check_answers((const char *)data, size, "proxy1");
	check_answers((const char *)data, size, "mail.example");
	return 0;
}
