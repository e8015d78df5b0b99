/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The probe against real sockets on loopback.  The functions that an
 * interposer would replace are replaced here, by this program's own.
 */
#include "collect/bind/bind.h"

#include <dirent.h>
#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#include "port/net/raw_linux.h"
#include "unit/unit.h"

enum fake { FAKE_NOTHING, FAKE_SUCCESS, FAKE_FAILURE, FAKE_LOCK, FAKE_SIGNAL };

static enum fake fake;
static int interruptions;

int listen(int fd, int backlog)
{
	int rc;

	if (fake == FAKE_SUCCESS)
		return 0;
	if (fake == FAKE_SIGNAL && interruptions++ < 2) {
		errno = EINTR;
		return -1;
	}
	rc = fake == FAKE_FAILURE ? -ENETDOWN : raw_listen(fd, backlog);
	errno = rc < 0 ? -rc : 0;
	return rc < 0 ? -1 : 0;
}

/* FAKE_LOCK: a socket whose filter nobody may change. */
int socket(int family, int type, int protocol)
{
	struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, 0xffff)};
	const struct sock_fprog program = {1, code};
	const int on = 1;
	int fd = raw_socket(family, type, protocol);

	if (fd >= 0 && fake == FAKE_LOCK) {
		setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program,
			   sizeof(program));
		setsockopt(fd, SOL_SOCKET, SO_LOCK_FILTER, &on, sizeof(on));
	}
	errno = fd < 0 ? -fd : 0;
	return fd < 0 ? -1 : fd;
}

