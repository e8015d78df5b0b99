/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/socket/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collect/socket/socket_query.h"

#include "unit/unit.h"

/* What a query handed out, as text: "listen 127.0.0.1:25 inode 7 uid 8". */
struct out {
	char text[1024];
	int rc;
};

static int keep(const struct socket_entry *entry, void *context)
{
	static const char *const states[] = {"listen", "bound", "connected",
					     "time-wait"};
	struct out *out = context;
	char endpoint[ENDPOINT_TEXT];
	size_t n = strlen(out->text);

	snprintf(out->text + n, sizeof(out->text) - n,
		 "%s %s inode %d uid %d\n", states[entry->state],
		 endpoint_format(&entry->address, entry->port, endpoint),
		 (int)entry->inode, (int)entry->uid);
	return out->rc;
}

#define HEAD "  sl  local_address rem_address   st tx_queue rx_queue tr\n"
#define TAIL " 00000000:00000000 00:00000000 00000000  1000        0 77 1 0\n"

static const char tcp[] =
	HEAD
	"   0: 0100007F:0019 00000000:0000 0A" TAIL
	"   1: 00000000:0019 00000000:0000 0A" TAIL
	"   2: 0100007F:0019 0100007F:9999 01" TAIL
	"   3: 0100007F:0019 0100007F:9998 06" TAIL
	"   4: 0100007F:0019 0100007F:9998 03" TAIL
	"   5: 0100007F:001A 00000000:0000 0A" TAIL;

static const char *parse(enum protocol protocol, uint16_t port,
			 unsigned int states, int family, const char *bytes)
{
	static struct out out;
	const struct socket_query query = {protocol, port, states, keep, &out};

	memset(&out, 0, sizeof(out));
	assert_int_equal(socket_parse_proc(&query, family, bytes,
					   strlen(bytes)), 0);
	return out.text;
}

static void reads_proc_net(void **state)
{
	(void)state;
	if (htonl(1) == 1)
		skip();	/* The addresses above are as little-endian has them. */
	assert_string_equal(parse(PROTOCOL_TCP, 25, ~0u, 4, tcp),
			    "listen 127.0.0.1:25 inode 77 uid 1000\n"
			    "listen 0.0.0.0:25 inode 77 uid 1000\n"
			    "connected 127.0.0.1:25 inode 77 uid 1000\n"
			    "time-wait 127.0.0.1:25 inode 77 uid 1000\n");
	assert_string_equal(parse(PROTOCOL_TCP, 0, 1u << SOCKET_LISTEN, 4,
				  tcp),
			    "listen 127.0.0.1:25 inode 77 uid 1000\n"
			    "listen 0.0.0.0:25 inode 77 uid 1000\n"
			    "listen 127.0.0.1:26 inode 77 uid 1000\n");
	assert_string_equal(
		parse(PROTOCOL_TCP, 25, ~0u, 6,
		      HEAD "   0: 000080FE00000000FF005450EDCBA9FE:0019 "
			   "00000000000000000000000000000000:0000 0A" TAIL),
		"listen [fe80::5054:ff:fea9:cbed]:25 inode 77 uid 1000\n");
	assert_string_equal(
		parse(PROTOCOL_UDP, 53, ~0u, 4,
		      HEAD "   0: 0100007F:0035 00000000:0000 07" TAIL
			   "   1: 0100007F:0035 0100007F:1111 01" TAIL),
		"bound 127.0.0.1:53 inode 77 uid 1000\n"
		"connected 127.0.0.1:53 inode 77 uid 1000\n");
}

static void passes_over_what_does_not_read(void **state)
{
	static const char *const lines[] = {
		"", "\n\n", "   0:", "   0: 0100007F:0019",
		"   0: 0100007F:0019 x 0A" "\n",
		"   0: 0100007:0019 00000000:0000 0A" TAIL,
		"   0: 0100007F0019 00000000:0000 0A" TAIL,
		"   0: 0100007F:00190 00000000:0000 0A" TAIL,
		"   0: 0100007g:0019 00000000:0000 0A" TAIL,
		"   0: 0100007F:0019 00000000:0000 XX" TAIL,
		"   0: 0100007F:0019 00000000:0000 0A a b c d e f\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_string_equal(parse(PROTOCOL_TCP, 25, ~0u, 4, lines[i]),
				    "");
		assert_string_equal(parse(PROTOCOL_TCP, 25, ~0u, 6, lines[i]),
				    "");
	}
}

/* A message of netlink: its type, its flags, and four bytes. */
static int parse_diag(uint16_t type, uint16_t flags, int32_t number)
{
	const struct {
		struct nlmsghdr head;
		int32_t number;
	} bytes = {
		{sizeof(bytes), type, flags, 4, 9}, number,
	};
	struct out out = {.rc = 0};
	struct socket_query query = {.entry = keep, .context = &out};
	int rc = socket_parse_diag(&query, 4, 4, 9, &bytes, sizeof(bytes));

	assert_string_equal(out.text, "");
	assert_int_equal(socket_parse_diag(&query, 4, 5, 9, &bytes,
					   sizeof(bytes)),
			 -EPROTO);
	assert_int_equal(socket_parse_diag(&query, 4, 4, 8, &bytes,
					   sizeof(bytes)),
			 -ESRCH);
	return rc;
}

/* A kernel without udp_diag ends an empty list with an error: that is not "no
 * sockets". */
