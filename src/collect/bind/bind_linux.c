/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The probe.
 *
 * A listener that lives for microseconds can still complete a client's
 * handshake and reset it when it closes.  So a classic BPF filter of one
 * instruction, "accept nothing", goes onto the socket before the bind: the
 * client's SYN is dropped as if it had been lost, and its retransmission a
 * second later finds the server that listens by then.  If the kernel refuses
 * the filter (some kernels allow it to CAP_NET_ADMIN only), the probe binds
 * and does not listen there: it listens on a free port of the same address
 * instead, which no client knows, so that a policy that refuses every listen
 * still shows.
 *
 * What libc reports cannot be trusted: an interposer may fail a bind that the
 * kernel would allow, and may report success for one that the kernel never
 * saw.  So each try is made twice, and after each success the kernel itself
 * is asked whether it has that very socket.  The filter too is attached
 * without libc, so that no interposer can pretend that it is there.
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
#include <sys/stat.h>
#include <unistd.h>

#include "collect/bind/bind_try.h"
#include "collect/socket/socket.h"
#include "facts/code.h"
#include "port/error.h"
#include "port/net/raw_linux.h"
#include "port/net/sockaddr.h"

#define PROBE_INTERRUPTED 8	/* tries that a signal may end */

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

/* How a try went; errnos are positive, 0 is success. */
struct outcome {
	struct bind_try try;
	int error;
	int filter;		/* of attaching the filter */
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
	const int on = 1, v6only = options & BIND_V6ONLY ? 1 : 0;
	int rc = 0;

	if (options & BIND_REUSEADDR)
		rc = method->setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on,
					sizeof(on));
	if (rc >= 0 && options & BIND_REUSEPORT)
		rc = method->setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on,
					sizeof(on));
	if (rc >= 0 && options & (BIND_V6ONLY | BIND_DUAL))
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

static bool has_option(int fd, int option, int wanted)
{
	socklen_t length = sizeof(int);
	int value = -1;

	return !raw_getsockopt(fd, SOL_SOCKET, option, &value, &length) &&
	       value == wanted;
}

/* By the descriptor: four system calls, less than a microsecond. */
static bool descriptor_is_bound(int fd, const struct target *target,
				const struct sockaddr_storage *name,
				bool listening)
{
	struct sockaddr_storage bound = {0};
	socklen_t length = sizeof(bound);
	bool tcp = target->protocol == PROTOCOL_TCP;

	return !raw_getsockname(fd, (struct sockaddr *)&bound, &length) &&
	       sockaddr_equal(&bound, name) &&
	       has_option(fd, SO_DOMAIN, name->ss_family) &&
	       has_option(fd, SO_PROTOCOL, tcp ? IPPROTO_TCP : IPPROTO_UDP) &&
	       has_option(fd, SO_ACCEPTCONN, listening);
}

/* By netlink, where there are no system calls without libc. */
static bool inode_is_bound(int fd, const struct target *target, bool listening)
{
	struct facts *facts = facts_new();
	struct stat st;
	bool found = false;

	if (!facts || fstat(fd, &st))
		goto out;
	socket_collect(facts, target, 1);
	facts_each(facts, FACT_SOCKET, socket) {
		if (fact_integer(socket, "inode", -1) == (int64_t)st.st_ino &&
		    (fact_string_is(socket, "state", "listen") ||
		     (!listening && fact_string(socket, "state"))))
			found = true;
	}
out:
	facts_free(facts);
	return found;
}

/**
 * rehearse() - Listen on a port that no client uses
 * @method:	How to make the calls
 * @name:	The target's address; its port is not used
 * @length:	Of @name
 *
 * Return: 0; what listen() gave, negative; 1 where it could not be tried
 */
