/* SPDX-License-Identifier: BSD-2-Clause */
#include "faults/machine.h"

#include <elf.h>
#include <errno.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>

#if defined(__x86_64__) && !defined(__ILP32__)

static int set(pid_t task, size_t at, uint64_t value)
{
	return ptrace(PTRACE_POKEUSER, task, (void *)at, (void *)value) ? -1 :
									  0;
}

bool machine_known(void)
{
	return true;
}

int machine_skip(pid_t task)
{
	return set(task, offsetof(struct user_regs_struct, orig_rax),
		   SYS_brk) ||
			       set(task, offsetof(struct user_regs_struct, rdi),
				   0) ?
		       -1 :
		       0;
}

int machine_size(pid_t task, uint64_t size)
{
	return set(task, offsetof(struct user_regs_struct, rdx), size);
}

int machine_restore(pid_t task, const uint64_t *arguments)
{
	return set(task, offsetof(struct user_regs_struct, rdi),
		   arguments[0]) ||
			       machine_size(task, arguments[2]) ?
		       -1 :
		       0;
}

int machine_return(pid_t task, int64_t result)
{
	return set(task, offsetof(struct user_regs_struct, rax),
		   (uint64_t)result);
}

#elif defined(__aarch64__)

static int set(pid_t task, unsigned int at, uint64_t value)
{
	struct user_regs_struct registers;
	struct iovec all = {&registers, sizeof(registers)};

	if (ptrace(PTRACE_GETREGSET, task, (void *)NT_PRSTATUS, &all))
		return -1;
	registers.regs[at] = value;
	return ptrace(PTRACE_SETREGSET, task, (void *)NT_PRSTATUS, &all) ? -1 :
									   0;
}

bool machine_known(void)
{
	return true;
}

int machine_skip(pid_t task)
{
	int number = SYS_brk;
	struct iovec all = {&number, sizeof(number)};

	return ptrace(PTRACE_SETREGSET, task, (void *)NT_ARM_SYSTEM_CALL,
		      &all) ||
			       set(task, 0, 0) ?
		       -1 :
		       0;
}

int machine_size(pid_t task, uint64_t size)
{
	return set(task, 2, size);
}

/* The first is where the result is, too. */
int machine_restore(pid_t task, const uint64_t *arguments)
{
	return machine_size(task, arguments[2]);
}

int machine_return(pid_t task, int64_t result)
{
	return set(task, 0, (uint64_t)result);
}

#else

bool machine_known(void)
{
	return false;
}

int machine_skip(pid_t task)
{
	(void)task;
	return -1;
}

int machine_size(pid_t task, uint64_t size)
{
	(void)task;
	(void)size;
	return -1;
}

int machine_restore(pid_t task, const uint64_t *arguments)
{
	(void)task;
	(void)arguments;
	return -1;
}

int machine_return(pid_t task, int64_t result)
{
	(void)task;
	(void)result;
	return -1;
}

#endif
