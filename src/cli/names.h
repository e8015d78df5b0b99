/* SPDX-License-Identifier: BSD-2-Clause */
/* Words of the command line that are names of hosts or addresses of servers. */
#ifndef CLI_NAMES_H
#define CLI_NAMES_H

/**
 * cli_host() - Can a word be looked up as a host's name?
 * @word:	Any word
 * @error:	Set to what is wrong; constant
 *
 * Names that break a rule can be: to say so is diagnose's part.  A word that no
 * source of names could take cannot: an empty one, more than 253 bytes,
 * blanks, control characters, a port or a path after it.
 *
 * Return: 0, or -EINVAL
 */
int cli_host(const char *word, const char **error);

/**
 * cli_server() - Is a word ADDRESS, ADDRESS:PORT or [V6]:PORT?
 *
 * Return: 0, or -EINVAL with @error set to what is wrong
 */
int cli_server(const char *word, const char **error);

#endif
