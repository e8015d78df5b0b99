/* SPDX-License-Identifier: BSD-2-Clause */
/* The services and protocols databases. */
#ifndef DIAGNOSE_DATABASE_DATABASE_H
#define DIAGNOSE_DATABASE_DATABASE_H

#include "diagnose/bind/scene.h"

/**
 * database_warn() - What cannot be looked up, as warnings
 * @scene:	The target and its facts
 * @verdict:	Appended to, whatever its state
 */
void database_warn(struct scene *scene, struct verdict *verdict);

#endif
