/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own walk over all descriptors: the BPF iterator task_file.
 *
 * A program of some fifty instructions sees every open file of every task,
 * and writes out those that are wanted.  That takes a tenth of the time of
 * reading /proc, for which the kernel makes a directory entry and an inode for
 * each descriptor.  The program is assembled here, with the offsets that the
 * running kernel's BTF gives; the kernel verifies it before it runs, and
 * refuses it where an assumption is wrong.
 *
 * A failure does no harm: the caller reads /proc instead.
 *
 * The kernel opens its structures to programs under a licence that is
 * compatible with the GPL, by a list of names; of these "Dual BSD/GPL" is the
 * closest to this file's licence, which is compatible.
 */
#include "collect/holder/walk_bpf.h"

#include <errno.h>
#include <linux/bpf.h>
#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "collect/holder/btf.h"
#include "port/file/file.h"

#define BTF_FILE "/sys/kernel/btf/vmlinux"
#define BTF_MAX (64 << 20)
#define LEVELS 4	/* maximum of nested PID namespaces */
#define PROGRAM 128	/* maximum of instructions */
#define RECORDS 256	/* read at once */

/* What the program writes for each descriptor that is wanted. */
struct record {
	uint32_t wanted, pid, fd, unused;
};

/* Members of the kernel's structures that the program goes through. */
enum member {
	FILE_INODE, INODE_MODE, INODE_INO, TASK_LEADER, TASK_PID, PID_LEVEL,
	PID_NUMBERS, UPID_NR, UPID_NS, NS_COMMON, COMMON_INUM, MEMBERS,
};

static const struct btf_wanted all_members[MEMBERS] = {
	[FILE_INODE] = {.structure = "file", .member = "f_inode"},
	[INODE_MODE] = {.structure = "inode", .member = "i_mode"},
	[INODE_INO] = {.structure = "inode", .member = "i_ino"},
	[TASK_LEADER] = {.structure = "task_struct", .member = "group_leader"},
	[TASK_PID] = {.structure = "task_struct", .member = "thread_pid"},
	[PID_LEVEL] = {.structure = "pid", .member = "level"},
	[PID_NUMBERS] = {.structure = "pid", .member = "numbers"},
	[UPID_NR] = {.structure = "upid", .member = "nr"},
	[UPID_NS] = {.structure = "upid", .member = "ns"},
	[NS_COMMON] = {.structure = "pid_namespace", .member = "ns"},
	[COMMON_INUM] = {.structure = "ns_common", .member = "inum"},
};

/* The size of the kernel's struct upid. */
#define UPID_SIZE sizeof(struct { int nr; void *ns; })

enum label { TO_WRITE, TO_END };

struct program {
	struct bpf_insn code[PROGRAM];
	size_t length;
	struct jump {
		size_t at;
		enum label to;
	} jumps[PROGRAM];
	size_t jump_count;
	uint32_t offsets[MEMBERS];
};

static void emit(struct program *p, int code, int to, int from, int32_t offset,
		 int32_t value)
{
	if (p->length == PROGRAM)
		return;
	p->code[p->length++] = (struct bpf_insn){
		.code = (uint8_t)code,
		.dst_reg = (uint8_t)(to & 15),
		.src_reg = (uint8_t)(from & 15),
		.off = (int16_t)offset,
		.imm = value,
	};
}

static void load(struct program *p, int size, int to, int from, int32_t offset)
{
	emit(p, BPF_LDX | BPF_MEM | size, to, from, offset, 0);
}

static void store(struct program *p, int size, int32_t offset, int from)
{
	emit(p, BPF_STX | BPF_MEM | size, BPF_REG_10, from, offset, 0);
}

static void jump(struct program *p, enum label to, int code, int reg,
		 int32_t value)
{
	if (p->length < PROGRAM)
		p->jumps[p->jump_count++] = (struct jump){p->length, to};
	emit(p, code, reg, 0, 0, value);
}

/* The label is here: fill in the jumps to it. */
static void land(struct program *p, enum label here)
{
	for (size_t i = 0; i < p->jump_count; i++)
		if (p->jumps[i].to == here)
			p->code[p->jumps[i].at].off =
				(int16_t)(p->length - p->jumps[i].at - 1);
}

/* @to: a register, made to point into the stack */
static void point(struct program *p, int to, int32_t offset)
{
	emit(p, BPF_ALU64 | BPF_MOV | BPF_X, to, BPF_REG_10, 0, 0);
	emit(p, BPF_ALU64 | BPF_ADD | BPF_K, to, 0, 0, offset);
}

