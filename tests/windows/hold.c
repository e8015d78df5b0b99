/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Holds a port until its standard input ends.
 *
 *	hold tcp|udp ADDRESS PORT [exclusive|reuse|plain|silent [GREETING]]
 *
 * Prints "ready PID" when it has the port, or "failed CODE"; `silent` binds
 * and does not listen.  GREETING, a line without its end, is said to each
 * client.
 */
#include <winsock2.h>
#include <ws2tcpip.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#define SECONDS_MAX 120

static int fail(void)
{
	printf("failed %d\n", WSAGetLastError());
	return 1;
}

static DWORD WINAPI wait_for_end(void *unused)
{
	(void)unused;
	while (getchar() != EOF)
		;
	ExitProcess(0);
}

static DWORD WINAPI wait_for_long(void *unused)
{
	(void)unused;
	Sleep(SECONDS_MAX * 1000);
	ExitProcess(2);
}

static void greet(SOCKET listener, const char *greeting)
{
	char line[512], rest[512];
	SOCKET client;

	snprintf(line, sizeof(line), "%s\r\n", greeting);
	while ((client = accept(listener, NULL, NULL)) != INVALID_SOCKET) {
		send(client, line, (int)strlen(line), 0);
		while (recv(client, rest, sizeof(rest), 0) > 0)
			;
		closesocket(client);
	}
}

static int set(SOCKET s, int level, int option)
{
	BOOL yes = TRUE;

	return setsockopt(s, level, option, (const char *)&yes, sizeof(yes));
}

static int hold(SOCKET s, const struct addrinfo *to, const char *how)
{
	if (!strcmp(how, "exclusive") &&
	    set(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE))
		return -1;
	if (!strcmp(how, "reuse") && set(s, SOL_SOCKET, SO_REUSEADDR))
		return -1;
	if (to->ai_family == AF_INET6 && set(s, IPPROTO_IPV6, IPV6_V6ONLY))
		return -1;
	if (bind(s, to->ai_addr, (int)to->ai_addrlen))
		return -1;
	if (to->ai_socktype != SOCK_STREAM || !strcmp(how, "silent"))
		return 0;
	if (listen(s, 5))
		return -1;
	/* Wine then knows whose the socket is. */
	return set(s, IPPROTO_TCP, TCP_NODELAY);
}

int main(int argc, char **argv)
{
	struct addrinfo hints = {.ai_flags = AI_NUMERICHOST | AI_PASSIVE}, *to;
	WSADATA data;
	SOCKET s;

	if (argc < 4 || WSAStartup(MAKEWORD(2, 2), &data))
		return 3;
	hints.ai_socktype = strcmp(argv[1], "udp") ? SOCK_STREAM : SOCK_DGRAM;
	if (getaddrinfo(argv[2], argv[3], &hints, &to))
		return fail();
	s = socket(to->ai_family, to->ai_socktype, 0);
	if (s == INVALID_SOCKET || hold(s, to, argc > 4 ? argv[4] : "plain"))
		return fail();
	printf("ready %lu\n", GetCurrentProcessId());
	fflush(stdout);
	CreateThread(NULL, 0, wait_for_end, NULL, 0, NULL);
	CreateThread(NULL, 0, wait_for_long, NULL, 0, NULL);
	if (argc > 5)
		greet(s, argv[5]);
	Sleep(INFINITE);
	return 0;
}
