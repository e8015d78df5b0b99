/* inet_pton(), inet_ntop() and the address families, wherever they stand. */
#ifndef PORT_INET_H
#define PORT_INET_H

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#include <sys/socket.h>
#endif

#endif
