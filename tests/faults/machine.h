/* SPDX-License-Identifier: BSD-2-Clause */
/* A traced process's registers: what depends on the processor. */
#ifndef TESTS_FAULTS_MACHINE_H
#define TESTS_FAULTS_MACHINE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/** machine_known() - Do the functions below work on this processor? */
bool machine_known(void);

/**
 * machine_skip() - At a call's entry: let the kernel do nothing instead
 *
 * What it does is brk(0), malloc()'s own call, which no filter forbids.
 *
 * Return: 0 or -1, as the other two
 */
int machine_skip(pid_t task);

/** machine_size() - At its entry: another third argument */
int machine_size(pid_t task, uint64_t size);

/**
 * machine_restore() - At its exit: its arguments as they were
 *
 * Compilers rely on that a call leaves them alone.
 */
int machine_restore(pid_t task, const uint64_t *arguments);

/** machine_return() - At its exit, behind all else: another result */
int machine_return(pid_t task, int64_t result);

#endif
