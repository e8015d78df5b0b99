/* SPDX-License-Identifier: BSD-2-Clause */
/* Services of Windows, from the service control manager. */
#ifndef COLLECT_UNIT_SERVICE_H
#define COLLECT_UNIT_SERVICE_H

#include <stddef.h>
#include <stdint.h>

#include "facts/facts.h"

/* struct services - All services and the processes that they run in */
struct services;

/**
 * services_open() - Ask the service control manager for all services
 *
 * Return: to be freed with services_close(); empty where the manager could not
 * be asked; NULL when memory is out
 */
struct services *services_open(void);

/** services_close() - Free them; NULL is allowed */
void services_close(struct services *services);

/** services_error() - 0, or why the manager could not be asked */
unsigned long services_error(const struct services *services);

/**
 * services_of() - The services that a process hosts
 * @pid:	Never 0: that is the process of all that are stopped
 *
 * Return: a new array of their names, perhaps empty; NULL when memory is out
 */
json_t *services_of(const struct services *services, uint32_t pid);

/**
 * services_account() - The account that a service is to run as
 * @name:	The service's name
 *
 * Return: "LocalSystem", "EXAMPLE\imc"; NULL where it is not known
 */
json_t *services_account(const struct services *services, const char *name);

/**
 * services_program() - The file that the service of a program starts
 * @program:	Without its suffix: "msexcimc"
 *
 * Return: the path of the program of the first service whose program has that
 * name, to be freed; NULL where there is none
 */
char *services_program(const struct services *services, const char *program);

/**
 * services_add_unit() - FACT_UNIT of a service
 * @facts:	Appended to
 * @name:	The service's name; ABSENT where there is none
 */
void services_add_unit(const struct services *services, struct facts *facts,
		       const char *name);

#endif
