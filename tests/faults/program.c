/* SPDX-License-Identifier: BSD-2-Clause */
/* bindwhy as it is; allocate.c is linked into it. */
#include "main_linux.c"
