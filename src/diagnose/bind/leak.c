/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sockets that their holders have inherited, and do not serve.
 *
 * A wrong accusation ends with a server that is killed, so it takes two
 * independent signs, or one that is certain, and nothing against it.  That a
 * process is a child of PID 1, and that the leader of its group has ended, is
 * not a sign: daemons start that way.
 */
#include "diagnose/bind/leak.h"

#include <string.h>

#include "base/cursor.h"
#include "base/text.h"
#include "diagnose/finding/program.h"

enum { SIGN = 1, CERTAIN = 2 };

/* The descriptor of the socket that a process has, as a FACT_HOLDER. */
static const struct fact *descriptor_of(const struct lookup *lookup,
					const struct fact *socket,
					const struct fact *process)
{
	int64_t inode = fact_integer(socket, "inode", 0);
	int64_t pid = fact_integer(process, "pid", 0);
	const struct lookup_entry *e;

	for (e = inode ? lookup_first(&lookup->holders, inode) : NULL; e;
	     e = lookup_next(&lookup->holders, e))
		if (fact_integer(e->fact, "pid", 0) == pid)
			return e->fact;
	return NULL;
}

/* Does it wait for the socket's clients, or has it set the descriptor up?  An
 * inherited one has lost its close-on-exec flag. */
static bool is_its_own(const struct fact *descriptor)
{
	return fact_true(descriptor, "close_on_exec") ||
	       fact_string_is(descriptor, "waits", "accept") ||
	       fact_string_is(descriptor, "waits", "epoll");
}

/* Was the socket created in a service that its holder does not belong to?
 * A process can also have moved to another cgroup by itself. */
static bool is_of_other_service(const struct fact *socket,
				const struct fact *process)
{
	const char *made_in = fact_string(socket, "unit");
	const char *now_in = fact_string(process, "unit");

	return made_in && text_ends(made_in, ".service") && now_in &&
	       strcmp(made_in, now_in);
}

/* The port in "TCP-LISTEN:8025,fork"; 0 for a service's name. */
static uint64_t port_in(const char *argument)
{
	const char *colon = strchr(argument, ':');
	uint64_t port = 0;
	struct cursor c;

	if (!colon)
		return 0;
	c = cursor_over(colon + 1, strlen(colon + 1));
	if (!cursor_number(&c, &port) ||
	    (cursor_left(&c) && !cursor_starts(&c, ",")))
		return 0;
	return port;
}

/* Do the arguments of a program that listens on no other port name ports, and
 * not this one? */
static bool names_other_ports(const struct data_record *program,
			      const struct fact *process,
			      const struct fact *socket)
{
	const char *pattern = data_get(program, "listens-on");
	uint16_t port = 0;
	const char *arg;
	bool any = false;

	fact_endpoint(socket, NULL, &port, NULL);
	for (size_t i = 1; pattern && (arg = fact_item(process, "args", i));
	     i++) {
		uint64_t named;

		if (!text_matches(pattern, arg, NULL, NULL))
			continue;
		named = port_in(arg);
		if (!named || named == port)
			return false;
		any = true;
	}
	return any;
}

/* Is a member that the program sets on each listener known to be off? */
static bool lacks(const struct data_record *program, const char *option,
		  const struct fact *descriptor, const char *member)
{
	return data_has_word(data_get(program, "options"), option) &&
	       json_is_false(json_object_get(descriptor->value, member));
}

/* Add a sign, with its evidence if there is a list. */
static int add_sign(struct evidence_list *list, const struct fact *fact,
		    int weight, const char *text)
{
	if (list)
		evidence_add(list, fact, "sign", text);
	return weight;
}

static int signs_of_program(const struct data_record *program,
			    const struct fact *process,
			    const struct fact *socket,
			    const struct fact *descriptor,
			    struct evidence_list *list)
{
	if (program_never_listens(program))
		return add_sign(list, process, CERTAIN,
				"this program opens no listener");
	if (names_other_ports(program, process, socket))
		return add_sign(list, process, CERTAIN,
				"its arguments name other ports, and it "
				"listens on no port beside these");
	if (!descriptor)
		return 0;
	if (lacks(program, "cloexec", descriptor, "close_on_exec"))
		return add_sign(list, descriptor, CERTAIN,
				"it marks each listener close-on-exec, and "
				"this one is not marked");
	if (lacks(program, "nonblock", descriptor, "nonblocking"))
		return add_sign(list, descriptor, CERTAIN,
				"it makes each listener non-blocking, and "
				"this one is blocking");
	return 0;
}

static int signs_of(const struct lookup *lookup, const struct fact *socket,
		    const struct fact *process, struct evidence_list *list)
{
	const struct fact *descriptor =
		descriptor_of(lookup, socket, process);
	const struct data_record *program = program_of_process(process);
	int signs = 0;

	if (descriptor && is_its_own(descriptor) &&
	    !program_never_listens(program))
		return 0;
	if (program)
		signs = signs_of_program(program, process, socket, descriptor,
					 list);
	if (is_of_other_service(socket, process))
		signs += add_sign(list, socket, SIGN,
				  "the socket was made in another service");
	if (descriptor && fact_string_is(descriptor, "waits", "elsewhere"))
		signs += add_sign(list, descriptor, SIGN,
				  "it waits for other descriptors by epoll, "
				  "and not for this one");
	return signs;
}

/* Clients wait, and the holder does not take them. */
static int sign_of_queue(const struct fact *socket, struct evidence_list *list)
{
	return fact_integer(socket, "queue", 0) > 0 ?
		       add_sign(list, socket, SIGN,
				"connections wait, and it does not accept "
				"them") :
		       0;
}

bool leak_found(const struct lookup *lookup, const struct fact *socket,
		const struct culprit *culprit, enum confidence *confidence)
{
	bool is_answered = culprit->greeting &&
			   fact_item(culprit->greeting, "lines", 0);
	int waiting = sign_of_queue(socket, NULL);
	bool is_sure = true;

	if (!culprit->process_count || is_answered)
		return false;
	for (size_t i = 0; i < culprit->process_count; i++) {
		int signs = signs_of(lookup, socket, culprit->processes[i],
				     NULL);

		if (!signs || signs + waiting < CERTAIN)
			return false;
		is_sure = is_sure && signs >= CERTAIN;
	}
	*confidence = is_sure ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE;
	return true;
}

void leak_evidence(struct evidence_list *list, const struct lookup *lookup,
		   const struct culprit *culprit)
{
	const struct fact *socket = culprit->sockets[0];

	signs_of(lookup, socket, culprit->process, list);
	sign_of_queue(socket, list);
}
