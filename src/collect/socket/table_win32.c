/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/socket/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "port/wide.h"
#include "port/win32/api.h"

#define READ_AGAIN 8	/* the table may grow meanwhile */
#define FIRST_SIZE (64 * 1024) /* bytes: some hundred sockets at once */
#define SPARE 4096	/* bytes of room for more */
#define INDEX_MAX 0xffff /* no machine has more interfaces */

/* What every kind of row has. */
struct raw_row {
	const void *address;
	DWORD port, scope, state, pid;
	ULONGLONG tag;		/* of the service; 0 for none */
};

/* A kind of table: how to get it, and how to read its rows. */
struct kind {
	DWORD (*get)(void *table, DWORD *size);
	DWORD (*module)(void *row, void *info, DWORD *size);
	void (*read)(const void *row, struct raw_row *raw);
	size_t first;		/* bytes before the first row */
	size_t size;		/* bytes of a row */
	bool states;
};

static DWORD get_tcp4(void *table, DWORD *size)
{
	return win32->GetExtendedTcpTable(table, size, FALSE, AF_INET,
					  TCP_TABLE_OWNER_MODULE_ALL, 0);
}

static DWORD get_tcp6(void *table, DWORD *size)
{
	return win32->GetExtendedTcpTable(table, size, FALSE, AF_INET6,
					  TCP_TABLE_OWNER_MODULE_ALL, 0);
}

static DWORD get_udp4(void *table, DWORD *size)
{
	return win32->GetExtendedUdpTable(table, size, FALSE, AF_INET,
					  UDP_TABLE_OWNER_MODULE, 0);
}

static DWORD get_udp6(void *table, DWORD *size)
{
	return win32->GetExtendedUdpTable(table, size, FALSE, AF_INET6,
					  UDP_TABLE_OWNER_MODULE, 0);
}

static DWORD module_tcp4(void *row, void *info, DWORD *size)
{
	return win32->GetOwnerModuleFromTcpEntry(
		row, TCPIP_OWNER_MODULE_INFO_BASIC, info, size);
}

static DWORD module_tcp6(void *row, void *info, DWORD *size)
{
	return win32->GetOwnerModuleFromTcp6Entry(
		row, TCPIP_OWNER_MODULE_INFO_BASIC, info, size);
}

static DWORD module_udp4(void *row, void *info, DWORD *size)
{
	return win32->GetOwnerModuleFromUdpEntry(
		row, TCPIP_OWNER_MODULE_INFO_BASIC, info, size);
}

static DWORD module_udp6(void *row, void *info, DWORD *size)
{
	return win32->GetOwnerModuleFromUdp6Entry(
		row, TCPIP_OWNER_MODULE_INFO_BASIC, info, size);
}

static void read_tcp4(const void *row, struct raw_row *raw)
{
	const MIB_TCPROW_OWNER_MODULE *r = row;

	*raw = (struct raw_row){&r->dwLocalAddr, r->dwLocalPort, 0,
				r->dwState, r->dwOwningPid,
				r->OwningModuleInfo[0]};
}

static void read_tcp6(const void *row, struct raw_row *raw)
{
	const MIB_TCP6ROW_OWNER_MODULE *r = row;

	*raw = (struct raw_row){r->ucLocalAddr, r->dwLocalPort,
				r->dwLocalScopeId, r->dwState, r->dwOwningPid,
				r->OwningModuleInfo[0]};
}

static void read_udp4(const void *row, struct raw_row *raw)
{
	const MIB_UDPROW_OWNER_MODULE *r = row;

	*raw = (struct raw_row){&r->dwLocalAddr, r->dwLocalPort, 0, 0,
				r->dwOwningPid, r->OwningModuleInfo[0]};
}

static void read_udp6(const void *row, struct raw_row *raw)
{
	const MIB_UDP6ROW_OWNER_MODULE *r = row;

	*raw = (struct raw_row){r->ucLocalAddr, r->dwLocalPort,
				r->dwLocalScopeId, 0, r->dwOwningPid,
				r->OwningModuleInfo[0]};
}

