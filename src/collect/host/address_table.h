/* SPDX-License-Identifier: BSD-2-Clause */
/* Interfaces and addresses as rtnetlink(7) lists them; no I/O. */
#ifndef COLLECT_HOST_ADDRESS_TABLE_H
#define COLLECT_HOST_ADDRESS_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

#define ADDRESS_TABLE_MAX 4096	/* of each are kept */
#define ADDRESS_TABLE_NAME 16	/* IFNAMSIZ: room for an interface's name */

/**
 * struct address_link - An interface
 * @flags:	IFF_ flags
 * @ipv6:	Switched on: 1 or 0; -1 where not known
 */
struct address_link {
	unsigned int index;
	unsigned int flags;
	char name[ADDRESS_TABLE_NAME];
	int ipv6;
};

/**
 * struct address_local - An address of this machine
 * @link:	The index of its interface
 * @flags:	IFA_F_ flags
 * @prefix:	The length of its network's prefix, in bits
 */
struct address_local {
	struct address address;
	unsigned int link;
	unsigned int flags;
	unsigned int prefix;
};

/**
 * struct address_table - What was listed
 * @more_links:	There were more than ADDRESS_TABLE_MAX
 * @more_locals: Likewise
 */
struct address_table {
	struct address_link *links;
	struct address_local *locals;
	size_t link_count;
	size_t local_count;
	bool more_links;
	bool more_locals;
};

/** address_table_init() - An empty table; 0 or -ENOMEM */
int address_table_init(struct address_table *table);

/** address_table_free() - Free what a table holds */
void address_table_free(struct address_table *table);

/**
 * address_table_read_links() - A part of the answer to RTM_GETLINK
 * address_table_read_locals() - A part of the answer to RTM_GETADDR
 * @table:	Appended to
 * @seq:	Of the request
 * @port:	Our own netlink port
 * @bytes:	Netlink messages
 * @length:	In bytes
 *
 * Return: as netlink_read()
 */
int address_table_read_links(struct address_table *table, uint32_t seq,
			     uint32_t port, const void *bytes, size_t length);
int address_table_read_locals(struct address_table *table, uint32_t seq,
			      uint32_t port, const void *bytes, size_t length);

/** address_table_sort() - Put the interfaces in order, after the last */
void address_table_sort(struct address_table *table);

/** address_table_name() - An interface's name in a sorted table, or NULL */
const char *address_table_name(const struct address_table *table,
			       unsigned int index);

#endif
