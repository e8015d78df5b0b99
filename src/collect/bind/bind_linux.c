/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The probe.
 *
 * A listener that lives for microseconds can still complete a client's
 * handshake and reset it when it closes.  So a classic BPF filter of one
 * instruction, "accept nothing", goes onto the socket before the bind: the
 * client's SYN is dropped as if it had been lost, and its retransmission a
 * second later finds what is there then.  If the kernel refuses the filter
 * (some give it to CAP_NET_ADMIN only), the probe binds and does not listen
 * there: it listens on a free port of the same address instead, which nobody
 * knows, so that one who refuses every listen still shows.
 *
 * What libc says cannot be believed: an interposer may fail a bind that the
 * kernel would allow, and may report success for one that the kernel never
 * saw.  So each try is made twice, and after each success the kernel itself
 * is asked whether it has that very socket.  The filter too is attached
 * without libc, so that nobody can pretend that it is there.
 *
 * Limits: while a try has the port, a server that starts in the same
 * microseconds fails.  An interposer that asks another machine (a SOCKS
 * client) can make libc's bind() slow, and nothing bounds that here.
 */
#include "collect/bind/bind.h"

#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "collect/socket/socket.h"
#include "facts/code.h"
#include "port/error.h"
#include "port/net/raw_linux.h"
#include "port/net/sockaddr.h"

#define PROBE_INTERRUPTED 8	/* tries that a signal may end */

enum {
	OPTION_REUSEADDR = 1,
	OPTION_V6ONLY = 2,	/* IPV6_V6ONLY=1 */
	OPTION_DUAL = 4,	/* IPV6_V6ONLY=0 */
	OPTION_REUSEPORT = 8,	/* and no listen: that would take clients */
};

/* The calls that a server makes, each to return -errno on failure. */
struct method {
	const char *name;
	const char *source;
	int (*socket)(int family, int type, int protocol);
	int (*setsockopt)(int fd, int level, int option, const void *value,
			  socklen_t length);
	int (*bind)(int fd, const struct sockaddr *name, socklen_t length);
	int (*listen)(int fd, int backlog);
	int (*close)(int fd);
};

struct outcome {
	const char *step;
	int error;		/* an errno; 0 is success */
	int filter;		/* the errno of attaching the filter */
	const char *listened;	/* where; NULL where not */
	bool kernel_knows;
};

/* An interposer may forget to set errno. */
static int result(int rc)
{
	return rc >= 0 ? rc : errno > 0 ? -errno : -EIO;
}

static int libc_socket(int family, int type, int protocol)
{
	errno = 0;
	return result(socket(family, type, protocol));
}

static int libc_setsockopt(int fd, int level, int option, const void *value,
			   socklen_t length)
{
	errno = 0;
	return result(setsockopt(fd, level, option, value, length));
}

static int libc_bind(int fd, const struct sockaddr *name, socklen_t length)
{
	errno = 0;
	return result(bind(fd, name, length));
}

static int libc_listen(int fd, int backlog)
{
	errno = 0;
	return result(listen(fd, backlog));
}

static const struct method libc_method = {
	.name = "libc",
	.source = "bind(2) through libc",
	.socket = libc_socket,
	.setsockopt = libc_setsockopt,
	.bind = libc_bind,
	.listen = libc_listen,
	.close = close,
};

static const struct method raw_method = {
	.name = "raw",
	.source = "bind(2) without libc",
	.socket = raw_socket,
	.setsockopt = raw_setsockopt,
	.bind = raw_bind,
	.listen = raw_listen,
	.close = raw_close,
};

static int set_options(const struct method *method, int fd, int options)
{
	const int on = 1, v6only = options & OPTION_V6ONLY ? 1 : 0;
	int rc = 0;

	if (options & OPTION_REUSEADDR)
		rc = method->setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on,
					sizeof(on));
	if (rc >= 0 && options & OPTION_REUSEPORT)
		rc = method->setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on,
					sizeof(on));
	if (rc >= 0 && options & (OPTION_V6ONLY | OPTION_DUAL))
		rc = method->setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6only,
					sizeof(v6only));
	return rc;
}

