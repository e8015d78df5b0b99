/* SPDX-License-Identifier: BSD-2-Clause */
/* Interfaces and addresses: who makes an interface chooses its name. */
#include "collect/host/address_table.h"

#include <errno.h>

#include "fuzz/fuzz.h"

static void check(const struct address_table *table)
{
	for (size_t i = 0; i < table->link_count; i++) {
		const char *name = table->links[i].name;

		must(name[0] && memchr(name, '\0', ADDRESS_TABLE_NAME));
		must(table->links[i].ipv6 >= -1 && table->links[i].ipv6 <= 1);
		must(address_table_name(table, table->links[i].index));
		must(!i || table->links[i - 1].index <= table->links[i].index);
	}
	for (size_t i = 0; i < table->local_count; i++) {
		const struct address_local *local = &table->locals[i];
		char text[ADDRESS_TEXT];

		must(local->address.family == 4 || local->address.family == 6);
		must(local->prefix <= UINT8_MAX);
		address_format(&local->address, text);
		address_table_name(table, local->link);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct address_table table;

	must(!address_table_init(&table));
	must(address_table_read_links(&table, 0, 0, bytes, length) <= 1);
	must(address_table_read_locals(&table, 1, 1, bytes, length) <= 1);
	address_table_sort(&table);
	check(&table);
	address_table_free(&table);
	return 0;
}
