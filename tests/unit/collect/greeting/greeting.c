/* SPDX-License-Identifier: BSD-2-Clause */
/* The greeting's client against small servers of our own, on loopback. */
#include "collect/greeting/greeting.h"

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/clock.h"
#include "unit/unit.h"

/* What the server got from its client, as its exit status. */
enum got { GOT_NOTHING, GOT_QUIT, GOT_RESET, GOT_OTHER };

struct server {
	pid_t pid;
	uint16_t port;
};

static enum got read_all(int fd)
{
	char bytes[64];
	size_t length = 0;
	ssize_t n;

	while ((n = read(fd, bytes + length, sizeof(bytes) - length)) > 0)
		length += (size_t)n;
	if (n < 0)
		return errno == ECONNRESET ? GOT_RESET : GOT_OTHER;
	if (!length)
		return GOT_NOTHING;
	return length == 6 && !memcmp(bytes, "QUIT\r\n", 6) ? GOT_QUIT :
							      GOT_OTHER;
}

/* As a mail server does: QUIT is answered, and only then is it over. */
static void say_bye(int fd)
{
	static const char bye[] = "221 bye\r\n";
	socklen_t size = sizeof(int);
	int error = 0;

	send(fd, bye, sizeof(bye) - 1, MSG_NOSIGNAL);
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
	if (error)
		_exit(GOT_RESET);
}

/* Sends its pieces 20 ms apart; NULL ends them; "" closes. */
static void serve(int listener, const char *const *pieces)
{
	int fd = accept(listener, NULL, NULL);
	enum got got;

	for (; *pieces; pieces++) {
		if (!**pieces)
			_exit(GOT_NOTHING);
		if (send(fd, *pieces, strlen(*pieces), MSG_NOSIGNAL) < 0)
			_exit(GOT_RESET);
		if (pieces[1])
			usleep(20000);
	}
	got = read_all(fd);
	if (got == GOT_QUIT)
		say_bye(fd);
	_exit((int)got);
}

static int listen_on(const struct sockaddr *name, socklen_t length,
		     uint16_t *port)
{
	struct sockaddr_storage bound;
	socklen_t size = sizeof(bound);
	int fd = socket(name->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || bind(fd, name, length) || listen(fd, 4))
		return -1;
	getsockname(fd, (struct sockaddr *)&bound, &size);
	*port = ntohs(((struct sockaddr_in *)&bound)->sin_port);
	return fd;
}

static struct server start(const char *const *pieces)
{
	struct sockaddr_in name = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct server server;
	int fd = listen_on((struct sockaddr *)&name, sizeof(name),
			   &server.port);

	assert_true(fd >= 0);
	server.pid = fork();
	if (!server.pid) {
		alarm(20);
		serve(fd, pieces);
	}
	close(fd);
	return server;
}

static enum got end(const struct server *server)
{
	int status;