static int rehearse(const struct method *method,
		    const struct sockaddr_storage *name, socklen_t length)
{
	struct sockaddr_storage any_port = sockaddr_any_port(name);
	int rc = 1, fd;

	fd = method->socket(name->ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return 1;
	if (method->bind(fd, (const struct sockaddr *)&any_port, length) >= 0)
		rc = method->listen(fd, 1);
	method->close(fd);
	return rc;
}

/* @try: as before the first step */
static void try_once(const struct method *method, const struct target *target,
		     const struct sockaddr_storage *name, socklen_t length,
		     const struct bind_try *try, struct outcome *out)
{
	bool tcp = target->protocol == PROTOCOL_TCP, listening = false;
	bool listens = tcp && !(try->options & BIND_REUSEPORT);
	int fd, rc;

	*out = (struct outcome){.try = *try};
	out->try.step = "socket";
	fd = method->socket(name->ss_family,
			    (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0);
	if (fd < 0) {
		out->error = -fd;
		return;
	}
	out->try.step = "setsockopt";
	rc = set_options(method, fd, try->options);
	if (rc < 0)
		goto out;
	out->filter = -drop_everything(fd);
	out->try.step = "bind";
	rc = method->bind(fd, (const struct sockaddr *)name, length);
	if (rc >= 0 && listens && !out->filter) {
		out->try.step = "listen";
		rc = method->listen(fd, SOMAXCONN);
		listening = true;
	}
	if (rc >= 0)
		out->try.kernel_knows =
			RAW_SUPPORTED ?
				descriptor_is_bound(fd, target, name,
						    listening) :
				inode_is_bound(fd, target, listening);
	out->try.listened = listening ? "target" :
			    tcp && !listens ? "nowhere" : NULL;
	if (rc >= 0 && listens && out->filter) {
		rc = rehearse(method, name, length);
		out->try.listened = rc > 0 ? "nowhere" : "another-port";
		if (rc < 0)
			out->try.step = "listen";
	}
out:
	method->close(fd);
	out->error = rc < 0 ? -rc : 0;
}

static struct bind_try try_of(const struct method *method, int options)
{
	return (struct bind_try){
		.method = method->name, .source = method->source,
		.options = options, .kernel_knows = -1,
	};
}

/* Return: the errno of the try, 0 for success */
static int probe(struct facts *facts, const struct target *target,
		 const struct method *method, int options)
{
	struct bind_try try = try_of(method, options);
	struct sockaddr_storage name;
	struct outcome outcome;
	struct fact_code code;
	char detail[128] = "";
	socklen_t length;
	int tries = 0;

	if (sockaddr_make(&target->address, target->port, &name, &length)) {
		try.step = "bind";
		bind_try_without_zone(facts, target, &try);
		return ENODEV;
	}
	do
		try_once(method, target, &name, length, &try, &outcome);
	while (outcome.error == EINTR && ++tries < PROBE_INTERRUPTED);
	if (outcome.filter)
		snprintf(detail, sizeof(detail),
			 "the filter that keeps clients out was refused (%s)%s",
			 error_name(outcome.filter),
			 target->protocol == PROTOCOL_TCP ?
				 ", so listen was tried on another port" :
				 "");
	code = code_errno(outcome.error);
	bind_try_add(facts, target, &outcome.try, &code,
		     detail[0] ? detail : NULL);
	return outcome.error;
}

static void probe_both(struct facts *facts, const struct target *target,
		       int options)
{
	struct bind_try raw = try_of(&raw_method, options);

	/* Do the holders share the port with a socket of this option? */
	if (probe(facts, target, &libc_method, options) == EADDRINUSE &&
	    target->protocol == PROTOCOL_TCP && !(options & BIND_DUAL))
		probe(facts, target, &libc_method, options | BIND_REUSEPORT);
	if (RAW_SUPPORTED)
		probe(facts, target, &raw_method, options);
	else
		bind_try_add(facts, target, &raw, NULL,
			     "no raw system calls for this machine");
}

/*
 * Servers on Unix set SO_REUSEADDR for TCP.  For UDP it would allow a second
 * socket on a port that is in use, and the port would be called free.
 */
void bind_collect(struct facts *facts, const struct target *target)
{
	bool tcp = target->protocol == PROTOCOL_TCP;
	int family = bind_family_options(&target->address);
	int reuse = tcp ? BIND_REUSEADDR : 0;

	/* TIME_WAIT blocks only a bind without SO_REUSEADDR. */
	if (tcp)
		probe(facts, target, &libc_method, family);
	probe_both(facts, target, reuse | family);
	if (family == BIND_V6ONLY && address_is_wildcard(&target->address))
		probe_both(facts, target, reuse | BIND_DUAL);
}
