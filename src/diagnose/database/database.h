/* SPDX-License-Identifier: BSD-2-Clause */
/* The services and protocols databases. */
#ifndef DIAGNOSE_DATABASE_DATABASE_H
#define DIAGNOSE_DATABASE_DATABASE_H

#include "diagnose/bind/scene.h"

/**
 * database_warn() - Warnings for entries that cannot be looked up
 * @scene:	The target and its facts
 * @verdict:	Findings and notes are appended, whatever its state
 */
void database_warn(const struct scene *scene, struct bind_verdict *verdict);

#endif
