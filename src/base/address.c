/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Addresses are read and written by our own hand: systems differ in a few,
 * and the same facts must give the same text everywhere.
 */
#include "base/address.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/cursor.h"

#define GROUPS 8	/* of 16 bits in an IPv6 address */
#define NO_GAP 16

/* Four numbers without leading zeros, to the end. */
static bool parse_v4(struct cursor c, uint8_t *bytes)
{
	uint8_t parsed[4];

	for (int i = 0; i < 4; i++) {
		bool zero = cursor_peek(&c) == '0';
		size_t start = c.at;
		uint64_t number;

		if (!cursor_number(&c, &number) || number > 255 ||
		    (zero && c.at - start > 1))
			return false;
		if (i < 3 && !cursor_starts(&c, "."))
			return false;
		parsed[i] = (uint8_t)number;
	}
	if (cursor_left(&c))
		return false;
	memcpy(bytes, parsed, sizeof(parsed));
	return true;
}

/* At most four hexadecimal digits. */
static bool parse_group(struct cursor *c, uint8_t *bytes)
{
	static const char hex[] = "0123456789abcdef";
	unsigned int value = 0, digits = 0;
	const char *digit;
	int byte;

	while ((byte = cursor_peek(c)) > 0 && digits < 4) {
		if (byte >= 'A' && byte <= 'F')
			byte += 'a' - 'A';
		digit = strchr(hex, byte);
		if (!digit)
			break;
		value = value << 4 | (unsigned int)(digit - hex);
		digits++;
		cursor_skip(c, 1);
	}
	bytes[0] = (uint8_t)(value >> 8);
	bytes[1] = (uint8_t)value;
	return digits > 0;
}

/* RFC 4291, 2.2. */
static bool parse_v6(struct cursor c, uint8_t *bytes)
{
	uint8_t parsed[16] = {0};
	size_t at = 0, gap = cursor_starts(&c, "::") ? 0 : NO_GAP;

	while (cursor_left(&c)) {
		if (at <= 12 && parse_v4(c, parsed + at)) {
			at += 4;
			break;
		}
		if (at == 16 || !parse_group(&c, parsed + at))
			return false;
		at += 2;
		if (cursor_starts(&c, "::")) {
			if (gap != NO_GAP)
				return false;
			gap = at;
		} else if (cursor_left(&c) &&
			   (!cursor_starts(&c, ":") || !cursor_left(&c))) {
			return false;
		}
	}
	if ((gap == NO_GAP) != (at == 16))
		return false;
	memset(bytes, 0, 16);
	if (gap == NO_GAP)
		gap = at;
	memcpy(bytes, parsed, gap);
	memcpy(bytes + 16 - (at - gap), parsed + gap, at - gap);
	return true;
}

int address_parse(const char *text, struct address *address)
{
	struct address a = {0};
	const char *zone = strchr(text, '%');
	struct cursor plain =
		cursor_over(text, zone ? (size_t)(zone - text) : strlen(text));

	if (parse_v4(plain, a.bytes) && !zone) {
		a.family = 4;
	} else if (parse_v6(plain, a.bytes)) {
		a.family = 6;
		if (zone && (!zone[1] || strlen(zone + 1) >= sizeof(a.zone)))
			return -EINVAL;
		if (zone)
			strcpy(a.zone, zone + 1);
	} else {
		return -EINVAL;
	}
	*address = a;
	return 0;
}

static void format_v4(const uint8_t *bytes, char *text)
{
	sprintf(text, "%d.%d.%d.%d", bytes[0], bytes[1], bytes[2], bytes[3]);
}

/* The longest run of zero groups, the first of equals, of two at least. */
static void find_gap(const uint8_t *bytes, int *start, int *length)
{
	int run = 0;

	*start = *length = 0;
	for (int i = 0; i < GROUPS; i++) {
		run = bytes[2 * i] || bytes[2 * i + 1] ? 0 : run + 1;
		if (run > *length && run > 1) {
			*length = run;
			*start = i + 1 - run;
		}
	}
}

static bool ends_dotted(const uint8_t *bytes, int start, int length)
{
	return start == 0 && (length == 6 || (length == 5 && bytes[10] == 255 &&
					      bytes[11] == 255));
}

static void format_v6(const uint8_t *bytes, char *text)
{
	int start, length, i = 0;

	find_gap(bytes, &start, &length);
	*text = '\0';
	while (i < GROUPS) {
		if (length && i == start) {
			text += sprintf(text, "::");
			i += length;
		} else if (i == 6 && ends_dotted(bytes, start, length)) {
			format_v4(bytes + 12, text);
			return;
		} else {
			text += sprintf(text, "%x",
					(unsigned int)bytes[2 * i] << 8 |
						bytes[2 * i + 1]);
			i++;
			if (i < GROUPS && !(length && i == start))
				text += sprintf(text, ":");
		}
	}
}

const char *address_format(const struct address *address, char *text)
{
	if (address->family == 4)
		format_v4(address->bytes, text);
	else
		format_v6(address->bytes, text);
	if (address->zone[0]) {
		strcat(text, "%");
		strncat(text, address->zone,
			ADDRESS_TEXT - strlen(text) - 1);
	}
	return text;
}

const char *endpoint_format(const struct address *address, uint16_t port,
			    char *text)
{
	char plain[ADDRESS_TEXT];

	snprintf(text, ENDPOINT_TEXT, address->family == 6 ? "[%s]:%u" : "%s:%u",
		 address_format(address, plain), (unsigned int)port);
	return text;
}

struct address address_wildcard(int family)
{
	return (struct address){.family = (uint8_t)family};
}

bool address_is_wildcard(const struct address *address)
{
	static const uint8_t zero[16];

	return !memcmp(address->bytes, zero, sizeof(zero));
}

bool address_is_loopback(const struct address *address)
{
	static const uint8_t loopback6[16] = {[15] = 1};

	if (address->family == 4)
		return address->bytes[0] == 127;
	return !memcmp(address->bytes, loopback6, sizeof(loopback6));
}

bool address_is_link_local(const struct address *address)
{
	return address->family == 6 && address->bytes[0] == 0xfe &&
	       (address->bytes[1] & 0xc0) == 0x80;
}

bool address_is_mapped(const struct address *address)
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};

	return address->family == 6 &&
	       !memcmp(address->bytes, prefix, sizeof(prefix));
}

bool address_equal(const struct address *a, const struct address *b)
{
	return a->family == b->family &&
	       !memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

_Static_assert(sizeof(struct endpoint_key) == 20, "no padding");

struct endpoint_key endpoint_key(const struct address *address, uint16_t port)
{
	struct endpoint_key key = {.port = port, .family = address->family};

	memcpy(key.bytes, address->bytes, sizeof(key.bytes));
	return key;
}

struct address endpoint_key_address(const struct endpoint_key *key)
{
	struct address address = {.family = key->family};

	memcpy(address.bytes, key->bytes, sizeof(address.bytes));
	return address;
}

const char *protocol_name(enum protocol protocol)
{
	return protocol == PROTOCOL_UDP ? "udp" : "tcp";
}
