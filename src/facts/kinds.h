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

/**
 * struct fact_member - A member that a kind's value may have
 * @name:	NULL ends a list of members
 * @type:	What it holds
 * @members:	Those of each object, for MEMBER_OBJECTS
 */
struct fact_member {
	const char *name;
	enum member_type type;
	const struct fact_member *members;
};

/** fact_kind_name() - A kind's name as the file has it */
const char *fact_kind_name(enum fact_kind kind);

/** fact_kind_find() - The kind with a name; FACT_UNKNOWN for none */
enum fact_kind fact_kind_find(const char *name);

/**
 * fact_kind_check() - Does the value of a fact from a file fit its kind?
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

/**
 * fact_kind_check_own() - Does the value of a fact of this program fit?
 *
 * As fact_kind_check(), but nothing fits FACT_UNKNOWN, and a member that the
 * table does not have, be it in an array's object, does not fit: a collector
 * has misspelt it.
 */
int fact_kind_check_own(enum fact_kind kind, const json_t *value,
			const char **member);

#endif