/* A TCP socket on loopback; its port is the kernel's choice if *port is 0. */
static int hold(int type, uint16_t *port)
{
	struct sockaddr_in name = {
		.sin_family = AF_INET,
		.sin_port = htons(*port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t length = sizeof(name);
	const int on = 1;
	int fd = raw_socket(AF_INET, type | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	assert_int_equal(raw_bind(fd, (struct sockaddr *)&name, length), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&name, &length),
			 0);
	*port = ntohs(name.sin_port);
	return fd;
}

/* A port that was free a moment ago. */
static uint16_t free_port(void)
{
	uint16_t port = 0;

	close(hold(SOCK_STREAM, &port));
	return port;
}

static struct facts *probe(const char *address, uint16_t port,
			   enum protocol protocol)
{
	struct target target = {.port = port, .protocol = protocol};
	struct facts *facts = facts_new();

	assert_int_equal(address_parse(address, &target.address), 0);
	bind_collect(facts, &target);
	assert_int_equal(facts_error(facts), 0);
	return facts;
}

static bool has_option(const struct fact *try, const char *option)
{
	const json_t *options = fact_array(try, "options");

	for (size_t i = 0; i < json_array_size(options); i++)
		if (!strcmp(json_string_value(json_array_get(options, i)),
			    option))
			return true;
	return false;
}

static size_t count_tries(const struct facts *facts, const char *method,
			  const char *option, const char *step,
			  const char *code)
{
	size_t n = 0;

	facts_each(facts, FACT_TRY, try)
		if (!strcmp(fact_string(try, "method"), method) &&
		    (!option || has_option(try, option)) &&
		    !strcmp(fact_string(try, "step"), step) &&
		    fact_is(try, code) && try->status == FACT_SEEN &&
		    (strcmp(code, "OK") || fact_true(try, "kernel_knows")))
			n++;
	return n;
}

static bool has_ipv6(void)
{
	int fd = raw_socket(AF_INET6, SOCK_STREAM, 0);

	if (fd >= 0)
		close(fd);
	return fd >= 0 && !access("/proc/net/if_inet6", F_OK);
}

static void finds_a_free_port(void **state)
{
	uint16_t port = free_port();
	struct facts *facts = probe("127.0.0.1", port, PROTOCOL_TCP);

	(void)state;
	assert_int_equal(facts_count(facts), 3);
	assert_int_equal(count_tries(facts, "libc", NULL, "listen", "OK"), 2);
	assert_int_equal(
		count_tries(facts, "libc", "SO_REUSEADDR", "listen", "OK"), 1);
	assert_int_equal(
		count_tries(facts, "raw", "SO_REUSEADDR", "listen", "OK"), 1);
	facts_free(facts);

	facts = probe("127.0.0.1", port, PROTOCOL_UDP);
	assert_int_equal(facts_count(facts), 2);
	assert_int_equal(count_tries(facts, "libc", NULL, "bind", "OK"), 1);
	assert_int_equal(count_tries(facts, "raw", NULL, "bind", "OK"), 1);
	facts_free(facts);
}

static void tries_both_ways_for_ipv6(void **state)
{
	struct facts *facts;

	(void)state;
	if (!has_ipv6())
		skip();
	facts = probe("::", free_port(), PROTOCOL_TCP);
	assert_int_equal(facts_count(facts), 5);
	assert_int_equal(
		count_tries(facts, "raw", "IPV6_V6ONLY=1", "listen", "OK"), 1);
	assert_int_equal(
		count_tries(facts, "raw", "IPV6_V6ONLY=0", "listen", "OK"), 1);
	facts_free(facts);
	facts = probe("::1", free_port(), PROTOCOL_UDP);
	assert_int_equal(facts_count(facts), 2);
	assert_int_equal(
		count_tries(facts, "raw", "IPV6_V6ONLY=1", "bind", "OK"), 1);
	facts_free(facts);
	facts = probe("::ffff:127.0.0.1", free_port(), PROTOCOL_TCP);
	assert_int_equal(
		count_tries(facts, "raw", "IPV6_V6ONLY=0", "listen", "OK"), 1);
	facts_free(facts);
}

static void meets_a_listener(void **state)
{
	uint16_t port = 0;
	int fd = hold(SOCK_STREAM, &port);
	struct facts *facts;

	(void)state;
	assert_int_equal(raw_listen(fd, 1), 0);
	facts = probe("0.0.0.0", port, PROTOCOL_TCP);
	/* Without options, with a server's, and to share the port. */
	assert_int_equal(
		count_tries(facts, "libc", NULL, "bind", "EADDRINUSE"), 3);
	assert_int_equal(count_tries(facts, "libc", "SO_REUSEPORT", "bind",
				     "EADDRINUSE"), 1);
	assert_int_equal(
		count_tries(facts, "raw", NULL, "bind", "EADDRINUSE"), 1);
	facts_free(facts);
	close(fd);
}

/* A socket that is bound and silent blocks only who sets no SO_REUSEADDR. */
static void meets_a_bound_socket(void **state)
{
	uint16_t port = 0;
	int fd = hold(SOCK_STREAM, &port);
	struct facts *facts = probe("127.0.0.1", port, PROTOCOL_TCP);

	(void)state;
	assert_int_equal(
		count_tries(facts, "raw", "SO_REUSEADDR", "listen", "OK"), 1);
	assert_int_equal(
		count_tries(facts, "libc", NULL, "bind", "EADDRINUSE"), 1);
	facts_free(facts);
	close(fd);

	port = 0;
	fd = hold(SOCK_DGRAM, &port);
	facts = probe("127.0.0.1", port, PROTOCOL_UDP);
	assert_int_equal(
		count_tries(facts, "raw", NULL, "bind", "EADDRINUSE"), 1);
	facts_free(facts);
	close(fd);
}

static void meets_addresses_of_others(void **state)
{
	struct facts *facts = probe("192.0.2.1", 25, PROTOCOL_TCP);

	(void)state;
	assert_int_equal(
		count_tries(facts, "raw", NULL, "bind", "EADDRNOTAVAIL"), 1);
	facts_free(facts);
	facts = probe("fe80::1%no\xffsuch", 25, PROTOCOL_TCP);
	assert_int_equal(count_tries(facts, "raw", NULL, "bind", "ENODEV"), 1);
	assert_string_equal(fact_string(facts_at(facts, 0), "detail"),
			    "no interface is called no\\xffsuch");
	facts_free(facts);
}

static void is_not_fooled(void **state)
{
	uint16_t port = free_port();
	struct facts *facts;

	(void)state;
	fake = FAKE_SUCCESS;
	facts = probe("127.0.0.1", port, PROTOCOL_TCP);
	facts_each(facts, FACT_TRY, try)
		assert_int_equal(fact_true(try, "kernel_knows"),
				 !strcmp(fact_string(try, "method"), "raw"));
	facts_free(facts);

	fake = FAKE_FAILURE;
	facts = probe("127.0.0.1", port, PROTOCOL_TCP);
	assert_int_equal(
		count_tries(facts, "libc", NULL, "listen", "ENETDOWN"), 2);
	assert_int_equal(count_tries(facts, "raw", NULL, "listen", "OK"), 1);
	facts_free(facts);
	fake = FAKE_NOTHING;
}

static void tries_again_after_a_signal(void **state)
{
	struct facts *facts;

	(void)state;
	fake = FAKE_SIGNAL;
	facts = probe("127.0.0.1", free_port(), PROTOCOL_TCP);
	fake = FAKE_NOTHING;
	assert_true(interruptions > 2);
	assert_int_equal(count_tries(facts, "libc", NULL, "listen", "OK"), 2);
	facts_free(facts);
}

static void does_not_listen_unfiltered(void **state)
{
	struct facts *facts;

	(void)state;
	fake = FAKE_LOCK;
	facts = probe("127.0.0.1", free_port(), PROTOCOL_TCP);
	fake = FAKE_NOTHING;
	assert_int_equal(count_tries(facts, "libc", NULL, "bind", "OK"), 2);
	assert_non_null(strstr(fact_string(facts_at(facts, 0), "detail"),
			       "refused (EPERM), so listen was tried on "
			       "another port"));
	assert_string_equal(fact_string(facts_at(facts, 0), "listened"),
			    "another-port");
	facts_free(facts);
}

static size_t open_files(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir))
		n++;
	closedir(dir);
	return n;
}

static void leaks_no_descriptor(void **state)
{
	size_t before = open_files();

	(void)state;
	for (fake = FAKE_NOTHING; fake <= FAKE_SIGNAL; fake++) {
		facts_free(probe("127.0.0.1", free_port(), PROTOCOL_TCP));
		facts_free(probe("192.0.2.1", 25, PROTOCOL_UDP));
	}
	fake = FAKE_NOTHING;
	assert_int_equal(open_files(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_a_free_port),
		cmocka_unit_test(tries_both_ways_for_ipv6),
		cmocka_unit_test(meets_a_listener),
		cmocka_unit_test(meets_a_bound_socket),
		cmocka_unit_test(meets_addresses_of_others),
		cmocka_unit_test(is_not_fooled),
		cmocka_unit_test(tries_again_after_a_signal),
		cmocka_unit_test(does_not_listen_unfiltered),
		cmocka_unit_test(leaks_no_descriptor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
