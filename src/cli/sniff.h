/* SPDX-License-Identifier: BSD-2-Clause */
/* Watching traffic before something else. */
#ifndef CLI_SNIFF_H
#define CLI_SNIFF_H

#include "cli/cli.h"

/**
 * sniff_before_check() - Watch the targets' ports for check's --sniff
 * @facts:	Appended to; where nothing could be watched, that is the fact
 *
 * Before the check, so that what the check itself connects to is not seen,
 * and what it finds is fresh.
 *
 * Return: 0, or -EINVAL after a message: no target is watched by TCP
 */
int sniff_before_check(const struct cli *cli, const struct target *targets,
		       size_t count, struct facts *facts);

#endif
