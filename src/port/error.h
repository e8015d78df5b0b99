/* SPDX-License-Identifier: BSD-2-Clause */
/* The names of the operating system's error numbers. */
#ifndef PORT_ERROR_H
#define PORT_ERROR_H

/**
 * error_name() - An errno's name
 * @number:	An errno, positive; 0 is "OK"
 *
 * Return: "EADDRINUSE"; "E?" for a number that the table does not have
 */
const char *error_name(int number);

#endif
