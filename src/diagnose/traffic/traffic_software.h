/* SPDX-License-Identifier: BSD-2-Clause */
/* The software of a server on the wire. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_SOFTWARE_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_SOFTWARE_H

#include "diagnose/finding/program.h"
#include "diagnose/traffic/traffic_scene.h"

/**
 * struct traffic_software - What a greeting and the EHLO reply after it show
 * @program:	A record in data_programs
 * @version:	Or NULL
 * @weak:	The greeting is too general to be used alone
 * @by_greeting: The greeting names it
 * @by_order:	The EHLO keywords are in its order
 * @by_keyword:	One of the EHLO keywords is offered by it alone
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
 * traffic_software() - The software that sent one greeting
 * @scene:	The server
 * @greeting:	One of its FACT_TRAFFIC_GREETING; NULL: by EHLO alone
 * @software:	Written on success
 *
 * Return: 0, or -ENOENT if nothing shows it
 */
int traffic_software(const struct traffic_scene *scene,
		     const struct fact *greeting,
		     struct traffic_software *software);

/**
 * traffic_software_offered() - The one program whose EHLO keywords fit
 * @scene:	The server
 * @greeting:	First line of a greeting; NULL means any greeting
 * @software:	Written on success
 *
 * Return: 0, or -ENOENT if none fits, or several
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
 * traffic_ehlo_place() - The place of a keyword in what a program offers
 *
 * Return: the place, from 0, or -1 if it is not known
 */
int traffic_ehlo_place(const struct data_record *program, const char *keyword);

/**
 * traffic_program() - The program that a greeting shows
 * @greeting:	A FACT_TRAFFIC_GREETING; one that is too general shows none
 *
 * Return: its record in data_programs, or NULL
 */
const struct data_record *traffic_program(struct arena *arena,
					  const struct fact *greeting);

#endif
