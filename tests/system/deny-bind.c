/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * deny-bind - Forbid binds to a port in a cgroup, as SocketBindDeny= does
 *
 *	deny-bind CGROUP PORT
 *
 * Loads a BPF program for each of the cgroup's bind hooks and attaches it.
 * It stays until the cgroup is removed.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static long bpf(int command, union bpf_attr *attr)
{
	return syscall(SYS_bpf, command, attr, sizeof *attr);
}

static int load(int type, uint16_t port)
{
	/* return ctx->user_port != port; the port is in network order */
	struct bpf_insn code[] = {
		{.code = BPF_LDX | BPF_MEM | BPF_W, .dst_reg = 2, .src_reg = 1,
		 .off = offsetof(struct bpf_sock_addr, user_port)},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 1},
		{.code = BPF_JMP | BPF_JNE | BPF_K, .dst_reg = 2, .off = 1,
		 .imm = htons(port)},
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0},
		{.code = BPF_JMP | BPF_EXIT},
	};
	union bpf_attr attr;

	memset(&attr, 0, sizeof attr);
	attr.prog_type = BPF_PROG_TYPE_CGROUP_SOCK_ADDR;
	attr.expected_attach_type = type;
	attr.insns = (uintptr_t)code;
	attr.insn_cnt = sizeof code / sizeof code[0];
	attr.license = (uintptr_t)"BSD";
	strcpy(attr.prog_name, "deny_bind");
	return bpf(BPF_PROG_LOAD, &attr);
}

static int attach(int cgroup, int type, uint16_t port)
{
	union bpf_attr attr;
	int program = load(type, port);

	if (program < 0)
		return -1;
	memset(&attr, 0, sizeof attr);
	attr.target_fd = cgroup;
	attr.attach_bpf_fd = program;
	attr.attach_type = type;
	attr.attach_flags = BPF_F_ALLOW_MULTI;
	return bpf(BPF_PROG_ATTACH, &attr);
}

int main(int argc, char **argv)
{
	int cgroup;

	if (argc != 3) {
		fprintf(stderr, "usage: deny-bind CGROUP PORT\n");
		return 2;
	}
	cgroup = open(argv[1], O_RDONLY | O_DIRECTORY);
	if (cgroup < 0 ||
	    attach(cgroup, BPF_CGROUP_INET4_BIND, atoi(argv[2])) < 0 ||
	    attach(cgroup, BPF_CGROUP_INET6_BIND, atoi(argv[2])) < 0) {
		perror("deny-bind");
		return 1;
	}
	return 0;
}
