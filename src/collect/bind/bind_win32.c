/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The probe on Windows.
 *
 * A plain bind shows too little here: while a program listens on 127.0.0.1,
 * another may still bind 0.0.0.0, and where both sockets set SO_REUSEADDR even
 * the same address.  With SO_EXCLUSIVEADDRUSE the bind fails wherever another
 * socket has the port on an address that it covers (Microsoft, "Using
 * SO_REUSEADDR and SO_EXCLUSIVEADDRUSE").  So each target is tried with it,
 * and TCP without it too; the two together show what a server of either kind
 * will meet.
 *
 * What Winsock reports may come from a layered service provider, such as the
 * Winsock Proxy client.  So the try with SO_EXCLUSIVEADDRUSE is made twice:
 * by socket() as servers do ("libc"), and by the base provider's own entry in
 * the catalog, below which there is no layer ("raw").  After a success the
 * base provider is asked what address the socket is bound to: SIO_BASE_HANDLE
 * gives its handle, and layers must let that call pass.
 *
 * There is no socket filter that could drop the packets of clients.  Instead
 * the probe sets SO_CONDITIONAL_ACCEPT: the stack answers no SYN until the
 * program has accepted it, and this program never does.  What remains: a
 * client whose SYN comes within the microseconds of the probe is refused when
 * the socket closes, just as it is when no program listens; it is never
 * connected.  A Windows client sends its SYN again after a refusal.  Where the
 * option is not available (Wine), the probe binds and does not listen there:
 * it listens on a free port of the same address instead, which no client
 * knows, so that a layer that refuses every listener still shows.
 *
 * Limits: while a try has the port, a server that starts in the same
 * microseconds fails.  On a desktop the firewall may ask its user about a
 * program that listens for the first time.  A layered provider that asks
 * another machine can make bind() slow, and nothing bounds that here.
 */
#include "collect/bind/bind.h"

#include <stdio.h>
#include <string.h>

#include "collect/bind/bind_try.h"
#include "collect/bind/provider.h"
#include "facts/code.h"
#include "port/net/sockaddr.h"

#ifndef SO_CONDITIONAL_ACCEPT
#define SO_CONDITIONAL_ACCEPT 0x3002
#endif
#ifndef SIO_BASE_HANDLE
#define SIO_BASE_HANDLE _WSAIOR(IOC_WS2, 34)
#endif
#ifndef WSA_FLAG_NO_HANDLE_INHERIT
#define WSA_FLAG_NO_HANDLE_INHERIT 0x80
#endif

/* Which provider to use: @info is NULL for the default one. */
struct method {
	const char *name;
	const char *source;
	WSAPROTOCOL_INFOW *info;
};

/* How a try went; codes of Winsock, 0 is success. */
struct outcome {
	struct bind_try try;
	int error;
	int conditional;	/* of SO_CONDITIONAL_ACCEPT */
};

static const struct method default_method = {
	.name = "libc",
	.source = "bind() of Winsock",
};

static SOCKET open_socket(const struct method *method, int family, int type)
{
	DWORD flags = WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT;
	int from = method->info ? FROM_PROTOCOL_INFO : 0;
	SOCKET s = win32->WSASocketW(from ? from : family, from ? from : type,
				     from ? from : 0, method->info, 0, flags);

	/* Windows 7 knows the flag from its service pack 1 on. */
	if (s == INVALID_SOCKET && WSAGetLastError() == WSAEINVAL)
		s = win32->WSASocketW(from ? from : family,
				      from ? from : type, from ? from : 0,
				      method->info, 0, WSA_FLAG_OVERLAPPED);
	return s;
}

/* Return: 0 or a code of Winsock */
static int set_option(SOCKET s, int level, int option, int value)
{
	return win32->setsockopt(s, level, option, (const char *)&value,
				 sizeof(value)) ? WSAGetLastError() : 0;
}

static int set_options(SOCKET s, int options)
{
	int rc = 0;

	if (options & BIND_EXCLUSIVE)
		rc = set_option(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
	if (!rc && options & (BIND_V6ONLY | BIND_DUAL))
		rc = set_option(s, IPPROTO_IPV6, IPV6_V6ONLY,
				options & BIND_V6ONLY ? 1 : 0);
	return rc;
}

/* Does the base provider have that socket?  1 or 0; -1 without an answer. */
static int base_knows(SOCKET s, const struct sockaddr_storage *name,
		      bool listening)
{
	struct sockaddr_storage bound = {0};
	int length = sizeof(bound), accepts = 0, size = sizeof(accepts);
	SOCKET base = INVALID_SOCKET;
	DWORD returned;

	if (win32->WSAIoctl(s, SIO_BASE_HANDLE, NULL, 0, &base, sizeof(base),
			    &returned, NULL, NULL))
		return -1;
	if (win32->getsockname(base, (struct sockaddr *)&bound, &length))
		return WSAGetLastError() == WSAEINVAL ? 0 : -1;
	if (!sockaddr_equal(&bound, name))
		return 0;
	if (!listening)
		return 1;
	if (win32->getsockopt(base, SOL_SOCKET, SO_ACCEPTCONN,
			      (char *)&accepts, &size))
		return -1;
	return accepts ? 1 : 0;
}

/**
 * rehearse() - Listen on a port that no client uses
 * @method:	Which provider to use
 * @name:	The target's address; its port is not used
 * @length:	Of @name
 * @out:	Its step and where it listened are set
 *
 * Return: 0 or the code of listen(); 0 too where it could not be tried
 */
static int rehearse(const struct method *method,
		    const struct sockaddr_storage *name, socklen_t length,
		    struct outcome *out)
{
	struct sockaddr_storage any_port = sockaddr_any_port(name);
	SOCKET s = open_socket(method, name->ss_family, SOCK_STREAM);
	int rc = 0;

	out->try.listened = "nowhere";
	if (s == INVALID_SOCKET)
		return 0;
	if (!win32->bind(s, (const struct sockaddr *)&any_port, length)) {
		out->try.listened = "another-port";
		rc = win32->listen(s, 1) ? WSAGetLastError() : 0;
	}
	win32->closesocket(s);
	if (rc)
		out->try.step = "listen";
	return rc;
}

/* Return: 0 or a code of Winsock */
static int bind_and_listen(SOCKET s, const struct target *target,
			   const struct sockaddr_storage *name,
			   socklen_t length, struct outcome *out)
{
	bool tcp = target->protocol == PROTOCOL_TCP, listening = false;
	int rc;

	out->try.step = "setsockopt";
	rc = set_options(s, out->try.options);
	if (rc)
		return rc;
	if (tcp)
		out->conditional = set_option(s, SOL_SOCKET,
					      SO_CONDITIONAL_ACCEPT, 1);
	out->try.step = "bind";
	if (win32->bind(s, (const struct sockaddr *)name, length))
		return WSAGetLastError();
	if (tcp && !out->conditional) {
		out->try.step = "listen";
		out->try.listened = "target";
		if (win32->listen(s, SOMAXCONN))
			return WSAGetLastError();
		listening = true;
	}
	out->try.kernel_knows = base_knows(s, name, listening);
	return 0;
}

/* @out: its options are set */
static void try_once(const struct method *method, const struct target *target,
		     const struct sockaddr_storage *name, socklen_t length,
		     struct outcome *out)
{
	bool tcp = target->protocol == PROTOCOL_TCP;
	SOCKET s;

	out->try.step = "socket";
	s = open_socket(method, name->ss_family,
			tcp ? SOCK_STREAM : SOCK_DGRAM);
	if (s == INVALID_SOCKET) {
		out->error = WSAGetLastError();
		return;
	}
	out->error = bind_and_listen(s, target, name, length, out);
	if (!out->error && out->conditional)
		out->error = rehearse(method, name, length, out);
	win32->closesocket(s);
}

static struct bind_try try_of(const struct method *method, int options)
{
	return (struct bind_try){
		.method = method->name, .source = method->source,
		.options = options, .kernel_knows = -1,
	};
}

static void probe(struct facts *facts, const struct target *target,
		  const struct method *method, int options)
{
	struct outcome outcome = {.try = try_of(method, options)};
	struct sockaddr_storage name;
	struct fact_code code;
	const char *listened;
	char detail[128] = "";
	socklen_t length;

	if (sockaddr_make(&target->address, target->port, &name, &length)) {
		outcome.try.step = "bind";
		bind_try_without_zone(facts, target, &outcome.try);
		return;
	}
	try_once(method, target, &name, length, &outcome);
	listened = outcome.try.listened;
	if (outcome.conditional)
		snprintf(detail, sizeof(detail),
			 "SO_CONDITIONAL_ACCEPT was refused (%d)%s",
			 outcome.conditional,
			 listened && !strcmp(listened, "another-port") ?
				 ", so listen was tried on another port" : "");
	code = code_winsock(outcome.error);
	bind_try_add(facts, target, &outcome.try, &code,
		     detail[0] ? detail : NULL);
}

static void probe_both(struct facts *facts, const struct target *target,
		       int options)
{
	bool tcp = target->protocol == PROTOCOL_TCP;
	WSAPROTOCOL_INFOW info;
	struct method base = {
		.name = "raw",
		.source = "bind() of Winsock, by the base provider",
		.info = &info,
	};
	struct bind_try nothing = try_of(&base, options);
	char detail[128];
	int rc;

	probe(facts, target, &default_method, options);
	rc = provider_base(target->address.family == 4 ? AF_INET : AF_INET6,
			   tcp ? SOCK_STREAM : SOCK_DGRAM, &info);
	if (!rc) {
		probe(facts, target, &base, options);
		return;
	}
	snprintf(detail, sizeof(detail),
		 rc == WSAEAFNOSUPPORT ?
			 "the catalog of providers has no base provider" :
			 "the catalog of providers cannot be read (%d)", rc);
	bind_try_add(facts, target, &nothing, NULL, detail);
}

void bind_collect(struct facts *facts, const struct target *target)
{
	int family = bind_family_options(&target->address);

	if (target->protocol == PROTOCOL_TCP)
		probe(facts, target, &default_method, family);
	probe_both(facts, target, BIND_EXCLUSIVE | family);
	if (family == BIND_V6ONLY && address_is_wildcard(&target->address))
		probe_both(facts, target, BIND_EXCLUSIVE | BIND_DUAL);
}
