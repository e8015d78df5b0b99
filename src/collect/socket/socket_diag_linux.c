/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's own list of sockets: NETLINK_SOCK_DIAG, see sock_diag(7).
 *
 * The kernel selects by port: by idiag_sport, and by a filter program for the
 * sockets for which it ignores idiag_sport, those that are only bound.
 * Listening and bound TCP sockets are in small tables; all others are in the
 * table of connections, of which the kernel visits every bucket.  So callers
 * ask for those states separately, and only when needed.
 *
 * TCP sockets that are bound and nothing else are asked for by
 * TCP_BOUND_INACTIVE, since Linux 6.8, and come back as CLOSE.
 */
#include "collect/socket/socket_query.h"

#include <arpa/inet.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/utsname.h>

#include "base/cursor.h"
#include "port/net/netlink.h"

#define BUFFER 32768	/* the largest part of a dump that the kernel makes */
#define WAIT 5	/* seconds */
#define BOUND_INACTIVE 13	/* TCP_BOUND_INACTIVE of net/tcp_states.h */
#define TIMER_TIME_WAIT 3	/* idiag_timer of such */
#define INFO_UNACKED 24		/* offsets into linux/tcp.h's tcp_info, */
#define INFO_BYTES_ACKED 120	/* since Linux 4.1 */
#define INFO_BYTES_SENT 200	/* since Linux 4.19 */
#define INFO_BYTES_RETRANSMITTED 208
#define CGROUP_ID 21	/* INET_DIAG_CGROUP_ID, since Linux 5.7 */

struct dump {
	const struct socket_query *query;
	int family;
};

static uint32_t kernel_states(const struct socket_query *query)
{
	uint32_t states = 0;

	if (query->states & 1u << SOCKET_LISTEN)
		states |= 1u << TCP_LISTEN;
	if (query->states & 1u << SOCKET_BOUND)
		states |= query->protocol == PROTOCOL_UDP ?
				  1u << TCP_CLOSE : 1u << BOUND_INACTIVE;
	if (query->states & 1u << SOCKET_CONNECTED)
		states |= 1u << TCP_ESTABLISHED | 1u << TCP_SYN_SENT |
			  1u << TCP_FIN_WAIT1 | 1u << TCP_FIN_WAIT2 |
			  1u << TCP_CLOSE_WAIT | 1u << TCP_LAST_ACK |
			  1u << TCP_CLOSING;
	if (query->states & 1u << SOCKET_TIME_WAIT)
		states |= 1u << TCP_TIME_WAIT;
	return states;
}

static enum socket_state state_of(const struct inet_diag_msg *msg)
{
	if (msg->idiag_state == TCP_TIME_WAIT ||
	    msg->idiag_timer == TIMER_TIME_WAIT)
		return SOCKET_TIME_WAIT;
	if (msg->idiag_state == TCP_LISTEN)
		return SOCKET_LISTEN;
	return msg->idiag_state == TCP_CLOSE ||
			       msg->idiag_state == BOUND_INACTIVE ?
		       SOCKET_BOUND : SOCKET_CONNECTED;
}

const char *socket_connection(unsigned int state)
{
	static const char *const names[] = {
		[TCP_ESTABLISHED] = "established",
		[TCP_SYN_SENT] = "syn-sent",
		[TCP_FIN_WAIT1] = "fin-wait-1",
		[TCP_FIN_WAIT2] = "fin-wait-2",
		[TCP_CLOSE_WAIT] = "close-wait",
		[TCP_LAST_ACK] = "last-ack",
		[TCP_CLOSING] = "closing",
	};

	return state < sizeof(names) / sizeof(names[0]) ? names[state] : NULL;
}

static bool info_at(struct cursor info, size_t offset, void *out, size_t size)
{
	return cursor_skip(&info, offset) && cursor_copy(&info, out, size);
}

/*
 * Who opened a connection?  The side that did has sent a SYN, and the kernel
 * counts its acknowledgement as that of one byte; the other side's is not
 * counted.  Only where all that was sent is acknowledged, and no FIN sent.
 */
static int accepted_by(struct cursor info, unsigned int state)
{
	uint64_t acked, sent, again;
	uint32_t unacked;

	if (state == TCP_SYN_SENT)
		return 0;
	if ((state != TCP_ESTABLISHED && state != TCP_CLOSE_WAIT) ||
	    !info_at(info, INFO_UNACKED, &unacked, sizeof(unacked)) ||
	    !info_at(info, INFO_BYTES_ACKED, &acked, sizeof(acked)) ||
	    !info_at(info, INFO_BYTES_SENT, &sent, sizeof(sent)) ||
	    !info_at(info, INFO_BYTES_RETRANSMITTED, &again, sizeof(again)) ||
	    unacked)
		return -1;
	if (acked == sent - again)
		return 1;
	return acked == sent - again + 1 ? 0 : -1;
}

static void read_attributes(struct cursor c, unsigned int state,
			    struct socket_entry *entry)
{
	struct cursor value;
	uint16_t type;
	uint8_t byte;

	while (netlink_attribute(&c, &type, &value)) {
		if (type == INET_DIAG_SKV6ONLY && cursor_u8(&value, &byte))
			entry->v6only = byte != 0;
		else if (type == CGROUP_ID)
			cursor_copy(&value, &entry->cgroup,
				    sizeof(entry->cgroup));
		else if (type == INET_DIAG_INFO &&
			 entry->state == SOCKET_CONNECTED)
			entry->accepted = accepted_by(value, state);
	}
}