static void call(struct program *p, int32_t function)
{
	emit(p, BPF_JMP | BPF_CALL, 0, 0, 0, function);
}

/* On the stack: the key, and below it the record. */
enum { KEY = -8, RECORD = KEY - (int)sizeof(struct record) };
#define FIELD(name) (RECORD + (int)offsetof(struct record, name))

/* r8, a file: go on if it is a socket that is wanted. */
static void emit_filter(struct program *p, int map)
{
	load(p, BPF_DW, 2, 8, (int32_t)p->offsets[FILE_INODE]);
	load(p, BPF_H, 3, 2, (int32_t)p->offsets[INODE_MODE]);
	emit(p, BPF_ALU64 | BPF_AND | BPF_K, 3, 0, 0, S_IFMT);
	jump(p, TO_END, BPF_JMP | BPF_JNE | BPF_K, 3, S_IFSOCK);
	load(p, BPF_DW, 3, 2, (int32_t)p->offsets[INODE_INO]);
	store(p, BPF_DW, KEY, 3);
	emit(p, BPF_LD | BPF_DW | BPF_IMM, 1, BPF_PSEUDO_MAP_FD, 0, map);
	emit(p, 0, 0, 0, 0, 0);
	point(p, 2, KEY);
	call(p, BPF_FUNC_map_lookup_elem);
	jump(p, TO_END, BPF_JMP | BPF_JEQ | BPF_K, 0, 0);
	load(p, BPF_W, 3, 0, 0);
	store(p, BPF_W, FIELD(wanted), 3);
}

/* r7, a task: its process's number in our namespace, or 0. */
static void emit_pid(struct program *p, uint32_t namespace, int levels)
{
	emit(p, BPF_ALU64 | BPF_MOV | BPF_K, 3, 0, 0, 0);
	store(p, BPF_W, FIELD(pid), 3);
	store(p, BPF_W, FIELD(unused), 3);
	load(p, BPF_DW, 9, 7, (int32_t)p->offsets[TASK_LEADER]);
	load(p, BPF_DW, 9, 9, (int32_t)p->offsets[TASK_PID]);
	load(p, BPF_W, 5, 9, (int32_t)p->offsets[PID_LEVEL]);
	for (int i = 0; i < levels; i++) {
		int32_t number = (int32_t)(p->offsets[PID_NUMBERS] +
					   (size_t)i * UPID_SIZE);

		if (i)
			jump(p, TO_WRITE, BPF_JMP32 | BPF_JLT | BPF_K, 5, i);
		load(p, BPF_DW, 4, 9,
		     number + (int32_t)p->offsets[UPID_NS]);
		load(p, BPF_W, 4, 4,
		     (int32_t)(p->offsets[NS_COMMON] +
			       p->offsets[COMMON_INUM]));
		emit(p, BPF_JMP32 | BPF_JNE | BPF_K, 4, 0, 3,
		     (int32_t)namespace);
		load(p, BPF_W, 4, 9, number + (int32_t)p->offsets[UPID_NR]);
		store(p, BPF_W, FIELD(pid), 4);
		jump(p, TO_WRITE, BPF_JMP | BPF_JA, 0, 0);
	}
}

