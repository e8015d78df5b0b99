#include "base/address.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "port/inet.h"

int address_parse(const char *text, struct address *address)
{
	struct address a = {0};
	char plain[ADDRESS_TEXT];
	const char *zone = strchr(text, '%');
	size_t length = zone ? (size_t)(zone - text) : strlen(text);

	if (!length || length >= sizeof(plain))
		return -EINVAL;
	memcpy(plain, text, length);
	plain[length] = '\0';
	if (inet_pton(AF_INET, plain, a.bytes) == 1 && !zone) {
		a.family = 4;
	} else if (inet_pton(AF_INET6, plain, a.bytes) == 1) {
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

const char *address_format(const struct address *address, char *text)
{
	if (!inet_ntop(address->family == 4 ? AF_INET : AF_INET6,
		       address->bytes, text, ADDRESS_TEXT))
		strcpy(text, "?");
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

bool address_is_multicast(const struct address *address)
{
	return address->family == 4 ? (address->bytes[0] & 0xf0) == 0xe0 :
				      address->bytes[0] == 0xff;
}

bool address_equal(const struct address *a, const struct address *b)
{
	return a->family == b->family &&
	       !memcmp(a->bytes, b->bytes, sizeof(a->bytes));
}

const char *protocol_name(enum protocol protocol)
{
	return protocol == PROTOCOL_UDP ? "udp" : "tcp";
}
