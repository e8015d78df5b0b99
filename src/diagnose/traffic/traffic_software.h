/* SPDX-License-Identifier: BSD-2-Clause */
/* Which software a server on the wire is. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_SOFTWARE_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_SOFTWARE_H

#include "diagnose/finding/program.h"
#include "diagnose/traffic/traffic_scene.h"

/**
 * struct traffic_software - What a greeting, and the EHLO behind it, show
 * @program:	A record in data_programs
 * @version:	Or NULL
 * @weak:	The greeting is too general to go by alone
 * @by_greeting: It is what the greeting says
 * @by_order:	The EHLO keywords come in its order
 * @by_keyword:	The EHLO keywords have one that it alone offers
 */
struct traffic_software {
	const struct data_record *program;
	const char *version;
	bool weak;
	bool by_greeting;
	bool by_order;
	bool by_keyword;
};

/**
 * traffic_software() - The software behind one greeting
 * @scene:	The server
 * @greeting:	One of its FACT_TRAFFIC_GREETING; NULL: by EHLO alone
 * @software:	Written on success
 *
 * Return: 0, or -ENOENT where nothing tells
 */
int traffic_software(const struct traffic_scene *scene,
		     const struct fact *greeting,
		     struct traffic_software *software);

/**
 * traffic_software_offered() - The one program whose EHLO keywords fit
 * @scene:	The server
 * @greeting:	Of the greeting's first line; NULL: whatever the greeting
 * @software:	Written on success
 *
 * Return: 0, or -ENOENT where none fits, or several do
 */
int traffic_software_offered(const struct traffic_scene *scene,
			     const char *greeting,
			     struct traffic_software *software);

/** traffic_software_words() - "Postfix, likely (greeting, EHLO order)" */
const char *traffic_software_words(struct arena *arena,
				   const struct traffic_software *software);

/** traffic_software_name() - "Exim 4.96" */
const char *traffic_software_name(struct arena *arena,
				  const struct traffic_software *software);

/**
 * traffic_ehlo_place() - Where a keyword stands in what a program offers
 *
 * Return: its place, or -1 where it is not known
 */
int traffic_ehlo_place(const struct data_record *program, const char *keyword);

/**
 * traffic_program() - The program that a greeting's text shows, and no weak
 *	one
 * @fact:	A FACT_TRAFFIC_GREETING
 *
 * Return: its record in data_programs, or NULL
 */
const struct data_record *traffic_program(struct arena *arena,
					  const struct fact *greeting);

/** traffic_same_program() - Are two programs one server's? NULL is nobody */
bool traffic_same_program(const struct data_record *a,
			  const struct data_record *b);

#endif
