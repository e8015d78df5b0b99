/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * IP addresses, ports and protocols without the operating system's headers.
 */
#ifndef BASE_ADDRESS_H
#define BASE_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#define ADDRESS_TEXT 64	/* room for any address, its scope and a NUL */
#define ENDPOINT_TEXT 80	/* ... with brackets, port and protocol */

/**
 * struct address - An IPv4 or IPv6 address
 * @family:	4 or 6
 * @bytes:	Network byte order; IPv4 uses the first four, the rest are 0
 * @zone:	The interface of a link-local IPv6 address, by name or number;
 *		empty without one
 */
struct address {
	uint8_t family;
	uint8_t bytes[16];
	char zone[24];
};

/**
 * struct endpoint_key - An address and a port, to be compared by their bytes
 * @bytes:	As in struct address
 * @port:	Host byte order; 0 for an address alone
 */
struct endpoint_key {
	uint8_t bytes[16];
	uint16_t port;
	uint8_t family;
	uint8_t unused;		/* 0 */
};

enum protocol {
	PROTOCOL_TCP,
	PROTOCOL_UDP,
};

/**
 * address_parse() - An address from text
 * @text:	`192.0.2.1`, `2001:db8::1`, `fe80::1%eth0`; no brackets
 * @address:	Written on success only
 *
 * Return: 0, or -EINVAL
 */
int address_parse(const char *text, struct address *address);

/**
 * address_format() - An address as text
 * @address:	The address
 * @text:	At least ADDRESS_TEXT bytes
 *
 * IPv6 is written as RFC 5952 says.
 *
 * Return: @text
 */
const char *address_format(const struct address *address, char *text);

/**
 * endpoint_format() - Address and port as text, `[::1]:25`
 * @address:	The address
 * @port:	Host byte order
 * @text:	At least ENDPOINT_TEXT bytes
 *
 * Return: @text
 */
const char *endpoint_format(const struct address *address, uint16_t port,
			    char *text);

/** address_wildcard() - 0.0.0.0 or :: */
struct address address_wildcard(int family);

/** address_is_wildcard() - Is it 0.0.0.0 or ::? */
bool address_is_wildcard(const struct address *address);

/** address_is_loopback() - Is it in 127.0.0.0/8, or ::1? */
bool address_is_loopback(const struct address *address);

/** address_is_link_local() - Is it in fe80::/10? */
bool address_is_link_local(const struct address *address);

/** address_is_mapped() - Is it an IPv4 address in IPv6's form, ::ffff:0:0/96? */
bool address_is_mapped(const struct address *address);

/** address_equal() - The same family and bytes; zones are not compared */
bool address_equal(const struct address *a, const struct address *b);

/** endpoint_key() - The key of an endpoint; its zone is left out */
struct endpoint_key endpoint_key(const struct address *address, uint16_t port);

/** endpoint_key_address() - The address in a key */
struct address endpoint_key_address(const struct endpoint_key *key);

/** protocol_name() - "tcp" or "udp" */
const char *protocol_name(enum protocol protocol);

#endif
