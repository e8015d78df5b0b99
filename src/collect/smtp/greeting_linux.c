/*
 * A client that says goodbye.
 *
 * The connection is made without libc where that is possible, so that an
 * interposer cannot send it to another machine.  Nothing blocks: each wait is
 * a poll() with what is left of the time.
 *
 * To close while bytes of the server are still on their way resets the
 * connection, and some servers log that.  So our side is closed first and the
 * rest is read until the server closes too, for FAREWELL_WAIT at most.
 */
#include "collect/smtp/greeting.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "collect/smtp/reply.h"
#include "port/clock.h"
#include "port/raw_linux.h"
#include "port/sockaddr.h"

#define FAREWELL_WAIT 20	/* ms */

/* How the reading ended. */
enum ending {
	ENDING_COMPLETE,
	ENDING_CLOSED,		/* by the server */
	ENDING_TIME,
	ENDING_FULL,
	ENDING_ERROR,
};

struct heard {
	char bytes[GREETING_MAX];
	size_t length;
	struct reply reply;
	enum ending ending;
	int error;		/* an errno, where that ended it */
};

/* Return: 0 when there is something; -ETIMEDOUT; another -errno */
static int wait_for(int fd, short events, int64_t deadline)
{
	struct pollfd ready = {.fd = fd, .events = events};
	int64_t left;
	int n;

	do {
		left = deadline - clock_now();
		n = poll(&ready, 1, left > 0 ? (int)left : 0);
	} while (n < 0 && errno == EINTR);
	return n < 0 ? -errno : n ? 0 : -ETIMEDOUT;
}

static int open_socket(int family)
{
	int type = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, fd;

	if (RAW_SUPPORTED)
		return raw_socket(family, type, 0);
	fd = socket(family, type, 0);
	return fd < 0 ? -errno : fd;
}

static int start_connect(int fd, const struct sockaddr_storage *name,
			 socklen_t length)
{
	const struct sockaddr *address = (const struct sockaddr *)name;

	if (RAW_SUPPORTED)
		return raw_connect(fd, address, length);
	return connect(fd, address, length) ? -errno : 0;
}

/* Return: a connected descriptor or -errno */
static int dial(const struct address *address, uint16_t port, int64_t deadline)
{
	struct sockaddr_storage name;
	socklen_t length, size = sizeof(int);
	int fd, rc, error = 0;

	rc = sockaddr_make(address, port, &name, &length);
	if (rc)
		return rc;
	fd = open_socket(name.ss_family);
	if (fd < 0)
		return fd;
	rc = start_connect(fd, &name, length);
	if (rc == -EINPROGRESS || rc == -EINTR) {
		rc = wait_for(fd, POLLOUT, deadline);
		if (!rc && getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size))
			rc = -errno;
		if (!rc)
			rc = -error;
	}
	if (rc) {
		close(fd);
		return rc;
	}
	return fd;
}

static int dial_listener(const struct address *listener, uint16_t port,
			 int64_t deadline)
{
	struct address loopback4 = {.family = 4, .bytes = {127, 0, 0, 1}};
	struct address loopback6 = {.family = 6, .bytes = {[15] = 1}};
	int fd;

	if (!address_is_wildcard(listener))
		return dial(listener, port, deadline);
	if (listener->family == 4)
		return dial(&loopback4, port, deadline);
	fd = dial(&loopback6, port, deadline);
	/* ::1 can be missing; a socket of both families hears IPv4 as well. */
	if (fd == -EADDRNOTAVAIL || fd == -ENETUNREACH)
		fd = dial(&loopback4, port, deadline);
	return fd;
}