/* The context, in r1: meta, task, descriptor, file, eight bytes each. */
static void assemble(struct program *p, int map, uint32_t namespace,
		     int levels)
{
	p->length = p->jump_count = 0;
	emit(p, BPF_ALU64 | BPF_MOV | BPF_X, 6, 1, 0, 0);
	load(p, BPF_DW, 7, 6, 8);
	jump(p, TO_END, BPF_JMP | BPF_JEQ | BPF_K, 7, 0);
	load(p, BPF_DW, 8, 6, 24);
	jump(p, TO_END, BPF_JMP | BPF_JEQ | BPF_K, 8, 0);
	emit_filter(p, map);
	load(p, BPF_W, 3, 6, 16);
	store(p, BPF_W, FIELD(fd), 3);
	emit_pid(p, namespace, levels);
	land(p, TO_WRITE);
	load(p, BPF_DW, 1, 6, 0);
	load(p, BPF_DW, 1, 1, 0);
	point(p, 2, RECORD);
	emit(p, BPF_ALU64 | BPF_MOV | BPF_K, 3, 0, 0, sizeof(struct record));
	call(p, BPF_FUNC_seq_write);
	land(p, TO_END);
	emit(p, BPF_ALU64 | BPF_MOV | BPF_K, 0, 0, 0, 0);
	emit(p, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

static int bpf(int command, union bpf_attr *attr)
{
	long rc = syscall(SYS_bpf, command, attr, sizeof(*attr));

	return rc < 0 ? -errno : (int)rc;
}

static int make_map(const uint64_t *inodes, size_t count)
{
	union bpf_attr attr = {
		.map_type = BPF_MAP_TYPE_HASH,
		.key_size = sizeof(*inodes),
		.value_size = sizeof(uint32_t),
		.max_entries = (uint32_t)count,
	};
	int map = bpf(BPF_MAP_CREATE, &attr);

	for (uint32_t i = 0; map >= 0 && i < count; i++) {
		memset(&attr, 0, sizeof(attr));
		attr.map_fd = (uint32_t)map;
		attr.key = (uintptr_t)&inodes[i];
		attr.value = (uintptr_t)&i;
		attr.flags = BPF_NOEXIST;
		bpf(BPF_MAP_UPDATE_ELEM, &attr);
	}
	return map;
}

static int load_program(const struct program *p, uint32_t function)
{
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_TRACING,
		.insns = (uintptr_t)p->code,
		.insn_cnt = (uint32_t)p->length,
		.license = (uintptr_t)"Dual BSD/GPL",
		.prog_name = "bindwhy",
		.expected_attach_type = BPF_TRACE_ITER,
		.attach_btf_id = function,
	};

	return bpf(BPF_PROG_LOAD, &attr);
}

/* A descriptor to read the records from. */
static int start(int program)
{
	union bpf_attr attr = {0};
	int link, iterator;

	attr.link_create.prog_fd = (uint32_t)program;
	attr.link_create.attach_type = BPF_TRACE_ITER;
	link = bpf(BPF_LINK_CREATE, &attr);
	if (link < 0)
		return link;
	memset(&attr, 0, sizeof(attr));
	attr.iter_create.link_fd = (uint32_t)link;
	iterator = bpf(BPF_ITER_CREATE, &attr);
	close(link);
	return iterator;
}

/* EAGAIN is the kernel's breath after a million files without a record. */
static int read_records(int iterator,
			void (*found)(size_t wanted, pid_t pid, int fd,
				      void *context),
			void *context)
{
	struct record records[RECORDS];
	size_t used = 0;
	int rc = 0;

	for (;;) {
		ssize_t n = read(iterator, (char *)records + used,
				 sizeof(records) - used);
		size_t i;

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			continue;
		if (n <= 0)
			return n ? -errno : rc;
		used += (size_t)n;
		for (i = 0; (i + 1) * sizeof(*records) <= used; i++) {
			const struct record *r = &records[i];

			if (r->pid)
				found(r->wanted, (pid_t)r->pid, (int)r->fd,
				      context);
			else
				rc = -ESRCH;	/* nested too deep */
		}
		used -= i * sizeof(*records);
		memmove(records, &records[i], used);
	}
}

static int find_offsets(struct program *p, uint32_t *function)
{
	struct btf_wanted members[MEMBERS];
	size_t length;
	char *bytes;
	int rc = file_read(BTF_FILE, BTF_MAX, &bytes, &length);

	if (rc)
		return rc;
	memcpy(members, all_members, sizeof(members));
	rc = btf_find(bytes, length, members, MEMBERS, "bpf_iter_task_file",
		      function);
	free(bytes);
	for (int i = 0; i < MEMBERS; i++) {
		p->offsets[i] = members[i].offset;
		if (!rc && members[i].offset > INT16_MAX / 2)
			rc = -ERANGE;
	}
	return rc;
}

int walk_bpf(const uint64_t *inodes, size_t count,
	     void (*found)(size_t wanted, pid_t pid, int fd, void *context),
	     void *context)
{
	struct program p = {.length = 0};
	int map, program = -1, iterator, rc;
	struct stat namespace;
	uint32_t function;

	map = make_map(inodes, count);
	if (map < 0)
		return map;
	rc = stat("/proc/self/ns/pid", &namespace) ? -errno :
		     find_offsets(&p, &function);
	/* Before 6.5 only the first of a process's numbers can be reached. */
	for (int levels = LEVELS; !rc && program < 0 && levels;
	     levels /= LEVELS) {
		assemble(&p, map, (uint32_t)namespace.st_ino, levels);
		program = load_program(&p, function);
	}
	if (!rc && program < 0)
		rc = program;
	iterator = rc ? rc : start(program);
	rc = iterator < 0 ? iterator : read_records(iterator, found, context);
	if (iterator >= 0)
		close(iterator);
	if (program >= 0)
		close(program);
	close(map);
	return rc;
}
