/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules for one name. */
#ifndef DIAGNOSE_NAMES_NAME_RULES_H
#define DIAGNOSE_NAMES_NAME_RULES_H

#include "diagnose/finding/finding.h"
#include "diagnose/names/name_scene.h"

/** name_rules_apply() - Append the findings about a name */
void name_rules_apply(const struct name_scene *scene,
		      struct findings *findings);

/** name_notes_add() - Append the notes about a name */
void name_notes_add(const struct name_scene *scene, struct strings *notes);

/* What rules and notes share. */

/** name_is_odd() - The rule of "name-odd" */
bool name_is_odd(const struct name_scene *scene, struct draft *draft);

/**
 * name_own_address() - An address of the name that is this machine's
 * @scene:	The name
 * @text:	Written on success: the address
 *
 * A loopback address comes before others.
 *
 * Return: whether there is one; false for "localhost" and for addresses
 */
bool name_own_address(const struct name_scene *scene, char text[ADDRESS_TEXT],
		      bool *loopback);

#endif
