/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The sentences of a finding, made from the templates in data/findings.
 *
 * A template has a line for each sentence or command.  A line is used if
 * each `{placeholder}` in it has a value and each `[flag]` at its start is
 * set (`[!flag]`: is not set); `else: ` at its start means: only if no line
 * before it was used, apart from lines that end with a colon, which announce
 * another one.  In a remedy, values in commands are quoted.
 */
#ifndef DIAGNOSE_FINDING_TEMPLATE_H
#define DIAGNOSE_FINDING_TEMPLATE_H

#include "base/arena.h"

#define TERMS_MAX 40

/**
 * struct terms - The values of a template's placeholders, and its flags
 * @arena:	Where values and expanded lines live
 */
struct terms {
	struct arena *arena;
	size_t count;
	struct {
		const char *name;
		const char *value;
	} items[TERMS_MAX];
	struct strings flags;
};

/**
 * terms_set() - Give a placeholder its value
 * @terms:	The terms
 * @name:	Kept; a later value for the same name replaces the earlier
 * @value:	Kept; NULL or "" for none
 */
void terms_set(struct terms *terms, const char *name, const char *value);

/** terms_get() - A placeholder's value, or NULL */
const char *terms_get(const struct terms *terms, const char *name);

/** terms_flag() - Set a flag; kept; NULL is ignored */
void terms_flag(struct terms *terms, const char *flag);

/**
 * template_remedy() - All lines of a remedy that can be used
 * @template:	NULL has no lines
 * @terms:	The terms; the flag "windows" makes the shell cmd.exe
 * @lines:	Appended to
 *
 * A line that starts with a capital and ends with a period or a colon is a
 * sentence, and so is a line that is one placeholder.  In any other line, a
 * command, values are quoted for the shell: `{unit}` becomes one argument, or
 * a part of one; `{*pids}` has several values with blanks between them; in
 * `{-- unit}` a value with a leading dash gets "--" before it.  If a value
 * cannot be written safely, a sentence says so in place of the command.
 */
void template_remedy(const char *template, struct terms *terms,
		     struct strings *lines);

/**
 * template_line() - The first line of a template that can be used
 *
 * Return: the line, or NULL
 */
const char *template_line(const char *template, struct terms *terms);

#endif