static int drop_everything(int fd)
{
	struct sock_filter code[] = {BPF_STMT(BPF_RET | BPF_K, 0)};
	const struct sock_fprog program = {1, code};

	return (RAW_SUPPORTED ? raw_setsockopt : libc_setsockopt)(
		fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

static bool same_name(const struct sockaddr_storage *a,
		      const struct sockaddr_storage *b)
{
	const struct sockaddr_in *a4 = (const void *)a, *b4 = (const void *)b;
	const struct sockaddr_in6 *a6 = (const void *)a, *b6 = (const void *)b;

	if (a->ss_family != b->ss_family)
		return false;
	if (a->ss_family == AF_INET)
		return a4->sin_port == b4->sin_port &&
		       a4->sin_addr.s_addr == b4->sin_addr.s_addr;
	return a6->sin6_port == b6->sin6_port &&
	       !memcmp(&a6->sin6_addr, &b6->sin6_addr, sizeof(a6->sin6_addr));
}

static bool has_option(int fd, int option, int wanted)
{
	socklen_t length = sizeof(int);
	int value = -1;

	return !raw_getsockopt(fd, SOL_SOCKET, option, &value, &length) &&
	       value == wanted;
}

/* Ask about the descriptor: four calls, less than a microsecond. */
static bool descriptor_is_bound(int fd, const struct target *target,
				const struct sockaddr_storage *name,
				bool listening)
{
	struct sockaddr_storage bound = {0};
	socklen_t length = sizeof(bound);
	bool tcp = target->protocol == PROTOCOL_TCP;

	return !raw_getsockname(fd, (struct sockaddr *)&bound, &length) &&
	       same_name(&bound, name) &&
	       has_option(fd, SO_DOMAIN, name->ss_family) &&
	       has_option(fd, SO_PROTOCOL, tcp ? IPPROTO_TCP : IPPROTO_UDP) &&
	       has_option(fd, SO_ACCEPTCONN, listening);
}

/* Ask by netlink, where the descriptor cannot be asked without libc. */
static bool inode_is_bound(int fd, const struct target *target, bool listening)
{
	struct facts *facts = facts_new();
	struct stat st;
	bool found = false;

	if (!facts || fstat(fd, &st))
		goto out;
	socket_collect(facts, target, 1);
	facts_each(facts, FACT_SOCKET, socket) {
		const char *state = fact_string(socket, "state");

		if (fact_integer(socket, "inode", -1) == (int64_t)st.st_ino &&
		    state && (!listening || !strcmp(state, "listen")))
			found = true;
	}
out:
	facts_free(facts);
	return found;
}

/**
 * rehearse() - Listen where it disturbs nobody
 * @method:	How to make the calls
 * @name:	The target's address, of which the port is not taken
 * @length:	Of @name
 *
 * Return: 0; what listen() gave, negative; 1 where it could not be tried
 */
static int rehearse(const struct method *method,
		    const struct sockaddr_storage *name, socklen_t length)
{
	struct sockaddr_storage any_port = *name;
	int rc = 1, fd;

	/* The port has the same place in sockaddr_in and sockaddr_in6. */
	((struct sockaddr_in *)&any_port)->sin_port = 0;
	fd = method->socket(name->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return 1;
	if (method->bind(fd, (const struct sockaddr *)&any_port, length) >= 0)
		rc = method->listen(fd, 1);
	method->close(fd);
	return rc;
}

static void try_once(const struct method *method, const struct target *target,
		     const struct sockaddr_storage *name, socklen_t length,
		     int options, struct outcome *out)
{
	bool tcp = target->protocol == PROTOCOL_TCP, listening = false;
	bool listens = tcp && !(options & OPTION_REUSEPORT);
	int fd, rc;

	*out = (struct outcome){.step = "socket"};
	fd = method->socket(name->ss_family,
			    (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
	if (fd < 0) {
		out->error = -fd;
		return;
	}
	out->step = "setsockopt";
	rc = set_options(method, fd, options);
	if (rc < 0)
		goto out;
	out->filter = -drop_everything(fd);
	out->step = "bind";
	rc = method->bind(fd, (const struct sockaddr *)name, length);
	if (rc >= 0 && listens && !out->filter) {
		out->step = "listen";
		rc = method->listen(fd, SOMAXCONN);
		listening = true;
	}
	if (rc >= 0)
		out->kernel_knows =
			RAW_SUPPORTED ?
				descriptor_is_bound(fd, target, name,
						    listening) :
				inode_is_bound(fd, target, listening);
	out->listened = listening ? "target" : tcp && !listens ? "nowhere" :
								  NULL;
	if (rc >= 0 && listens && out->filter) {
		rc = rehearse(method, name, length);
		out->listened = rc > 0 ? "nowhere" : "another-port";
		if (rc < 0)
			out->step = "listen";
	}
out:
	method->close(fd);
	out->error = rc < 0 ? -rc : 0;
}

static json_t *options_value(int options)
{
	json_t *list = json_array();

	if (options & OPTION_REUSEADDR)
		json_array_append_new(list, json_string("SO_REUSEADDR"));
	if (options & OPTION_REUSEPORT)
		json_array_append_new(list, json_string("SO_REUSEPORT"));
	if (options & OPTION_V6ONLY)
		json_array_append_new(list, json_string("IPV6_V6ONLY=1"));
	if (options & OPTION_DUAL)
		json_array_append_new(list, json_string("IPV6_V6ONLY=0"));
	return list;
}

static void add_try(struct facts *facts, const struct target *target,
		    const struct method *method, int options,
		    enum fact_status status, const struct outcome *outcome,
		    const char *detail)
{
	bool success = outcome && !outcome->error;
	json_t *value = value_endpoint(&target->address, target->port,
				       target->protocol);
	json_t *more = json_pack(
		"{s:s, s:o, s:s*, s:s*, s:o*, s:o}", "method", method->name,
		"options", options_value(options), "step",
		outcome ? outcome->step : NULL, "listened",
		outcome ? outcome->listened : NULL, "kernel_knows",
		success ? json_boolean(outcome->kernel_knows) : NULL, "detail",
		value_string(detail));
	struct fact_code code = code_errno(outcome ? outcome->error : 0);
	char text[ENDPOINT_TEXT];

	if (json_object_update(value, more)) {
		json_decref(value);
		value = NULL;
	}
	json_decref(more);
	facts_add(facts, FACT_TRY, status, method->source,
		  outcome ? &code : NULL, value, "%s/%s",
		  endpoint_format(&target->address, target->port, text),
		  protocol_name(target->protocol));
}

/* Return: the errno of the try, 0 for success */
static int probe(struct facts *facts, const struct target *target,
		  const struct method *method, int options)
{
	struct outcome outcome = {.step = "bind"};
	struct sockaddr_storage name;
	char detail[128];
	bool filtered = true;
	socklen_t length;
	int tries = 0;

	if (sockaddr_make(&target->address, target->port, &name, &length)) {
		outcome.error = ENODEV;
		filtered = false;
		snprintf(detail, sizeof(detail), "no interface is called %s",
			 target->address.zone);
	} else {
		do
			try_once(method, target, &name, length, options,
				 &outcome);
		while (outcome.error == EINTR && ++tries < PROBE_INTERRUPTED);
	}
	if (outcome.filter) {
		filtered = false;
		snprintf(detail, sizeof(detail),
			 "the filter that keeps clients out was refused (%s)%s",
			 error_name(outcome.filter),
			 target->protocol == PROTOCOL_TCP ?
				 ", so listen was tried on another port" :
				 "");
	}
	add_try(facts, target, method, options, FACT_SEEN, &outcome,
		filtered ? NULL : detail);
	return outcome.error;
}

static void probe_both(struct facts *facts, const struct target *target,
		       int options)
{
	/* Do the holders share the port with their like? */
	if (probe(facts, target, &libc_method, options) == EADDRINUSE &&
	    target->protocol == PROTOCOL_TCP && !(options & OPTION_DUAL))
		probe(facts, target, &libc_method,
		      options | OPTION_REUSEPORT);
	if (RAW_SUPPORTED)
		probe(facts, target, &raw_method, options);
	else
		add_try(facts, target, &raw_method, options, FACT_UNSUPPORTED,
			NULL, "no raw system calls for this machine");
}

/* ::ffff:0:0/96, which only a socket of both families can have. */
static bool is_mapped(const struct address *address)
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};

	return address->family == 6 &&
	       !memcmp(address->bytes, prefix, sizeof(prefix));
}

/*
 * Servers on Unix set SO_REUSEADDR for TCP.  For UDP it would let two sockets
 * have one port, and so call a port free that is not.
 */
void bind_collect(struct facts *facts, const struct target *target)
{
	bool tcp = target->protocol == PROTOCOL_TCP;
	int reuse = tcp ? OPTION_REUSEADDR : 0, family = 0;

	if (target->address.family == 6)
		family = is_mapped(&target->address) ? OPTION_DUAL :
						       OPTION_V6ONLY;
	/* What only TIME_WAIT blocks, it blocks without SO_REUSEADDR. */
	if (tcp)
		probe(facts, target, &libc_method, family);
	probe_both(facts, target, reuse | family);
	if (family == OPTION_V6ONLY && address_is_wildcard(&target->address))
		probe_both(facts, target, reuse | OPTION_DUAL);
}