#define TABLE(kind) \
	offsetof(MIB_##kind##TABLE_OWNER_MODULE, table), \
	sizeof(MIB_##kind##ROW_OWNER_MODULE)

static const struct kind tcp4 = {get_tcp4, module_tcp4, read_tcp4, TABLE(TCP),
				 true};
static const struct kind tcp6 = {get_tcp6, module_tcp6, read_tcp6,
				 TABLE(TCP6), true};
static const struct kind udp4 = {get_udp4, module_udp4, read_udp4, TABLE(UDP),
				 false};
static const struct kind udp6 = {get_udp6, module_udp6, read_udp6,
				 TABLE(UDP6), false};

/* The table as Windows gives it, to be freed, and its size in bytes. */
static DWORD get_table(const struct kind *kind, char **table, DWORD *size)
{
	DWORD rc = ERROR_INSUFFICIENT_BUFFER;

	*table = NULL;
	*size = FIRST_SIZE - SPARE;
	for (int i = 0; i < READ_AGAIN && rc == ERROR_INSUFFICIENT_BUFFER;
	     i++) {
		free(*table);
		*size += SPARE;
		*table = memory_zeroed(1, *size);
		if (!*table)
			return ERROR_NOT_ENOUGH_MEMORY;
		rc = kind->get(*table, size);
	}
	if (rc) {
		free(*table);
		*table = NULL;
	}
	return rc;
}

static bool read_state(const struct kind *kind, DWORD state,
		       enum table_state *out)
{
	switch (kind->states ? state : MIB_TCP_STATE_LISTEN) {
	case MIB_TCP_STATE_LISTEN:
		*out = kind->states ? TABLE_LISTEN : TABLE_BOUND;
		return true;
	case MIB_TCP_STATE_TIME_WAIT:
		*out = TABLE_TIME_WAIT;
		return true;
	case MIB_TCP_STATE_CLOSED:
	case MIB_TCP_STATE_DELETE_TCB:
		return false;
	default:
		*out = TABLE_CONNECTED;
		return true;
	}
}

/* The documentation has it in network byte order; not every system does. */
static uint32_t read_scope(DWORD scope)
{
	return scope <= INDEX_MAX ? scope : ntohl(scope);
}

static bool is_file(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && (text_equal(name + length - 4, ".exe") ||
			      text_equal(name + length - 4, ".dll"));
}

/*
 * A row with a service's tag was made by that service; a row without one is
 * not looked up, and Wine has no such function.
 */
static void read_service(const struct kind *kind, void *raw_row,
			 struct table_row *row)
{
	ULONGLONG info[512];
	DWORD size = sizeof(info);
	const TCPIP_OWNER_MODULE_BASIC_INFO *basic = (const void *)info;
	char *name;

	if (kind->module(raw_row, info, &size) || !basic->pModuleName)
		return;
	name = wide_text(basic->pModuleName, wcslen(basic->pModuleName));
	/* A file name is the process's: the tag was not found. */
	if (name && !is_file(name) && strlen(name) < TABLE_SERVICE)
		strcpy(row->service, name);
	free(name);
}

static bool read_row(const struct kind *kind, int family, uint16_t port,
		     void *bytes, struct table_row *row)
{
	struct raw_row raw;

	*row = (struct table_row){.address.family = (uint8_t)family};
	kind->read(bytes, &raw);
	row->port = ntohs((uint16_t)raw.port);
	if ((port && row->port != port) ||
	    !read_state(kind, raw.state, &row->state))
		return false;
	memcpy(row->address.bytes, raw.address, family == 4 ? 4 : 16);
	if (address_is_link_local(&row->address) && raw.scope) {
		row->index = read_scope(raw.scope);
		snprintf(row->address.zone, sizeof(row->address.zone), "%u",
			 row->index);
	}
	row->pid = raw.pid;
	if (raw.tag && row->state != TABLE_TIME_WAIT)
		read_service(kind, bytes, row);
	return true;
}

unsigned long table_read(int family, enum protocol protocol, uint16_t port,
			 struct table_row **rows, size_t *count)
{
	const struct kind *kind = protocol == PROTOCOL_TCP ?
					  family == 4 ? &tcp4 : &tcp6 :
					  family == 4 ? &udp4 : &udp6;
	DWORD size, entries, rc;
	char *table;

	rc = get_table(kind, &table, &size);
	if (rc)
		return rc;
	memcpy(&entries, table, sizeof(entries));
	if (size < kind->first)
		entries = 0;
	else if (entries > (size - kind->first) / kind->size)
		entries = (DWORD)((size - kind->first) / kind->size);
	*count = 0;
	*rows = memory_zeroed(entries ? entries : 1, sizeof(**rows));
	if (!*rows)
		rc = ERROR_NOT_ENOUGH_MEMORY;
	for (DWORD i = 0; !rc && i < entries; i++)
		if (read_row(kind, family, port,
			     table + kind->first + i * kind->size,
			     &(*rows)[*count]))
			(*count)++;
	free(table);
	return rc;
}
