/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads packets of the control channel, a line "c HEX" or "s HEX" each, by
 * who sent it, and prints what stands in them.
 */
#include <stdio.h>
#include <string.h>

#include "wire/control/control.h"

static size_t read_hex(const char *text, uint8_t *bytes, size_t room)
{
	size_t n = 0;
	unsigned int byte;

	while (n < room && sscanf(text + 2 * n, "%2x", &byte) == 1)
		bytes[n++] = (uint8_t)byte;
	return n;
}

static void print_address(const char *name, const struct address *address)
{
	char text[ADDRESS_TEXT];

	if (address->family)
		printf("\t%s=%s", name, address_format(address, text));
}

static void print_number(const char *name, unsigned long number)
{
	if (number)
		printf("\t%s=%lu", name, number);
}

static void print_message(const struct control_message *m)
{
	printf("command=%s\tnumber=%u\tacknowledged=%u\tsequence=%u",
	       control_name(m->command), m->number, m->acknowledged,
	       m->sequence);
	print_address("address", &m->address);
	print_address("external", &m->external);
	print_number("port", m->port);
	print_number("external_port", m->external_port);
	print_number("bind_id", m->bind_id);
	printf("\tuser=%s\tprogram=%s\tcomputer=%s\tname=%s\n", m->user,
	       m->program, m->computer, m->name);
}

int main(void)
{
	char line[4096];
	uint8_t bytes[2000];
	struct control_message message;

	while (fgets(line, sizeof(line), stdin)) {
		size_t n = read_hex(line + 2, bytes, sizeof(bytes));

		if (control_parse(bytes, n, *line == 's', &message))
			puts("command=none");
		else
			print_message(&message);
	}
	return 0;
}
