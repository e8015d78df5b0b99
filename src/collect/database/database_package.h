/* SPDX-License-Identifier: BSD-2-Clause */
/* The package that restores a database file. */
#ifndef COLLECT_DATABASE_DATABASE_PACKAGE_H
#define COLLECT_DATABASE_DATABASE_PACKAGE_H

#include <jansson.h>
#include <stdint.h>

/**
 * database_package() - The package that a file belongs to, or that would
 *	bring it
 * @file:	"/etc/services"
 * @deadline:	On clock_now()'s scale
 *
 * Return: a new string; NULL where none is known
 */
json_t *database_package(const char *file, int64_t deadline);

#endif
