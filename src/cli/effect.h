/* SPDX-License-Identifier: BSD-2-Clause */
/* Options that did nothing. */
#ifndef CLI_EFFECT_H
#define CLI_EFFECT_H

#include <stdbool.h>

#include "cli/cli.h"
#include "facts/facts.h"

/**
 * effect_missing() - Log each option that asked for something that was not done
 * @cli:	The command line of check or resolve
 * @facts:	What was collected
 *
 * A script that relies on such an option must notice: the exit status is then
 * at least "could not tell".
 *
 * Return: was there one?
 */
bool effect_missing(const struct cli *cli, const struct facts *facts);

#endif
