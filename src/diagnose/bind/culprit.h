/* SPDX-License-Identifier: BSD-2-Clause */
/* From a socket to who holds it. */
#ifndef DIAGNOSE_BIND_CULPRIT_H
#define DIAGNOSE_BIND_CULPRIT_H

#include "data/data.h"
#include "diagnose/finding/lookup.h"
#include "verdict/verdict.h"

/**
 * struct holders - A culprit and how it was told
 * @culprit:	The culprit
 * @program:	Its record in data_programs, or NULL
 * @id:		The finding that it amounts to: "port-in-use"
 * @confidence:	How sure that is
 */
struct holders {
	struct culprit culprit;
	const struct data_record *program;
	const char *id;
	enum confidence confidence;
};

/**
 * culprit_of() - Who holds a socket, and what that amounts to
 * @arena:	For what the result points to
 * @lookup:	The facts
 * @socket:	A FACT_SOCKET
 * @server:	The server that is about to start (--for), or NULL
 * @holders:	Written
 */
void culprit_of(struct arena *arena, const struct lookup *lookup,
		const struct fact *socket, const char *server,
		struct holders *holders);

/** culprit_none() - A culprit of a class, with no process behind it */
struct culprit *culprit_none(struct arena *arena, const char *class,
			     const char *name);

#endif
