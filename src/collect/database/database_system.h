/* SPDX-License-Identifier: BSD-2-Clause */
/* Which database files the operating system reads. */
#ifndef COLLECT_DATABASE_DATABASE_SYSTEM_H
#define COLLECT_DATABASE_DATABASE_SYSTEM_H

#include "collect/database/database_entry.h"

/** database_search_files() - database_search_file() with each that it reads */
void database_search_files(const struct database_search *s);

/**
 * database_code() - Why getservbyname() or getprotobyname() has just failed
 *
 * Return: a code whose space is NULL where the system does not say
 */
struct fact_code database_code(void);

#endif
