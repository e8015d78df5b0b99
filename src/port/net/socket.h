/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * TCP connections of a client that waits in poll_wait() alone.
 *
 * Results are 0 or the system's own code, positive: an errno, or Winsock's.
 */
#ifndef PORT_NET_SOCKET_H
#define PORT_NET_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/net/inet.h"

/** socket_space - Which codes these are: "errno" or "winsock" */
extern const char socket_space[];

/** socket_time_out - The code of a deadline that has passed */
extern const int socket_time_out;

/** socket_would_wait() - Is that the code of a call that would have to wait? */
bool socket_would_wait(int code);

/** socket_no_route() - Is it a code for an address that cannot be reached? */
bool socket_no_route(int code);

/** socket_denied() - Is it a code for a missing right? */
bool socket_denied(int code);

/**
 * socket_dial() - Begin to connect to a listener
 * @name:	Where to
 * @length:	Of @name
 * @s:		Written on success only; to be closed with socket_close().
 *		Writable when the connection is there or has failed
 *
 * On Linux without libc where that is possible, so that an interposer cannot
 * lead the connection to another machine.
 *
 * Return: 0 or a code
 */
int socket_dial(const struct sockaddr_storage *name, socklen_t length,
		intptr_t *s);

/** socket_dialled() - 0 if a writable socket is connected, or its code */
int socket_dialled(intptr_t s);

/**
 * socket_receive() - Take the bytes that are there, without waiting
 * @s:		The connection
 * @bytes:	Written
 * @size:	Room in @bytes, not 0
 * @length:	Set to how many came; 0 where the peer has closed
 *
 * Return: 0 or a code
 */
int socket_receive(intptr_t s, void *bytes, size_t size, size_t *length);

/** socket_send() - Send a few bytes, as many as can be sent without waiting */
void socket_send(intptr_t s, const void *bytes, size_t length);

/** socket_finish() - Nothing more will be sent */
void socket_finish(intptr_t s);

/** socket_close() - Close a connection */
void socket_close(intptr_t s);

#endif
