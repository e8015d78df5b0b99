/*
 * getaddrinfo() in a thread: it is what a service will call, and it cannot be
 * told when to give up.
 *
 * What both threads touch is counted: the last one to let go frees it, so a
 * thread that is still waiting for a silent server harms nobody and ends with
 * the process.
 */
#include "collect/resolve/ask.h"

#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "collect/collect.h"
#include "port/inet.h"

#define STACK (1 << 20)		/* bytes; musl's own is too small for some */

/* Names that are not ASCII, where the C library can turn them into ASCII. */
#ifdef AI_IDN
#define FLAGS AI_IDN
#else
#define FLAGS 0
#endif

struct call {
	atomic_int holders;
	int event;		/* readable at the end */
	char *name;
	int status;
	int error;		/* an errno, with EAI_SYSTEM */
	struct addrinfo *result;
};

struct system {
	struct source source;
	struct answer *answer;
	struct call *call;
	bool finished;
};

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

static void let_go(struct call *call)
{
	if (atomic_fetch_sub(&call->holders, 1) > 1)
		return;
	if (call->result)
		freeaddrinfo(call->result);
	if (call->event >= 0)
		close(call->event);
	free(call->name);
	free(call);
}

static void *look_up(void *data)
{
	struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
		.ai_flags = FLAGS,
	};
	struct call *call = data;

	call->status = getaddrinfo(call->name, NULL, &hints, &call->result);
	call->error = errno;
	if (call->status)
		call->result = NULL;
	/* Adding one to a counter of 0 cannot block. */
	if (eventfd_write(call->event, 1))
		call->error = errno;
	let_go(call);
	return NULL;
}

/* Of POSIX's codes only one says that there is no such name. */
static bool is_absent(const char *code)
{
	return !strcmp(code, "EAI_NONAME") || !strcmp(code, "EAI_NODATA") ||
	       !strcmp(code, "EAI_ADDRFAMILY");
}

static void take_result(struct answer *answer, const struct addrinfo *result)
{
	for (const struct addrinfo *i = result; i; i = i->ai_next) {
		struct address address = {.family = 4};

		if (i->ai_family == AF_INET) {
			memcpy(address.bytes,
			       &((struct sockaddr_in *)i->ai_addr)->sin_addr,
			       4);
		} else if (i->ai_family == AF_INET6) {
			address.family = 6;
			memcpy(address.bytes,
			       &((struct sockaddr_in6 *)i->ai_addr)->sin6_addr,
			       16);
		} else {
			continue;
		}
		answer_address(answer, &address);
	}
}

static void run(struct source *source, const struct pollfd *fds, size_t count)
{
	struct system *s = (struct system *)source;
	struct fact_code code;

	if (!count || !fds[0].revents)
		return;
	s->finished = true;
	code = code_of(s->call->status);
	if (s->call->status == EAI_SYSTEM)
		code = collect_errno(s->call->error);
	take_result(s->answer, s->call->result);
	answer_end(s->answer, s->answer->addresses ? FACT_SEEN :
		   is_absent(code.name) ? FACT_ABSENT : FACT_FAILED, &code);
}

static size_t waits(struct source *source, struct pollfd *fds, int64_t *wake)
{
	const struct system *s = (struct system *)source;

	(void)wake;
	fds[0] = (struct pollfd){.fd = s->call->event, .events = POLLIN};
	return 1;
}

static bool finished(const struct source *source)
{
	return ((const struct system *)source)->finished;
}

static void stop(struct source *source)
{
	struct system *s = (struct system *)source;

	s->finished = true;
	answer_detail(s->answer, "getaddrinfo is still waiting");
	answer_errno(s->answer, FACT_FAILED, ETIMEDOUT);
}

static void free_system(struct source *source)
{
	struct system *s = (struct system *)source;

	let_go(s->call);
	free(s);
}

static const struct source_kind system_kind = {
	waits, run, finished, stop, free_system,
};

/* Signals are for the main thread. */
static int start_thread(struct call *call)
{
	pthread_attr_t attributes;
	sigset_t all, before;
	pthread_t thread;
	int rc;

	rc = pthread_attr_init(&attributes);
	if (rc)
		return -rc;
	pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attributes, STACK);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&thread, &attributes, look_up, call);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return -rc;
}

static struct call *call_new(const char *name)
{
	struct call *call = calloc(1, sizeof(*call));

	if (!call)
		return NULL;
	atomic_init(&call->holders, 1);
	call->name = strdup(name);
	call->event = eventfd(0, EFD_CLOEXEC);
	if (call->name && call->event >= 0)
		return call;
	let_go(call);
	return NULL;
}

struct source *system_ask(struct answers *list)
{
	struct answer *answer = answer_new(list, "system", "getaddrinfo(3)",
					   NULL);
	struct system *s = calloc(1, sizeof(*s));
	struct call *call = call_new(list->name);
	int rc = -ENOMEM;

	if (answer && s && call) {
		/* The thread's. */
		atomic_fetch_add(&call->holders, 1);
		rc = start_thread(call);
		if (!rc) {
			*s = (struct system){{&system_kind, NULL}, answer,
					     call, false};
			return &s->source;
		}
		let_go(call);
	}
	if (call)
		let_go(call);
	free(s);
	if (answer)
		answer_errno(answer, FACT_FAILED, rc);
	return NULL;
}
