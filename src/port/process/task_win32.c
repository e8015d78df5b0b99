/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * select() waits for sockets alone, so the end is a packet on a UDP socket
 * that is connected to itself, on the loopback address: no other's comes
 * in.
 */
#include "port/process/task.h"

#include <errno.h>
#include <stdlib.h>
#include <winsock2.h>
#include <windows.h>

#include "base/memory.h"

struct task {
	LONG holders;
	SOCKET event;
	void (*work)(void *context);
	void (*drop)(void *context);
	void *context;
};

intptr_t task_event(const struct task *task)
{
	return (intptr_t)task->event;
}

void task_let_go(struct task *task)
{
	if (InterlockedDecrement(&task->holders) > 0)
		return;
	task->drop(task->context);
	if (task->event != INVALID_SOCKET)
		closesocket(task->event);
	free(task);
}

static DWORD WINAPI run(void *data)
{
	struct task *task = data;

	task->work(task->context);
	send(task->event, "", 1, 0);
	task_let_go(task);
	return 0;
}

static SOCKET open_event(void)
{
	struct sockaddr_in name = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	SOCKET s = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
	int length = sizeof(name);

	if (s == INVALID_SOCKET)
		return s;
	if (!bind(s, (const struct sockaddr *)&name, sizeof(name)) &&
	    !getsockname(s, (struct sockaddr *)&name, &length) &&
	    !connect(s, (const struct sockaddr *)&name, length))
		return s;
	closesocket(s);
	return INVALID_SOCKET;
}

int task_start(void (*work)(void *context), void (*drop)(void *context),
	       void *context, struct task **task)
{
	struct task *t = memory_new(sizeof(*t));
	HANDLE thread = NULL;

	if (!t) {
		drop(context);
		return -ENOMEM;
	}
	/* Ours and the thread's. */
	*t = (struct task){.holders = 2, .event = open_event(), .work = work,
			   .drop = drop, .context = context};
	if (t->event != INVALID_SOCKET)
		thread = CreateThread(NULL, 0, run, t, 0, NULL);
	if (thread) {
		CloseHandle(thread);
		*task = t;
		return 0;
	}
	t->holders = 1;
	task_let_go(t);
	return -EAGAIN;
}