/* What only one of the states has. */
static void read_state(const struct inet_diag_msg *msg,
		       struct socket_entry *entry)
{
	switch (entry->state) {
	case SOCKET_LISTEN:
		entry->queue = msg->idiag_rqueue;
		break;
	case SOCKET_CONNECTED:
		entry->connection = socket_connection(msg->idiag_state);
		entry->peer.family = entry->address.family;
		memcpy(entry->peer.bytes, msg->id.idiag_dst,
		       entry->peer.family == 4 ? 4 : 16);
		entry->peer_port = ntohs(msg->id.idiag_dport);
		break;
	case SOCKET_TIME_WAIT:
		entry->expires = msg->idiag_expires;
		break;
	case SOCKET_BOUND:
		break;
	}
}

static int message(void *context, struct cursor body)
{
	const struct dump *dump = context;
	struct socket_entry entry = {.v6only = -1, .accepted = -1};
	struct inet_diag_msg msg;

	if (!cursor_copy(&body, &msg, sizeof(msg)))
		return 0;
	entry.state = state_of(&msg);
	entry.address.family = (uint8_t)dump->family;
	memcpy(entry.address.bytes, msg.id.idiag_src,
	       dump->family == 4 ? 4 : 16);
	entry.port = ntohs(msg.id.idiag_sport);
	entry.inode = msg.idiag_inode;
	entry.uid = msg.idiag_uid;
	entry.interface = msg.id.idiag_if;
	read_state(&msg, &entry);
	read_attributes(body, msg.idiag_state, &entry);
	return dump->query->entry(&entry, dump->query->context);
}

/* Own port >= port && own port <= port.  An operation that compares takes
 * two places; a jump past the end by four bytes means no. */
static void put_filter(struct nlmsghdr *head, uint16_t port)
{
	const struct inet_diag_bc_op program[4] = {
		{.code = INET_DIAG_BC_S_GE, .yes = 8, .no = 20}, {.no = port},
		{.code = INET_DIAG_BC_S_LE, .yes = 8, .no = 12}, {.no = port},
	};

	mnl_attr_put(head, INET_DIAG_REQ_BYTECODE, sizeof(program), program);
}

static int ask(struct mnl_socket *nl, const struct socket_query *query,
	       int family, uint32_t seq)
{
	char bytes[256];
	struct nlmsghdr *head = mnl_nlmsg_put_header(bytes);
	struct inet_diag_req_v2 *req;

	head->nlmsg_type = SOCK_DIAG_BY_FAMILY;
	head->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	head->nlmsg_seq = seq;
	req = mnl_nlmsg_put_extra_header(head, sizeof(*req));
	req->sdiag_family = family == 4 ? AF_INET : AF_INET6;
	req->sdiag_protocol = query->protocol == PROTOCOL_TCP ?
				      IPPROTO_TCP : IPPROTO_UDP;
	req->idiag_states = kernel_states(query);
	if (query->states & 1u << SOCKET_CONNECTED)
		req->idiag_ext = 1u << (INET_DIAG_INFO - 1);
	req->id.idiag_sport = htons(query->port);
	if (query->port)
		put_filter(head, query->port);
	return mnl_socket_sendto(nl, head, head->nlmsg_len) < 0 ? -errno : 0;
}

int socket_parse_diag(const struct socket_query *query, int family,
		      uint32_t seq, uint32_t port, const void *bytes,
		      size_t length)
{
	struct dump dump = {.query = query, .family = family};

	return netlink_read(bytes, length, seq, port, message, &dump);
}

static int dump_family(struct mnl_socket *nl,
		       const struct socket_query *query, int family)
{
	_Alignas(struct nlmsghdr) char bytes[BUFFER];
	const uint32_t seq = (uint32_t)family;
	int rc = ask(nl, query, family, seq);

	if (rc)
		return rc;
	do {
		ssize_t n = mnl_socket_recvfrom(nl, bytes, sizeof(bytes));

		if (n < 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		rc = socket_parse_diag(query, family, seq,
				       mnl_socket_get_portid(nl), bytes,
				       (size_t)n);
	} while (rc > 0);
	return rc;
}

int socket_query_kernel(const struct socket_query *query)
{
	const struct timeval wait = {.tv_sec = WAIT};
	struct mnl_socket *nl = mnl_socket_open2(NETLINK_SOCK_DIAG,
						 SOCK_CLOEXEC);
	int rc = 0;

	if (!nl)
		return -errno;
	if (mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) ||
	    setsockopt(mnl_socket_get_fd(nl), SOL_SOCKET, SO_RCVTIMEO, &wait,
		       sizeof(wait)))
		rc = -errno;
	if (!rc)
		rc = dump_family(nl, query, 4);
	if (!rc)
		rc = dump_family(nl, query, 6);
	mnl_socket_close(nl);
	return rc;
}

bool socket_kernel_lists_bound(void)
{
	struct utsname name;
	struct cursor c;
	uint64_t major = 0, minor = 0;

	if (uname(&name))
		return false;
	c = cursor_over(name.release, strlen(name.release));
	return cursor_number(&c, &major) && cursor_starts(&c, ".") &&
	       cursor_number(&c, &minor) &&
	       (major > 6 || (major == 6 && minor >= 8));
}
