/* SPDX-License-Identifier: BSD-2-Clause */
/* Details of a process of Windows that could be opened. */
#ifndef COLLECT_PROCESS_IMAGE_H
#define COLLECT_PROCESS_IMAGE_H

#include <jansson.h>

#include "port/win32/api.h"

/**
 * image_started() - When a process started
 * Return: seconds since 1970-01-01 UTC, or -1
 */
int64_t image_started(HANDLE process);

/**
 * image_args() - Its command line, split as its C library would
 * @process:	With PROCESS_QUERY_LIMITED_INFORMATION
 * @pid:	Its number, to open it again with more rights
 *
 * By NtQueryInformationProcess() from Windows 8.1 on, else out of the
 * process's memory.
 *
 * Return: a new array; NULL where it cannot be seen
 */
json_t *image_args(HANDLE process, uint32_t pid);

/**
 * image_describe() - The members "exe", "product" and "company"
 * @process:	With PROCESS_QUERY_LIMITED_INFORMATION
 * @value:	Those that are available are set in it
 */
void image_describe(HANDLE process, json_t *value);

#endif
