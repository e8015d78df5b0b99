/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From facts to verdicts.  Pure functions: no I/O, no clock, no header of an
 * operating system, so that facts from any machine give the same verdict on
 * every other.
 */
#ifndef DIAGNOSE_DIAGNOSE_H
#define DIAGNOSE_DIAGNOSE_H

#include "verdict/verdict.h"

/**
 * diagnose() - A verdict on each FACT_TARGET
 * @facts:	Borrowed by the result
 *
 * Missing rights never count as absence.  Where nothing was tried, as after
 * `owners`, the sockets alone tell what is in use, and what they do not tell
 * is undetermined.
 *
 * Return: the diagnosis, for diagnosis_free(); NULL when memory is out
 */
struct diagnosis *diagnose(const struct facts *facts);

/**
 * diagnose_owners() - Whose each socket is
 * @facts:	Borrowed by the result
 *
 * With FACT_TARGETs only the sockets that overlap one; the exit status is 2
 * if there is one, 0 if there is none, 3 if that could not be seen.
 * Without, all sockets, and 0.
 *
 * Return: the diagnosis, for diagnosis_free(); NULL when memory is out
 */
struct diagnosis *diagnose_owners(const struct facts *facts);

/** diagnosis_free() - Free a diagnosis; NULL is allowed */
void diagnosis_free(struct diagnosis *diagnosis);

#endif
