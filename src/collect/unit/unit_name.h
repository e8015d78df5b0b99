/* SPDX-License-Identifier: BSD-2-Clause */
/* Names of systemd's units: PREFIX[@[INSTANCE]].TYPE, systemd.unit(5). */
#ifndef COLLECT_UNIT_UNIT_NAME_H
#define COLLECT_UNIT_UNIT_NAME_H

#include <stdbool.h>

#define UNIT_NAME 256	/* room for a unit's name and its NUL, as systemd has */

/**
 * unit_name_template() - foo@.service of foo@x.service
 * @name:	The unit's name
 * @template:	UNIT_NAME bytes
 *
 * Return: false for a unit that is not an instance
 */
bool unit_name_template(const char *name, char *template);

/**
 * unit_name_instance() - bar@x.service of bar@.service and foo@x.service
 * @template:	The template's name
 * @like:	The name of a unit whose instance is taken
 * @name:	UNIT_NAME bytes
 *
 * Return: false where @template is not a template or @like not an instance
 */
bool unit_name_instance(const char *template, const char *like, char *name);

/**
 * unit_name_shorten() - foo-.service of foo-bar.service, whose drop-ins are
 *	those of every unit with this prefix
 * @name:	The unit's name; an instance stays one, a template becomes an
 *		ordinary unit, as for systemd
 * @shorter:	UNIT_NAME bytes
 *
 * Return: false where there is nothing to be cut off
 */
bool unit_name_shorten(const char *name, char *shorter);

/**
 * unit_name_may_alias() - May a link of one name lead to a unit of another?
 * @name:	The link's
 * @target:	The unit's
 *
 * Both must have one type, and both, or neither, be templates or have the
 * same instance; an instance may lead to a template.
 */
bool unit_name_may_alias(const char *name, const char *target);

/** unit_name_type() - "service" of foo.service; "" without a dot */
const char *unit_name_type(const char *name);

/**
 * unit_name_retype() - foo.service of foo.socket
 * @ending:	What to put in the place of ".socket"; may be ""
 * @other:	UNIT_NAME bytes
 *
 * Return: false if that is too long
 */
bool unit_name_retype(const char *name, const char *ending, char *other);

#endif
