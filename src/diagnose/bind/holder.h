/* SPDX-License-Identifier: BSD-2-Clause */
/* The holder of a socket: processes, program, unit, container. */
#ifndef DIAGNOSE_BIND_HOLDER_H
#define DIAGNOSE_BIND_HOLDER_H

#include "data/data.h"
#include "diagnose/finding/lookup.h"
#include "diagnose/finding/program.h"
#include "verdict/verdict.h"

/**
 * struct holder - Who holds a socket
 * @culprit:	The holder
 * @program:	Its record in data_programs, or NULL
 * @id:		The finding that it makes, by classifiers[]: "port-in-use"
 * @confidence:	How sure that is
 * @sharers:	How many programs, with this, have the same address and port;
 *		0 or 1 for no other
 */
struct holder {
	struct culprit culprit;
	const struct data_record *program;
	const char *id;
	enum confidence confidence;
	size_t sharers;
};

/**
 * holder_find() - Find the holder of a socket, and classify it
 * @holder:	Written
 * @arena:	For what it points to
 * @lookup:	The facts
 * @socket:	A FACT_SOCKET
 * @server:	The server that is about to start (--for), or NULL
 */
void holder_find(struct holder *holder, struct arena *arena,
		 const struct lookup *lookup, const struct fact *socket,
		 const char *server);

/** holder_greeting() - The program that the socket's greeting shows
 * Return: 0, or -ENOENT if it shows none */
int holder_greeting(const struct holder *holder, struct arena *arena,
		    struct greeter *greeter);

#endif