static void tells_an_end_from_an_error(void **state)
{
	(void)state;
	assert_int_equal(parse_diag(NLMSG_DONE, NLM_F_MULTI, 0), 0);
	assert_int_equal(parse_diag(NLMSG_DONE, NLM_F_MULTI, -ENOENT),
			 -ENOENT);
	assert_int_equal(parse_diag(NLMSG_ERROR, 0, -EPERM), -EPERM);
	assert_int_equal(parse_diag(NLMSG_ERROR, 0, INT32_MIN), -EBADMSG);
	assert_int_equal(parse_diag(NLMSG_NOOP, 0, 0), 1);
	assert_int_equal(parse_diag(NLMSG_DONE, NLM_F_DUMP_INTR, 0), -EINTR);
}

static void stops_when_told(void **state)
{
	struct out out = {.rc = -ENOMEM};
	const struct socket_query query = {PROTOCOL_TCP, 25, ~0u, keep, &out};

	(void)state;
	assert_int_equal(socket_parse_proc(&query, 4, tcp, sizeof(tcp) - 1),
			 -ENOMEM);
	assert_null(strchr(strchr(out.text, '\n') + 1, '\n'));
}

/* A socket on a free port of the loopback address. */
static int make(int family, int type, struct target *target)
{
	struct sockaddr_storage name = {.ss_family = (sa_family_t)family};
	socklen_t length = family == AF_INET ? sizeof(struct sockaddr_in) :
					       sizeof(struct sockaddr_in6);
	int fd = socket(family, type, 0), one = 1;

	if (fd < 0)
		return -1;
	if (family == AF_INET) {
		((struct sockaddr_in *)&name)->sin_addr.s_addr =
			htonl(INADDR_LOOPBACK);
	} else {
		((struct sockaddr_in6 *)&name)->sin6_addr = in6addr_loopback;
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &one, sizeof(one));
	}
	if (bind(fd, (struct sockaddr *)&name, length) ||
	    getsockname(fd, (struct sockaddr *)&name, &length)) {
		close(fd);
		return -1;
	}
	*target = (struct target){
		.address = address_wildcard(family == AF_INET ? 4 : 6),
		.port = ntohs(((struct sockaddr_in *)&name)->sin_port),
		.protocol = type == SOCK_STREAM ? PROTOCOL_TCP : PROTOCOL_UDP,
	};
	return fd;
}

/* The state of the only socket on a port, as the facts have it. */
static const struct fact *only_socket(struct facts *facts,
				      const struct target *target)
{
	const struct fact *socket;

	socket_collect(facts, target, 1);
	assert_int_equal(facts_error(facts), 0);
	socket = facts_next(facts, FACT_SOCKET, NULL);
	assert_non_null(socket);
	assert_null(facts_next(facts, FACT_SOCKET, socket));
	assert_int_equal(fact_integer(socket, "port", 0), target->port);
	assert_int_equal(fact_integer(socket, "uid", -1), getuid());
	assert_non_null(facts_next(facts, FACT_SOCKET_SEARCH, NULL));
	return socket;
}

static void expect_state(const struct target *target, const char *state)
{
	struct facts *facts = facts_new();

	assert_string_equal(fact_string(only_socket(facts, target), "state"),
			    state);
	facts_free(facts);
}

static void tells_states_apart(void **state)
{
	struct target target, peer;
	int bystander = make(AF_INET, SOCK_STREAM, &peer);
	int fd = make(AF_INET, SOCK_STREAM, &target), other;
	struct sockaddr_in name = {.sin_family = AF_INET};

	(void)state;
	assert_true(fd >= 0 && bystander >= 0);
	if (socket_kernel_lists_bound())
		expect_state(&target, "bound");
	assert_int_equal(listen(fd, 1), 0);
	expect_state(&target, "listen");

	/* A connection that has its port for itself is there; a listener's
	 * is not. */
	other = make(AF_INET, SOCK_STREAM, &peer);
	assert_true(other >= 0);
	name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	name.sin_port = htons(target.port);
	assert_int_equal(connect(other, (struct sockaddr *)&name,
				 sizeof(name)), 0);
	expect_state(&peer, "established");
	expect_state(&target, "listen");
	close(other);
	close(bystander);
	close(fd);

	fd = make(AF_INET, SOCK_DGRAM, &target);
	assert_true(fd >= 0);
	expect_state(&target, "bound");
	close(fd);
}

static void knows_v6only(void **state)
{
	struct target target;
	struct facts *facts;
	int fd = make(AF_INET6, SOCK_STREAM, &target);
	const struct fact *socket;

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(listen(fd, 1), 0);
	facts = facts_new();
	socket = only_socket(facts, &target);
	assert_true(fact_true(socket, "v6only"));
	assert_string_equal(fact_string(socket, "address"), "::1");
	facts_free(facts);
	close(fd);
}

/* One more fact of the port, however many targets it is in. */
static void lists_a_port_once(void **state)
{
	struct target targets[3];
	struct facts *facts = facts_new();
	int fd = make(AF_INET, SOCK_STREAM, &targets[0]);
	size_t sockets = 0;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(listen(fd, 1), 0);
	targets[1] = targets[2] = targets[0];
	targets[1].address = address_wildcard(6);
	targets[2].protocol = PROTOCOL_UDP;
	socket_collect(facts, targets, 3);
	facts_each(facts, FACT_SOCKET, s)
		sockets++;
	assert_int_equal(sockets, 1);
	facts_free(facts);
	facts = facts_new();
	socket_collect(facts, NULL, 0);
	sockets = 0;
	facts_each(facts, FACT_SOCKET, s)
		sockets += fact_integer(s, "port", 0) == targets[0].port;
	assert_int_equal(sockets, 1);
	facts_free(facts);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_proc_net),
		cmocka_unit_test(passes_over_what_does_not_read),
		cmocka_unit_test(stops_when_told),
		cmocka_unit_test(tells_an_end_from_an_error),
		cmocka_unit_test(tells_states_apart),
		cmocka_unit_test(knows_v6only),
		cmocka_unit_test(lists_a_port_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
