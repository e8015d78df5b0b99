/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/holder/walk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/btf.h>

#include "collect/holder/btf.h"
#include "collect/holder/walk_bpf.h"
#include "port/clock.h"

#include "unit/unit.h"

/*
 * BTF by hand: an int, struct empty, struct thing { int a; int b : 3; int c },
 * a function's prototype, and the function.
 */
static const char strings[] = "\0int\0empty\0thing\0a\0b\0c\0run\0thin";

enum {
	INT = 1, EMPTY = 5, THING = 11, A = 17, B = 19, C = 21, RUN = 23,
	THIN = 27,
};

static size_t make_btf(unsigned char *out, uint32_t odd)
{
#define INFO(kind, flag, count) \
	((uint32_t)(kind) << 24 | (uint32_t)(flag) << 31 | (uint32_t)(count))
	const uint32_t types[] = {
		INT, INFO(BTF_KIND_INT, 0, 0), 4, 32,
		EMPTY, INFO(BTF_KIND_STRUCT, 0, 0), 0,
		THIN, INFO(BTF_KIND_STRUCT, 0, 1), 4, C, 1, 0,
		THING, INFO(BTF_KIND_STRUCT, 1, 3), 12,
		A, 1, 0,
		B, 1, 3u << 24 | 33,
		C, 1, 64,
		0, INFO(BTF_KIND_FUNC_PROTO, 0, 1), 1, A, 1,
		RUN, INFO(odd ? odd : BTF_KIND_FUNC, 0, 0), 5,
	};
	const struct btf_header head = {
		.magic = BTF_MAGIC,
		.version = 1,
		.hdr_len = sizeof(head),
		.type_off = 0,
		.type_len = sizeof(types),
		.str_off = sizeof(types),
		.str_len = sizeof(strings),
	};

	memcpy(out, &head, sizeof(head));
	memcpy(out + sizeof(head), types, sizeof(types));
	memcpy(out + sizeof(head) + sizeof(types), strings, sizeof(strings));
	return sizeof(head) + sizeof(types) + sizeof(strings);
}

static void finds_members(void **state)
{
	struct btf_wanted c[] = {
		{.structure = "thing", .member = "c"},
		{.structure = "thing", .member = "a"},
	};
	struct btf_wanted b = {.structure = "thing", .member = "b"};
	struct btf_wanted none = {.structure = "empty", .member = "a"};
	unsigned char bytes[512];
	size_t length = make_btf(bytes, 0);
	uint32_t id = 0;

	(void)state;
	assert_int_equal(btf_find(bytes, length, c, 2, "run", &id), 0);
	assert_int_equal(c[0].offset, 8);
	assert_int_equal(c[1].offset, 0);
	assert_int_equal(id, 6);
	assert_int_equal(btf_find(bytes, length, c, 2, "ru", &id), -ENOENT);
	/* Not at a byte of its own. */
	assert_int_equal(btf_find(bytes, length, &b, 1, "run", &id), -ENOENT);
	assert_int_equal(btf_find(bytes, length, &none, 1, "run", &id),
			 -ENOENT);
	length = make_btf(bytes, 31);
	assert_int_equal(btf_find(bytes, length, c, 2, "run", &id), -EINVAL);
}

static void takes_broken_btf(void **state)
{
	unsigned char bytes[512];
	size_t length = make_btf(bytes, 0);
	uint32_t id;

	(void)state;
	for (size_t n = 0; n < length; n++) {
		struct btf_wanted c = {.structure = "thing", .member = "c"};
		unsigned char *part = malloc(n ? n : 1);

		assert_non_null(part);
		memcpy(part, bytes, n);
		assert_int_equal(btf_find(part, n, &c, 1, "run", &id),
				 -EINVAL);
		free(part);
	}
	for (size_t n = 0; n < length; n++) {
		struct btf_wanted c = {.structure = "thing", .member = "c"};

		make_btf(bytes, 0);
		bytes[n] ^= 0xff;
		btf_find(bytes, length, &c, 1, "run", &id);
	}
}

struct catch {
	int count, fd;
	bool elsewhere;	/* found in another process, or another socket */
};

static void found(size_t wanted, pid_t pid, int fd, void *context)
{
	struct catch *c = context;

	c->elsewhere |= wanted != 1 || pid != getpid();
	c->fd = fd;
	c->count++;
}

static void the_kernel_looks_at_all(void **state)
{
	uint64_t inodes[2] = {UINT64_MAX};
	struct catch catch = {0};
	struct stat st;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), rc;

	(void)state;
	assert_int_equal(fstat(fd, &st), 0);
	inodes[1] = st.st_ino;
	rc = walk_bpf(inodes, 2, found, &catch);
	if (rc)
		skip();	/* It may refuse, and then /proc is read. */
	assert_int_equal(catch.count, 1);
	assert_int_equal(catch.fd, fd);
	assert_false(catch.elsewhere);
	close(fd);
	catch.count = 0;
	assert_int_equal(walk_bpf(inodes, 2, found, &catch), 0);
	assert_int_equal(catch.count, 0);
}

/* Without rights it is an error, never an empty answer. */
static void is_refused_without_rights(void **state)
{
	uint64_t inode = 1;
	struct catch catch = {0};
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		if (!getuid() && setresuid(65534, 65534, 65534))
			_exit(1);
		_exit(walk_bpf(&inode, 1, found, &catch) < 0 ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void looks_once_at_each(void **state)
{
	struct pids pids = {0};
	struct walk *walk;
	uint64_t inodes[2];
	struct stat st;
	size_t count;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), again = dup(fd);
	const struct holder *holders;

	(void)state;
	assert_int_equal(fstat(fd, &st), 0);
	inodes[0] = inodes[1] = st.st_ino;
	walk = walk_new(inodes, 2, clock_now() + 10000);
	assert_non_null(walk);
	for (int i = 0; i < 3; i++)
		pids_add(&pids, getpid(), PIDS_NO_UID);
	pids_add(&pids, 0, PIDS_NO_UID);
	pids_add(&pids, -5, PIDS_NO_UID);
	pids_add(&pids, PIDS_LIMIT, PIDS_NO_UID);
	walk_look(walk, &pids);
	walk_look(walk, &pids);
	assert_int_equal(walk_tally(walk).looked_at, 1);
	assert_int_equal(walk_tally(walk).error, 0);
	holders = walk_holders(walk, &count);
	assert_int_equal(count, 1);
	assert_int_equal(holders[0].wanted, 0);
	assert_int_equal(holders[0].pid, getpid());
	assert_int_equal(holders[0].fd, fd);
	assert_false(walk_is_complete(walk));
	walk_free(walk);
	pids_free(&pids);
	close(again);
	close(fd);
}

static void lists_all_processes(void **state)
{
	struct pids pids = {0};
	struct walk *walk = walk_new(NULL, 0, clock_now() + 10000);
	bool ourselves = false;

	(void)state;
	assert_non_null(walk);
	assert_int_equal(pids_all(walk_proc(walk), &pids), 0);
	for (size_t i = 0; i < pids.count; i++) {
		assert_true(pids.items[i].pid > 0);
		if (pids.items[i].pid == getpid())
			ourselves = pids.items[i].uid == geteuid();
	}
	assert_true(ourselves);
	pids_free(&pids);
	walk_free(walk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_members),
		cmocka_unit_test(takes_broken_btf),
		cmocka_unit_test(the_kernel_looks_at_all),
		cmocka_unit_test(is_refused_without_rights),
		cmocka_unit_test(looks_once_at_each),
		cmocka_unit_test(lists_all_processes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
