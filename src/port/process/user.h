/* SPDX-License-Identifier: BSD-2-Clause */
/* The names of users. */
#ifndef PORT_PROCESS_USER_H
#define PORT_PROCESS_USER_H

#include <stddef.h>
#include <stdint.h>

/**
 * user_name() - The name of a local user
 * @uid:	The user's number
 * @name:	Written on success only
 * @size:	Room in @name
 *
 * From /etc/passwd only: a directory service could be on another machine.
 *
 * Return: 0; -ENOENT where the file has no such user; another -errno
 */
int user_name(uint32_t uid, char *name, size_t size);

/** user_home() - The home directory of a local user, likewise */
int user_home(uint32_t uid, char *home, size_t size);

/** user_group() - The group of a local user, likewise */
int user_group(uint32_t uid, uint32_t *gid);

/**
 * user_numbers() - The numbers of a local user and its group, by its name
 * @uid, @gid:	Written on success only
 *
 * Return: as user_name()
 */
int user_numbers(const char *name, uint32_t *uid, uint32_t *gid);

#endif
