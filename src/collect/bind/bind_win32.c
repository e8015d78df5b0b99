/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The probe on Windows.
 *
 * A plain bind tells too little here: beside a program that listens on
 * 127.0.0.1 it may have 0.0.0.0 all the same, and where both sockets say
 * SO_REUSEADDR even the same address.  With SO_EXCLUSIVEADDRUSE the bind
 * fails wherever another socket has the port on an address that it covers
 * (Microsoft, "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE").  So each target
 * is tried with it, and TCP without it too; the two together tell what a
 * server of either kind will meet.
 *
 * What Winsock says may be the word of a layered service provider, such as
 * the Winsock Proxy client.  So the try with SO_EXCLUSIVEADDRUSE is made
 * twice: by socket() as servers do ("libc"), and by the base provider's own
 * entry in the catalog, below which there is no layer ("raw").  After a
 * success the base provider is asked what it has the socket bound to:
 * SIO_BASE_HANDLE gives its handle, and layers are told to let that call pass.
 *
 * There is no socket filter that could drop the packets of clients.  In its
 * place stands SO_CONDITIONAL_ACCEPT: the stack answers no SYN until the
 * program has accepted it, and this one never does.  What remains: a client
 * whose SYN comes within the microseconds of the probe is refused when the
 * socket closes, just as it is when nobody listens; it is never connected.
 * A Windows client sends its SYN again after a refusal.  Where the option is
 * not to be had (Wine), the probe binds and does not listen there: it listens
 * on a free port of the same address instead, which nobody knows, so that a
 * layer that refuses every listener still shows.
 *
 * Limits: while a try has the port, a server that starts in the same
 * microseconds fails.  On a desktop the firewall may ask its user about a
 * program that listens for the first time.  A layered provider that asks
 * another machine can make bind() slow, and nothing bounds that here.
 */
#include "collect/bind/bind.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

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

enum {
	OPTION_EXCLUSIVE = 1,
	OPTION_V6ONLY = 2,	/* IPV6_V6ONLY=1 */
	OPTION_DUAL = 4,	/* IPV6_V6ONLY=0 */
};

/* By which provider: @info is NULL for the default one. */
struct method {
	const char *name;
	const char *source;
	WSAPROTOCOL_INFOW *info;
};

struct outcome {
	const char *step;
	const char *listened;	/* where; NULL where not */
	int error;		/* a code of Winsock; 0 is success */
	int conditional;	/* that of SO_CONDITIONAL_ACCEPT */
	int kernel_knows;	/* 1 or 0; -1 where it could not be asked */
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

	if (options & OPTION_EXCLUSIVE)
		rc = set_option(s, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
	if (!rc && options & (OPTION_V6ONLY | OPTION_DUAL))
		rc = set_option(s, IPPROTO_IPV6, IPV6_V6ONLY,
				options & OPTION_V6ONLY ? 1 : 0);
	return rc;
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

/* Ask the base provider: 1 it has that socket, 0 it has not, -1 no answer. */
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
	if (!same_name(&bound, name))
		return 0;
	if (!listening)
		return 1;
	if (win32->getsockopt(base, SOL_SOCKET, SO_ACCEPTCONN,
			      (char *)&accepts, &size))
		return -1;
	return accepts ? 1 : 0;
}

/**
 * rehearse() - Listen where it disturbs nobody
 * @method:	By which provider
 * @name:	The target's address, of which the port is not taken
 * @length:	Of @name
 * @out:	Where and how far it came
 *
 * Return: 0 or the code of listen(); 0 too where it could not be tried
 */
static int rehearse(const struct method *method,
		    const struct sockaddr_storage *name, socklen_t length,
		    struct outcome *out)
{
	struct sockaddr_storage any_port = *name;
	SOCKET s = open_socket(method, name->ss_family, SOCK_STREAM);
	int rc = 0;

