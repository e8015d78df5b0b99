/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A service that holds 127.0.0.1 and a port, and greets as a mail server:
 *
 *	sc create NAME binPath= "C:\...\service.exe PORT"
 *
 * Started by hand it says what it is and ends.
 */
#include <winsock2.h>
#include <ws2tcpip.h>

#include <stdio.h>
#include <stdlib.h>
#include <windows.h>

static SERVICE_STATUS_HANDLE handle;
static unsigned short port;
static HANDLE stopped;

static void report(DWORD state)
{
	SERVICE_STATUS status = {
		.dwServiceType = SERVICE_WIN32_OWN_PROCESS,
		.dwCurrentState = state,
		.dwControlsAccepted = SERVICE_ACCEPT_STOP,
	};

	SetServiceStatus(handle, &status);
}

static DWORD WINAPI control(DWORD code, DWORD type, void *data, void *context)
{
	(void)type, (void)data, (void)context;
	if (code == SERVICE_CONTROL_STOP) {
		report(SERVICE_STOPPED);
		SetEvent(stopped);
	}
	return NO_ERROR;
}

static DWORD WINAPI greet(void *listener)
{
	static const char greeting[] = "220 service.example ESMTP\r\n";
	char rest[512];
	SOCKET client;

	while ((client = accept(*(SOCKET *)listener, NULL, NULL)) !=
	       INVALID_SOCKET) {
		send(client, greeting, sizeof(greeting) - 1, 0);
		while (recv(client, rest, sizeof(rest), 0) > 0)
			;
		closesocket(client);
	}
	return 0;
}

static void WINAPI serve(DWORD argc, char **argv)
{
	struct sockaddr_in name = {.sin_family = AF_INET};
	BOOL yes = TRUE;
	WSADATA data;
	SOCKET s;

	(void)argc;
	handle = RegisterServiceCtrlHandlerExA(argv[0], control, NULL);
	stopped = CreateEventA(NULL, TRUE, FALSE, NULL);
	name.sin_port = htons(port);
	name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	WSAStartup(MAKEWORD(2, 2), &data);
	s = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(s, (struct sockaddr *)&name, sizeof(name)) || listen(s, 5)) {
		report(SERVICE_STOPPED);
		return;
	}
	/* Wine then knows whose the socket is. */
	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, (const char *)&yes,
		   sizeof(yes));
	CreateThread(NULL, 0, greet, &s, 0, NULL);
	report(SERVICE_RUNNING);
	WaitForSingleObject(stopped, INFINITE);
}

int main(int argc, char **argv)
{
	static char name[] = "";
	const SERVICE_TABLE_ENTRYA services[] = {{name, serve}, {NULL, NULL}};

	port = (unsigned short)(argc > 1 ? atoi(argv[1]) : 25);
	if (!StartServiceCtrlDispatcherA(services)) {
		puts("a service, for `sc create`");
		return 1;
	}
	return 0;
}
