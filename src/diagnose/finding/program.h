/* SPDX-License-Identifier: BSD-2-Clause */
/* The program that a process, a unit or a greeting belongs to. */
#ifndef DIAGNOSE_FINDING_PROGRAM_H
#define DIAGNOSE_FINDING_PROGRAM_H

#include <stdbool.h>

#include "data/data.h"
#include "facts/facts.h"

/**
 * program_of_process() - The program of a process
 * @process:	A FACT_PROCESS
 *
 * Return: its record in data_programs, or NULL for an unknown program
 */
const struct data_record *program_of_process(const struct fact *process);

/**
 * program_of_unit() - The program of a unit or service
 * @name:	"exim4.service", or a Windows service's name
 *
 * Return: its record in data_programs, or NULL
 */
const struct data_record *program_of_unit(const char *name);

/**
 * program_trait() - What is known of a program by its process's name alone
 * @name:	"supervisord", as Linux cuts it, or NULL
 * @key:	A key of data_programs: "manages"
 *
 * Return: the value in the first record that has it and whose process can have
 * this name, whatever its arguments; or NULL
 */
const char *program_trait(const char *name, const char *key);

/**
 * program_named() - The program that a user means (--for NAME)
 * @name:	"postfix"
 *
 * Return: its record in data_programs, or NULL
 */
const struct data_record *program_named(const char *name);

/** program_never_listens() - Does a program open no listener?  False for
 * NULL */
bool program_never_listens(const struct data_record *program);

/**
 * program_is_one_shot() - Does a process end after one connection?
 * @program:	Its record
 * @process:	The FACT_PROCESS; NULL where it is not known, then a program
 *		that can be one is taken for one
 */
bool program_is_one_shot(const struct data_record *program,
			 const struct fact *process);

/** program_is_same() - Are two programs the same, or of one family?  NULL is
 * the same as NULL only */
bool program_is_same(const struct data_record *a,
		     const struct data_record *b);

/**
 * struct greeter - The program that sent a greeting
 * @program:	A record in data_programs
 * @pattern:	The record in data_greetings that matched
 * @version:	Points into the greeting; NULL if it names none
 * @version_length: In bytes
 * @weak:	The pattern is too general to be used alone
 */
struct greeter {
	const struct data_record *program;
	const struct data_record *pattern;
	const char *version;
	size_t version_length;
	bool weak;
};

/**
 * program_of_greeting() - The program that a greeting shows
 * @text:	The greeting, `220 mail1 ESMTP Exim 4.96`; lines separated by
 *		LF
 * @greeter:	Written on success only
 *
 * Return: 0, or -ENOENT for an unknown greeting
 */
int program_of_greeting(const char *text, struct greeter *greeter);

/**
 * program_of_header() - The program that adds a header line to messages
 * @name:	"X-Antivirus"
 * @value:	The text after the colon, without blanks around it
 *
 * Return: its record in data_programs, or NULL
 */
const struct data_record *program_of_header(const char *name,
					    const char *value);

#endif
