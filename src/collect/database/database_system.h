/* SPDX-License-Identifier: BSD-2-Clause */
/* Which database files the operating system reads. */
#ifndef COLLECT_DATABASE_DATABASE_SYSTEM_H
#define COLLECT_DATABASE_DATABASE_SYSTEM_H

#include "collect/database/database_entry.h"

/** database_search_files() - database_search_file() with each that it reads */
void database_search_files(const struct database_search *s);

/**
 * database_status() - Why getservbyname() or getprotobyname() has just failed
 * @code:	Its space is NULL where the system does not say
 *
 * errno must have been 0 before.
 *
 * Return: FACT_ABSENT, FACT_DENIED or FACT_FAILED
 */
enum fact_status database_status(struct fact_code *code);

#endif
