/* SPDX-License-Identifier: BSD-2-Clause */
/* Targets from the words of the command line. */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H

#include "base/target.h"
#include "cli/cli.h"

#define CLI_TARGETS_MAX 256

/**
 * cli_targets() - Targets from the arguments of the command
 * @cli:	The command line
 * @otherwise:	The target where there are no arguments, or NULL for none
 * @targets:	CLI_TARGETS_MAX of them
 *
 * Return: how many, or -EINVAL after a message
 */
int cli_targets(const struct cli *cli, const char *otherwise,
		struct target *targets);

/**
 * target_parse() - Targets from one word
 * @word:	`25`, `smtp`, `25/tcp`, `192.0.2.1:25`, `[::1]:25`, `[::1]`
 * @targets:	Room for two: a bare port stands for both wildcards
 * @error:	Set to what is wrong; constant
 *
 * Return: how many were written, or -EINVAL
 */
int target_parse(const char *word, struct target *targets,
		 const char **error);

#endif