	assert_int_equal(waitpid(server->pid, &status, 0), server->pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static struct facts *greet(const char *address, uint16_t port, int wait)
{
	struct greeter_address listener = {.port = port};
	struct facts *facts = facts_new();

	assert_int_equal(address_parse(address, &listener.address), 0);
	greeting_collect(facts, &listener, 1, clock_now() + wait);
	assert_int_equal(facts_error(facts), 0);
	assert_int_equal(facts_count(facts), 1);
	assert_string_equal(fact_string(facts_at(facts, 0), "address"),
			    address);
	return facts;
}

static const char *line(const struct facts *facts, size_t i)
{
	return json_string_value(json_array_get(
		fact_array(facts_at(facts, 0), "lines"), i));
}

static const char *detail(const struct facts *facts)
{
	return fact_string(facts_at(facts, 0), "detail");
}

static void reads_a_reply_in_pieces(void **state)
{
	static const char *const pieces[] = {
		"22", "0-mail1 ESMTP\r", "\n220", " ready\r\n", NULL};
	struct server server = start(pieces);
	struct facts *facts = greet("0.0.0.0", server.port, 5000);

	(void)state;
	assert_int_equal(facts_at(facts, 0)->status, FACT_SEEN);
	assert_string_equal(line(facts, 0), "220-mail1 ESMTP");
	assert_string_equal(line(facts, 1), "220 ready");
	assert_null(detail(facts));
	end(&server);
	facts_free(facts);
}

/* There is a limit to waiting for the answer: a busy machine may pass it. */
static void hears_the_answer_to_quit(void **state)
{
	static const char *const pieces[] = {"220 mail1\r\n", NULL};
	enum got got = GOT_RESET;

	(void)state;
	for (int i = 0; i < 10 && got == GOT_RESET; i++) {
		struct server server = start(pieces);

		facts_free(greet("127.0.0.1", server.port, 5000));
		got = end(&server);
	}
	assert_int_equal(got, GOT_QUIT);
}

static void sends_quit_only_where_it_is_known(void **state)
{
	static const char *const imap[] = {"* OK IMAP4rev1\r\n", NULL};
	static const char *const half[] = {"220-wait\r\n", NULL};
	struct server server = start(imap);
	struct facts *facts = greet("127.0.0.1", server.port, 5000);

	(void)state;
	assert_string_equal(line(facts, 0), "* OK IMAP4rev1");
	assert_int_equal(end(&server), GOT_NOTHING);
	facts_free(facts);

	server = start(half);
	facts = greet("127.0.0.1", server.port, 100);
	assert_int_equal(facts_at(facts, 0)->status, FACT_SEEN);
	assert_string_equal(line(facts, 0), "220-wait");
	assert_string_equal(detail(facts), "no whole reply within 100 ms");
	assert_int_equal(end(&server), GOT_NOTHING);
	facts_free(facts);
}

static void does_not_wait_for_ever(void **state)
{
	static const char *const silence[] = {NULL};
	struct server server = start(silence);
	int64_t before = clock_now();
	struct facts *facts = greet("127.0.0.1", server.port, 100000);
	int64_t took = clock_now() - before;

	(void)state;
	assert_int_equal(facts_at(facts, 0)->status, FACT_ABSENT);
	assert_true(took >= GREETING_WAIT && took < GREETING_WAIT + 2000);
	assert_int_equal(end(&server), GOT_NOTHING);
	facts_free(facts);
	/* No time left at all. */
	server = start(silence);
	facts = greet("127.0.0.1", server.port, -1);
	assert_int_equal(facts_at(facts, 0)->status, FACT_ABSENT);
	assert_int_equal(end(&server), GOT_NOTHING);
	facts_free(facts);
}

static void survives_any_server(void **state)
{
	static const char *const closes[] = {"", NULL};
	static const char *const leaves[] = {"421 busy", "", NULL};
	char flood[4096];
	const char *const floods[] = {flood, flood, flood, NULL};
	struct server server = start(closes);
	struct facts *facts = greet("127.0.0.1", server.port, 5000);

	(void)state;
	assert_int_equal(facts_at(facts, 0)->status, FACT_ABSENT);
	assert_string_equal(detail(facts), "closed by the listener");
	assert_int_equal(end(&server), GOT_NOTHING);
	facts_free(facts);

	server = start(leaves);
	facts = greet("127.0.0.1", server.port, 5000);
	assert_string_equal(line(facts, 0), "421 busy");
	assert_string_equal(detail(facts), "closed by the listener");
	end(&server);
	facts_free(facts);

	memset(flood, '\xff', sizeof(flood) - 1);
	flood[sizeof(flood) - 1] = '\0';
	server = start(floods);
	facts = greet("127.0.0.1", server.port, 5000);
	assert_int_equal(strlen(line(facts, 0)), 4 * GREETING_MAX);
	assert_string_equal(detail(facts),
			    "no whole reply in the first 1024 bytes");
	end(&server);
	facts_free(facts);
}

static void tells_why_there_is_no_connection(void **state)
{
	static const char *const closes[] = {"", NULL};
	struct server server = start(closes);
	struct facts *facts = greet("127.0.0.1", server.port, 5000);

	(void)state;
	facts_free(facts);
	end(&server);
	facts = greet("127.0.0.1", server.port, 5000);
	assert_int_equal(facts_at(facts, 0)->status, FACT_FAILED);
	assert_true(fact_is(facts_at(facts, 0), "ECONNREFUSED"));
	facts_free(facts);
}

/* More than are connected to at the same time, and none of them says a word. */
static void asks_all_at_once(void **state)
{
	enum { COUNT = GREETING_AT_ONCE + 3 };
	static struct greeter_address listeners[COUNT];
	struct sockaddr_in name = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct facts *facts = facts_new();
	uint16_t port;
	int fd = listen_on((struct sockaddr *)&name, sizeof(name), &port);
	int64_t before, took;

	(void)state;
	assert_true(fd >= 0 && !listen(fd, COUNT));
	for (size_t i = 0; i < COUNT; i++)
		listeners[i] = (struct greeter_address){
			{.family = 4, .bytes = {127, 0, 0, 1}}, port};
	before = clock_now();
	greeting_collect(facts, listeners, COUNT, before + 100000);
	took = clock_now() - before;
	assert_int_equal(facts_count(facts), COUNT);
	facts_each(facts, FACT_GREETING, f)
		assert_int_equal(f->status, FACT_ABSENT);
	/* Two rounds; one after another it would be COUNT seconds. */
	assert_true(took >= 2 * GREETING_WAIT && took < 60 * GREETING_WAIT);
	close(fd);
	facts_free(facts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_reply_in_pieces),
		cmocka_unit_test(hears_the_answer_to_quit),
		cmocka_unit_test(sends_quit_only_where_it_is_known),
		cmocka_unit_test(does_not_wait_for_ever),
		cmocka_unit_test(survives_any_server),
		cmocka_unit_test(tells_why_there_is_no_connection),
		cmocka_unit_test(asks_all_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
