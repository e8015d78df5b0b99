/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From facts to verdicts.  Pure functions: no I/O, no clock, no header of an
 * operating system.  So the same facts give the same verdict on every machine.
 */
#ifndef DIAGNOSE_DIAGNOSE_H
#define DIAGNOSE_DIAGNOSE_H

#include "verdict/verdict.h"

/**
 * diagnose() - A verdict on each FACT_TARGET
 * @facts:	Borrowed by the result
 *
 * A missing right never counts as absence.  If nothing was tried, as after
 * `owners`, sockets alone show what is in use; the rest is undetermined.
 *
 * Return: the diagnosis, for diagnosis_free(); NULL when memory is out
 */
struct diagnosis *diagnose(const struct facts *facts);

/**
 * diagnose_owners() - The holder of each socket
 * @facts:	Borrowed by the result
 *
 * With FACT_TARGETs, only the sockets that overlap one; the exit status is 2
 * if there is one, 0 if there is none, 3 if that is not known.  Without
 * FACT_TARGETs, all sockets, and 0.
 *
 * Return: the diagnosis, for diagnosis_free(); NULL when memory is out
 */
struct diagnosis *diagnose_owners(const struct facts *facts);

#endif
