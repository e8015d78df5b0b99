/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/system_call.h"

#include <errno.h>
#include <string.h>

#include "facts/code.h"
#include "port/net/inet.h"
#include "port/net/sockaddr.h"

/* Names that are not ASCII, where the C library can turn them into ASCII. */
#ifdef AI_IDN
#define FLAGS AI_IDN
#else
#define FLAGS 0
#endif

const char system_call_name[] = "getaddrinfo(3)";

static const struct {
	int number;
	const char *name;
} names[] = {
#define NAME(code) {code, #code}
	{0, "OK"},
	NAME(EAI_BADFLAGS), NAME(EAI_NONAME), NAME(EAI_AGAIN), NAME(EAI_FAIL),
	NAME(EAI_FAMILY), NAME(EAI_SOCKTYPE), NAME(EAI_SERVICE),
	NAME(EAI_MEMORY), NAME(EAI_SYSTEM), NAME(EAI_OVERFLOW),
#ifdef EAI_NODATA
	NAME(EAI_NODATA),
#endif
#ifdef EAI_ADDRFAMILY
	NAME(EAI_ADDRFAMILY),
#endif
#ifdef EAI_IDN_ENCODE
	NAME(EAI_IDN_ENCODE),
#endif
#undef NAME
};

static struct fact_code code_of(int number)
{
	struct fact_code code = {"eai", number, "EAI_?"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].number == number)
			code.name = names[i].name;
	return code;
}

/* Of POSIX's codes only one says that there is no such name. */
static bool is_absent(const char *code)
{
	return !strcmp(code, "EAI_NONAME") || !strcmp(code, "EAI_NODATA") ||
	       !strcmp(code, "EAI_ADDRFAMILY");
}

/* glibc finds nothing where it has no memory or descriptor for looking. */
static bool is_shortage(int error)
{
	return error == ENOMEM || error == EMFILE || error == ENFILE;
}

void system_call(const char *name, struct system_result *result)
{
	struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = FLAGS,
	};
	struct addrinfo *list = NULL;
	int rc, error;

	errno = 0;
	rc = getaddrinfo(name, NULL, &hints, &list);
	error = errno;
	*result = (struct system_result){
		.code = rc == EAI_SYSTEM || (rc && is_shortage(error)) ?
				code_errno(error) : code_of(rc),
	};
	result->absent = is_absent(result->code.name);
	if (rc)
		return;
	for (const struct addrinfo *i = list;
	     i && result->count < SYSTEM_ADDRESSES; i = i->ai_next)
		if (sockaddr_read(i->ai_addr, i->ai_addrlen,
				  &result->addresses[result->count]))
			result->count++;
	freeaddrinfo(list);
}
