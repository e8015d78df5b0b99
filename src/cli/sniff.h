/* SPDX-License-Identifier: BSD-2-Clause */
/* Watching traffic before a check. */
#ifndef CLI_SNIFF_H
#define CLI_SNIFF_H

#include "cli/cli.h"

/**
 * sniff_before_check() - Watch the targets' ports for check's --sniff
 * @facts:	Appended to; if nothing could be watched, a fact says so
 *
 * It runs before the check, so that the check's own connections are not seen,
 * and its results are not out of date.
 *
 * Return: 0, or -EINVAL after a message: no target is TCP
 */
int sniff_before_check(const struct cli *cli, const struct target *targets,
		       size_t count, struct facts *facts);

#endif
