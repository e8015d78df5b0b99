/* SPDX-License-Identifier: BSD-2-Clause */
/* The system's headers for socket addresses. */
#ifndef PORT_NET_INET_H
#define PORT_NET_INET_H

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#include <iphlpapi.h>
#else
#include <arpa/inet.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#endif

#endif
