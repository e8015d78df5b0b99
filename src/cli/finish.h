/* SPDX-License-Identifier: BSD-2-Clause */
/* The end of each command: print the report, save the facts. */
#ifndef CLI_FINISH_H
#define CLI_FINISH_H

#include "cli/cli.h"

/**
 * cli_finish() - Save the facts, print the diagnosis
 * @cli:	The command line
 * @facts:	The facts
 * @diagnosis:	NULL when memory is out; freed
 *
 * Return: the exit status
 */
enum exit_status cli_finish(struct cli *cli, const struct facts *facts,
			    struct diagnosis *diagnosis);

#endif