static void hear(int fd, int64_t deadline, struct heard *heard)
{
	ssize_t n;
	int rc;

	*heard = (struct heard){.ending = ENDING_FULL};
	while (heard->length < sizeof(heard->bytes)) {
		rc = wait_for(fd, POLLIN, deadline);
		n = rc ? 0 : recv(fd, heard->bytes + heard->length,
				  sizeof(heard->bytes) - heard->length, 0);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (rc == -ETIMEDOUT) {
			heard->ending = ENDING_TIME;
			return;
		}
		if (rc || n < 0) {
			heard->ending = ENDING_ERROR;
			heard->error = rc ? -rc : errno;
			return;
		}
		if (!n) {
			heard->ending = ENDING_CLOSED;
			return;
		}
		heard->length += (size_t)n;
		heard->reply = reply_parse(heard->bytes, heard->length);
		if (heard->reply.complete) {
			heard->ending = ENDING_COMPLETE;
			return;
		}
	}
}

static void take_leave(int fd, const struct heard *heard)
{
	static const char quit[] = "QUIT\r\n";
	int64_t deadline = clock_now() + FAREWELL_WAIT;
	char rest[512];
	ssize_t n;

	if (heard->ending == ENDING_CLOSED || heard->ending == ENDING_ERROR)
		return;
	if (heard->reply.complete && heard->reply.knows_quit)
		send(fd, quit, sizeof(quit) - 1, MSG_NOSIGNAL);
	shutdown(fd, SHUT_WR);
	do
		n = wait_for(fd, POLLIN, deadline) ?
			    0 : recv(fd, rest, sizeof(rest), 0);
	while ((n > 0 || (n < 0 && errno == EINTR)) && clock_now() < deadline);
}

static void describe(const struct heard *heard, int64_t wait, char *detail,
		     size_t size)
{
	switch (heard->ending) {
	case ENDING_COMPLETE:
		detail[0] = '\0';
		break;
	case ENDING_CLOSED:
		snprintf(detail, size, "closed by the listener");
		break;
	case ENDING_TIME:
		snprintf(detail, size, "no whole reply within %lld ms",
			 (long long)(wait > 0 ? wait : 0));
		break;
	case ENDING_FULL:
		snprintf(detail, size, "no whole reply in the first %d bytes",
			 GREETING_MAX);
		break;
	case ENDING_ERROR:
		snprintf(detail, size, "the connection broke");
		break;
	}
}

static void add_greeting(struct facts *facts, const struct address *listener,
			 uint16_t port, enum fact_status status, int error,
			 const struct heard *heard, const char *detail)
{
	json_t *value = value_endpoint(listener, port, PROTOCOL_TCP);
	struct fact_code code = collect_errno(error);
	char text[ENDPOINT_TEXT];
	json_t *more;

	more = json_pack("{s:o*, s:s*}", "lines",
			 status == FACT_SEEN ?
				 reply_lines(heard->bytes,
					     heard->reply.length) : NULL,
			 "detail", detail[0] ? detail : NULL);
	if (json_object_update(value, more)) {
		json_decref(value);
		value = NULL;
	}
	json_decref(more);
	facts_add(facts, FACT_GREETING, status, "connect(2), recv(2)",
		  error ? &code : NULL, value, "%s/tcp",
		  endpoint_format(listener, port, text));
}

void greeting_collect(struct facts *facts, const struct address *listener,
		      uint16_t port, int64_t deadline)
{
	int64_t start = clock_now();
	char detail[64] = "";
	struct heard heard;
	int fd;

	if (deadline > start + GREETING_WAIT)
		deadline = start + GREETING_WAIT;
	fd = dial_listener(listener, port, deadline);
	if (fd < 0) {
		add_greeting(facts, listener, port, FACT_FAILED, -fd, NULL,
			     detail);
		return;
	}
	hear(fd, deadline, &heard);
	describe(&heard, deadline - start, detail, sizeof(detail));
	take_leave(fd, &heard);
	close(fd);
	add_greeting(facts, listener, port,
		     heard.length ? FACT_SEEN :
		     heard.error ? FACT_FAILED : FACT_ABSENT,
		     heard.error, &heard, detail);
}