	/* The port has the same place in sockaddr_in and sockaddr_in6. */
	((struct sockaddr_in *)&any_port)->sin_port = 0;
	out->listened = "nowhere";
	if (s == INVALID_SOCKET)
		return 0;
	if (!win32->bind(s, (const struct sockaddr *)&any_port, length)) {
		out->listened = "another-port";
		rc = win32->listen(s, 1) ? WSAGetLastError() : 0;
	}
	win32->closesocket(s);
	if (rc)
		out->step = "listen";
	return rc;
}

/* Return: 0 or a code of Winsock */
static int bind_and_listen(SOCKET s, const struct target *target,
			   const struct sockaddr_storage *name,
			   socklen_t length, int options, struct outcome *out)
{
	bool tcp = target->protocol == PROTOCOL_TCP, listening = false;
	int rc;

	out->step = "setsockopt";
	rc = set_options(s, options);
	if (rc)
		return rc;
	if (tcp)
		out->conditional = set_option(s, SOL_SOCKET,
					      SO_CONDITIONAL_ACCEPT, 1);
	out->step = "bind";
	if (win32->bind(s, (const struct sockaddr *)name, length))
		return WSAGetLastError();
	if (tcp && !out->conditional) {
		out->step = "listen";
		out->listened = "target";
		if (win32->listen(s, SOMAXCONN))
			return WSAGetLastError();
		listening = true;
	}
	out->kernel_knows = base_knows(s, name, listening);
	return 0;
}

static void try_once(const struct method *method, const struct target *target,
		     const struct sockaddr_storage *name, socklen_t length,
		     int options, struct outcome *out)
{
	bool tcp = target->protocol == PROTOCOL_TCP;
	SOCKET s;

	*out = (struct outcome){.step = "socket", .kernel_knows = -1};
	s = open_socket(method, name->ss_family,
			tcp ? SOCK_STREAM : SOCK_DGRAM);
	if (s == INVALID_SOCKET) {
		out->error = WSAGetLastError();
		return;
	}
	out->error = bind_and_listen(s, target, name, length, options, out);
	if (!out->error && out->conditional)
		out->error = rehearse(method, name, length, out);
	win32->closesocket(s);
}

static json_t *options_value(int options)
{
	json_t *list = json_array();

	if (options & OPTION_EXCLUSIVE)
		json_array_append_new(list,
				      json_string("SO_EXCLUSIVEADDRUSE"));
	if (options & OPTION_V6ONLY)
		json_array_append_new(list, json_string("IPV6_V6ONLY=1"));
	if (options & OPTION_DUAL)
		json_array_append_new(list, json_string("IPV6_V6ONLY=0"));
	return list;
}

/* @code: NULL where nothing was tried */
static void add_try(struct facts *facts, const struct target *target,
		    const struct method *method, int options,
		    const struct outcome *outcome,
		    const struct fact_code *code, const char *detail)
{
	bool success = code && !code->number;
	json_t *value = value_endpoint(&target->address, target->port,
				       target->protocol);
	json_t *more = json_pack(
		"{s:s, s:o, s:s*, s:s*, s:o*, s:s*}", "method", method->name,
		"options", options_value(options), "step", outcome->step,
		"listened", outcome->listened, "kernel_knows",
		success && outcome->kernel_knows >= 0 ?
			json_boolean(outcome->kernel_knows) : NULL,
		"detail", detail);
	char text[ENDPOINT_TEXT];

	if (json_object_update(value, more)) {
		json_decref(value);
		value = NULL;
	}
	json_decref(more);
	facts_add(facts, FACT_TRY, code ? FACT_SEEN : FACT_UNSUPPORTED,
		  method->source, code, value, "%s/%s",
		  endpoint_format(&target->address, target->port, text),
		  protocol_name(target->protocol));
}

static void probe(struct facts *facts, const struct target *target,
		  const struct method *method, int options)
{
	struct outcome outcome = {.step = "bind", .kernel_knows = -1};
	struct sockaddr_storage name;
	struct fact_code code;
	char detail[128];
	socklen_t length;

	if (sockaddr_make(&target->address, target->port, &name, &length)) {
		code = code_errno(ENODEV);
		snprintf(detail, sizeof(detail), "no interface is called %s",
			 target->address.zone);
		add_try(facts, target, method, options, &outcome, &code,
			detail);
		return;
	}
	try_once(method, target, &name, length, options, &outcome);
	if (outcome.conditional)
		snprintf(detail, sizeof(detail),
			 "SO_CONDITIONAL_ACCEPT was refused (%d)%s",
			 outcome.conditional,
			 outcome.listened && !strcmp(outcome.listened,
						     "another-port") ?
				 ", so listen was tried on another port" : "");
	code = code_winsock(outcome.error);
	add_try(facts, target, method, options, &outcome, &code,
		outcome.conditional ? detail : NULL);
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
	const struct outcome nothing = {.kernel_knows = -1};
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
	add_try(facts, target, &base, options, &nothing, NULL, detail);
}

/* ::ffff:0:0/96, which only a socket of both families can have. */
static bool is_mapped(const struct address *address)
{
	static const uint8_t prefix[12] = {[10] = 0xff, [11] = 0xff};

	return address->family == 6 &&
	       !memcmp(address->bytes, prefix, sizeof(prefix));
}

void bind_collect(struct facts *facts, const struct target *target)
{
	int family = 0;

	if (target->address.family == 6)
		family = is_mapped(&target->address) ? OPTION_DUAL :
						       OPTION_V6ONLY;
	if (target->protocol == PROTOCOL_TCP)
		probe(facts, target, &default_method, family);
	probe_both(facts, target, OPTION_EXCLUSIVE | family);
	if (family == OPTION_V6ONLY && address_is_wildcard(&target->address))
		probe_both(facts, target, OPTION_EXCLUSIVE | OPTION_DUAL);
}
