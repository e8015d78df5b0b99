/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The data files of data/, compiled in by scripts/data2c.awk as tables of
 * records of fields.  All of it is constant and never freed.
 */
#ifndef DATA_DATA_H
#define DATA_DATA_H

#include <stddef.h>

#include "base/arena.h"

struct data_field {
	const char *key;	/* NULL ends a record */
	const char *value;
};

struct data_record {
	const struct data_field *fields;	/* NULL ends a table */
};

extern const struct data_record data_codes[];
extern const struct data_record data_findings[];
extern const struct data_record data_greetings[];
extern const struct data_record data_knowledge[];
extern const struct data_record data_programs[];

/**
 * data_get() - The value of the first field with a key
 * @record:	A record of one of the tables
 * @key:	The field's key
 *
 * Return: the value, or NULL if the record has no such field
 */
const char *data_get(const struct data_record *record, const char *key);

/**
 * data_find() - The first record whose field has a value
 * @table:	One of the tables above
 * @key:	The field's key
 * @value:	Compared ignoring ASCII letter case
 *
 * Return: the record, or NULL
 */
const struct data_record *data_find(const struct data_record *table,
				    const char *key, const char *value);

/**
 * data_next_word() - Take the next word from a list of words
 * @words:	The rest of the list, words separated by blanks, tabs and
 *		newlines, or NULL for none; moved behind the word
 * @length:	The word's length in bytes; written with a word only
 *
 * Return: the word, not ended by NUL; NULL when there are no more
 */
const char *data_next_word(const char **words, size_t *length);

/**
 * data_has_word() - Is a word in a list of words?  Ignores ASCII letter case
 * @words:	As for data_next_word()
 * @word:	The word
 *
 * Return: 1 or 0
 */
int data_has_word(const char *words, const char *word);

/**
 * data_units() - The names of a program's units, without patterns
 * @program:	A record of data_programs
 * @arena:	For the names
 * @units:	Appended to; names that it has are not added again
 */
void data_units(const struct data_record *program, struct arena *arena,
		struct strings *units);

#endif
