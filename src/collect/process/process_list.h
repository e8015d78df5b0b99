/* SPDX-License-Identifier: BSD-2-Clause */
/* Processes of Windows. */
#ifndef COLLECT_PROCESS_PROCESS_LIST_H
#define COLLECT_PROCESS_PROCESS_LIST_H

#include <stdint.h>

#include "collect/unit/service.h"
#include "facts/facts.h"

#define PROCESS_SYSTEM 4	/* the kernel: drivers, http.sys, SMB */

/* struct processes - All processes at one moment: number, parent, name */
struct processes;

/**
 * processes_open() - Take a list of all processes
 *
 * Return: to be freed with processes_close(); NULL when memory is out.
 * Where Windows gives no list it is empty.
 */
struct processes *processes_open(void);

/** processes_close() - Free it; NULL is allowed */
void processes_close(struct processes *processes);

/**
 * processes_add() - FACT_PROCESS
 * @processes:	For names and parents
 * @services:	For the services in the process
 * @facts:	Appended to
 * @pid:	Not 0
 *
 * SEEN; for a process that may not be opened DENIED, with "right" and what
 * every user may see.  Nothing is appended for a process that is gone.
 */
void processes_add(const struct processes *processes,
		   const struct services *services, struct facts *facts,
		   uint32_t pid);

#endif
