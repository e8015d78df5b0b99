/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The BPF program first checks the ABI of the call, since call numbers differ
 * (x32 has the same ABI value as x86-64 and sets a bit in its numbers); then it
 * goes through the rules.  It reads an argument of 64 bits as two words.
 */
#include "priv/call_filter.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdbool.h>
#include <sys/prctl.h>

#define PROGRAM_MAX 2048	/* instructions; the kernel takes 4096 */
#define RULE_MAX (4 + 6 * CALL_TESTS)	/* instructions of one rule */
#define HEAD 8			/* instructions before the rules, at most */
#define X32_CALL 0x40000000u

#if defined(__x86_64__)
#define CONVENTION AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define CONVENTION AUDIT_ARCH_I386
#elif defined(__aarch64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define CONVENTION AUDIT_ARCH_AARCH64
#elif defined(__arm__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define CONVENTION AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define CONVENTION AUDIT_ARCH_RISCV64
#elif defined(__powerpc64__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define CONVENTION AUDIT_ARCH_PPC64LE
#elif defined(__s390x__)
#define CONVENTION AUDIT_ARCH_S390X
#elif defined(__loongarch64) && defined(AUDIT_ARCH_LOONGARCH64)
#define CONVENTION AUDIT_ARCH_LOONGARCH64
#else
#define CONVENTION 0
#endif

struct program {
	struct sock_filter code[PROGRAM_MAX];
	unsigned short length;
};

static void add(struct program *program, struct sock_filter instruction)
{
	program->code[program->length++] = instruction;
}

static void load(struct program *program, size_t offset)
{
	add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						  (uint32_t)offset));
}

/* If the accumulator is not @value, skip @skip instructions. */
static void demand(struct program *program, uint32_t value, uint8_t skip)
{
	add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
						  value, 0, skip));
}

static void end(struct program *program, uint32_t action)
{
	add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, action));
}

static size_t word_of(unsigned int argument, bool high)
{
	bool first = high == (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__);

	return offsetof(struct seccomp_data, args) + 8 * argument +
	       (first ? 0 : 4);
}

/* Half of a test: three instructions; @left more of the rule follow. */
static void add_half(struct program *program, unsigned int argument,
		     bool high, uint64_t mask, uint64_t value, size_t left)
{
	unsigned int shift = high ? 32 : 0;

	load(program, word_of(argument, high));
	add(program, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K,
						  (uint32_t)(mask >> shift)));
	demand(program, (uint32_t)(value >> shift), (uint8_t)left);
}

static void add_rule(struct program *program, const struct call_rule *rule)
{
	size_t left = 6 * rule->count + 1;

	load(program, offsetof(struct seccomp_data, nr));
	demand(program, (uint32_t)rule->call, (uint8_t)left);
	for (unsigned int i = 0; i < rule->count; i++) {
		left -= 3;
		add_half(program, rule->tests[i].argument, true,
			 rule->tests[i].mask, rule->tests[i].value, left);
		left -= 3;
		add_half(program, rule->tests[i].argument, false,
			 rule->tests[i].mask, rule->tests[i].value, left);
	}
	end(program, SECCOMP_RET_ALLOW);
}

int call_filter_install(const struct call_rule *rules, size_t count)
{
	struct program program = {.length = 0};
	struct sock_fprog all = {.filter = program.code};

	if (!CONVENTION)
		return -EOPNOTSUPP;
	if (count > (PROGRAM_MAX - HEAD) / RULE_MAX)
		return -E2BIG;
	load(&program, offsetof(struct seccomp_data, arch));
	demand(&program, CONVENTION, 2);
	load(&program, offsetof(struct seccomp_data, nr));
	add(&program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K,
						   X32_CALL, 0, 1));
	/* Kernels before 4.14 treat this as SECCOMP_RET_KILL_THREAD. */
	end(&program, SECCOMP_RET_KILL_PROCESS);
	for (size_t i = 0; i < count; i++)
		add_rule(&program, &rules[i]);
	end(&program, SECCOMP_RET_KILL_PROCESS);
	all.len = program.length;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &all) ? -errno : 0;
}
