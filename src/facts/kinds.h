/* SPDX-License-Identifier: BSD-2-Clause */
/* The kinds of facts: their names, their members, and the members' types. */
#ifndef FACTS_KINDS_H
#define FACTS_KINDS_H

#include <jansson.h>

#include "facts/facts.h"

enum member_type {
	MEMBER_STRING,
	MEMBER_INTEGER,
	MEMBER_BOOLEAN,
	MEMBER_STRINGS,		/* an array of strings */
	MEMBER_OBJECTS,		/* an array of objects */
	MEMBER_SCALAR,		/* a string or an integer */
};

struct fact_member {
	const char *name;	/* NULL ends the list */
	enum member_type type;
};

/** fact_kind_name() - A kind's name as the file has it */
const char *fact_kind_name(enum fact_kind kind);

/** fact_kind_find() - The kind with a name; FACT_UNKNOWN for none */
enum fact_kind fact_kind_find(const char *name);

/** fact_kind_members() - What a kind's value may hold, ended by a NULL name */
const struct fact_member *fact_kind_members(enum fact_kind kind);

/**
 * fact_kind_check() - Does a value fit its kind?
 * @kind:	The kind; any object fits FACT_UNKNOWN
 * @value:	The value
 * @member:	Set to the member that does not fit, or NULL for the whole
 *
 * A member that the table does not have fits: a later version may add some.
 *
 * Return: 0, or -EINVAL
 */
int fact_kind_check(enum fact_kind kind, const json_t *value,
		    const char **member);

#endif
