/* SPDX-License-Identifier: BSD-2-Clause */
/* Who a process is, by the data file of programs. */
#ifndef DIAGNOSE_FINDING_PROGRAM_H
#define DIAGNOSE_FINDING_PROGRAM_H

#include <stdbool.h>

#include "data/data.h"
#include "facts/facts.h"

/**
 * program_of_process() - The program that a process is
 * @process:	A FACT_PROCESS
 *
 * Return: its record in data_programs, or NULL for a program that the data
 * does not have
 */
const struct data_record *program_of_process(const struct fact *process);

/**
 * program_of_unit() - The program that a unit's or service's name says
 * @name:	"exim4.service", or a Windows service's name
 *
 * Return: its record in data_programs, or NULL
 */
const struct data_record *program_of_unit(const char *name);

/**
 * program_named() - The program that a user means (--for NAME)
 * @name:	"postfix"
 *
 * Return: its record in data_programs, or NULL
 */
const struct data_record *program_named(const char *name);

/** program_is_same() - Are two programs the same, or of one family?  NULL is
 * the same as NULL only */
bool program_is_same(const struct data_record *a,
		     const struct data_record *b);

/**
 * struct greeter - Whose greeting it is
 * @program:	A record in data_programs
 * @pattern:	The record in data_greetings that matched
 * @version:	Into the greeting; NULL where it names none
 * @version_length: In bytes
 * @weak:	The pattern is too general to go by alone
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
 * @text:	The greeting, `220 mail1 ESMTP Exim 4.96`; lines parted by LF
 * @greeter:	Written on success only
 *
 * Return: 0, or -ENOENT for a greeting that the data does not have
 */
int program_of_greeting(const char *text, struct greeter *greeter);

/**
 * program_of_header() - The program that leaves a line in messages' headers
 * @name:	"X-Antivirus"
 * @value:	What follows the colon, without blanks around it
 *
 * Return: its record in data_programs, or NULL
 */
const struct data_record *program_of_header(const char *name,
					    const char *value);

#endif
