/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Facts to and from a file, bindwhy-facts(5):
 * { "format": "bindwhy-facts", "version": 1, "facts": [ … ] }
 */
#ifndef FACTS_SAVE_H
#define FACTS_SAVE_H

#include <jansson.h>

#include "facts/facts.h"

#define FACTS_FORMAT "bindwhy-facts"
#define FACTS_VERSION 1
#define FACTS_FILE_MAX (64 << 20)	/* bytes; a larger file is refused */
#define FACTS_ERROR_TEXT 256

/** facts_to_json() - The facts as a new array, or NULL when memory is out */
json_t *facts_to_json(const struct facts *facts);

/**
 * fact_dump() - A fact as one line, with its end
 * Return: to be freed; NULL when memory is out
 */
char *fact_dump(const struct fact *fact);

/**
 * fact_load() - Append a fact from a line as fact_dump() writes it
 * @bytes:	The line; it may hold anything
 * @error:	As for facts_load()
 *
 * Return: as facts_load()
 */
int fact_load(struct facts *facts, const char *bytes, size_t length,
	      char *error);

/** facts_dump() - A file's content, to be freed; NULL when memory is out */
char *facts_dump(const struct facts *facts);

/**
 * facts_save() - Write the facts to a file
 * @facts:	The facts
 * @path:	Written beside and renamed over, so that a reader never sees
 *		half a file; "-" is standard output
 * @timeout:	For a pipe or a device, in milliseconds
 *
 * Return: 0, or -errno with the old file untouched
 */
int facts_save(const struct facts *facts, const char *path, int timeout);

/**
 * facts_load() - Read facts from untrusted bytes
 * @facts:	An empty store; of no use after an error
 * @bytes:	The file's content
 * @length:	Its length
 * @error:	FACTS_ERROR_TEXT bytes; on error one line that says what was
 *		wrong and where, without the file's name
 *
 * Return: 0, -EINVAL for bytes that are not facts, -EPROTONOSUPPORT for a
 * later version, -ENOMEM
 */
int facts_load(struct facts *facts, const char *bytes, size_t length,
	       char *error);

/**
 * facts_load_file() - facts_load() from a file
 * @path:	The file; "-" is standard input
 *
 * Return: as facts_load(), or the -errno of reading
 */
int facts_load_file(struct facts *facts, const char *path, char *error);

#endif
