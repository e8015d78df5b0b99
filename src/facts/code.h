/* SPDX-License-Identifier: BSD-2-Clause */
/* Windows' own error codes, for facts. */
#ifndef FACTS_CODE_H
#define FACTS_CODE_H

#include "facts/facts.h"

/**
 * collect_win32() - The fact_code of a Windows error
 * @number:	As GetLastError() gives it; 0 is success, "OK"
 *
 * A number that the table does not have has no name.
 */
struct fact_code collect_win32(unsigned long number);

/** win32_status() - What a Windows error makes of a fact */
enum fact_status win32_status(unsigned long number);

#endif
