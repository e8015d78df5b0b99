/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * UDP sockets over IPv4 that never wait.
 *
 * Results are those of port/socket.h: 0, or the system's own code.
 */
#ifndef PORT_NET_DATAGRAM_H
#define PORT_NET_DATAGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "port/net/inet.h"

/**
 * datagram_open() - A socket for one remote address
 * @to:		The address; @length its length
 * @broadcast:	It is a network's broadcast address: packets of every sender
 *		are received; otherwise only those of @to
 * @s:		Written on success only; to be closed with socket_close()
 *
 * Return: 0 or a code
 */
int datagram_open(const struct sockaddr_storage *to, socklen_t length,
		  bool broadcast, intptr_t *s);

/**
 * datagram_send() - Send a packet
 * @to:		Of a socket for broadcasts; else NULL
 *
 * Return: 0, also where there is no room now; or a code
 */
int datagram_send(intptr_t s, const void *bytes, size_t size,
		  const struct sockaddr_storage *to, socklen_t length);

/**
 * datagram_receive() - Take a packet that has come
 * @bytes:	Written
 * @size:	Room; a longer packet is cut off
 * @length:	Written on success only
 * @from:	Its sender; written on success only
 * @empty:	Set where there is none
 *
 * Return: 0 or a code
 */
int datagram_receive(intptr_t s, void *bytes, size_t size, size_t *length,
		     struct sockaddr_in *from, bool *empty);

#endif
