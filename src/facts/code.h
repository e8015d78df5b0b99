/* SPDX-License-Identifier: BSD-2-Clause */
/* Error codes of the operating system as codes of facts. */
#ifndef FACTS_CODE_H
#define FACTS_CODE_H

#include "facts/facts.h"

/** code_errno() - The code of an errno, which is not negative; 0 is "OK" */
struct fact_code code_errno(int number);

/**
 * code_errno_status() - The status of a fact whose collector met an errno
 * @number:	Positive or negative; 0 gives FACT_SEEN
 *
 * Return: FACT_DENIED for EACCES and EPERM, FACT_FAILED for any other
 */
enum fact_status code_errno_status(int number);

/**
 * code_winsock() - The code of an error of Winsock
 * @number:	As WSAGetLastError() gives it; 0 is "OK"
 *
 * A number that data/codes does not have has no name.
 */
struct fact_code code_winsock(int number);

/** code_socket() - The code of an error of port/net/socket.h */
struct fact_code code_socket(int number);

/**
 * code_win32() - The code of an error of Windows (in code_win32.c)
 * @number:	As GetLastError() gives it; 0 is "OK"
 *
 * A number that the table does not have has no name.
 */
struct fact_code code_win32(unsigned long number);

/**
 * code_win32_status() - The status of a fact whose collector met an error of
 *	Windows
 * @number:	0 gives FACT_SEEN
 */
enum fact_status code_win32_status(unsigned long number);

#endif
