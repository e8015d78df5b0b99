/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The control channel between the Winsock Proxy client and its proxy: UDP,
 * server port 1745; later versions also use TCP.
 *
 * There is no published specification: the offsets are those of Wireshark's
 * msproxy dissector and of Dante's client.
 */
#ifndef WIRE_CONTROL_CONTROL_H
#define WIRE_CONTROL_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"

#define CONTROL_PORT 1745
#define CONTROL_TEXT 64		/* a name with its NUL; truncated if longer */
#define CONTROL_HOST 256

enum control_command {
	CONTROL_HELLO, CONTROL_HELLO_ACK, CONTROL_USER_INFO,
	CONTROL_USER_INFO_ACK, CONTROL_AUTHENTICATION, CONTROL_CHALLENGE,
	CONTROL_AUTHENTICATED, CONTROL_AUTHENTICATION_FAILED, CONTROL_BIND,
	CONTROL_BIND_ACK, CONTROL_TCP_BIND, CONTROL_TCP_BIND_ACK,
	CONTROL_LISTEN, CONTROL_BIND_INFO, CONTROL_BIND_INFO_ACK,
	CONTROL_CONNECT, CONTROL_CONNECT_ACK, CONTROL_RESOLVE,
	CONTROL_RESOLVE_ACK, CONTROL_ADDRESS_IN_USE, CONTROL_BIND_DENIED,
	CONTROL_CONNECT_DENIED, CONTROL_REFUSED, CONTROL_CONNECTED,
	CONTROL_SESSION_END, CONTROL_UNKNOWN,
};

/**
 * struct control_message - A packet of the channel
 * @number:	Number of the command in the packet
 * @acknowledged, @sequence: Packet numbers
 * @address, @port: The endpoint to bind, to listen on or to connect to, the
 *		bound one, or the control address; family 0 and port 0 without
 *		one; host byte order
 * @external, @external_port: External endpoint, in CONTROL_TCP_BIND_ACK,
 *		CONTROL_BIND_INFO and CONTROL_CONNECT_ACK
 * @bind_id:	Of binds and their answers
 * @user, @program, @computer: Printable; "" if not in the packet
 * @name:	The name to resolve; printable
 */
struct control_message {
	enum control_command command;
	bool from_server;
	uint16_t number;
	uint8_t acknowledged;
	uint8_t sequence;
	struct address address;
	uint16_t port;
	struct address external;
	uint16_t external_port;
	uint32_t bind_id;
	char user[CONTROL_TEXT];
	char program[CONTROL_TEXT];
	char computer[CONTROL_TEXT];
	char name[CONTROL_HOST];
};

/**
 * control_parse() - Parse a packet
 * @bytes:	Payload of the UDP packet
 * @length:	Number of bytes captured
 * @from_server: It came from the server's port
 * @message:	Written on success
 *
 * Return: 0, or -EINVAL for a packet that is not of the channel
 */
int control_parse(const uint8_t *bytes, size_t length, bool from_server,
		  struct control_message *message);

/** control_name() - "bind", "bind acknowledged" */
const char *control_name(enum control_command command);

#endif
