/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/sniff/confined.h"

#include <stdio.h>

void confined_refuse(const char *why, char *error)
{
	snprintf(error, CONFINED_ERROR_TEXT, "the reader of packets could not "
		 "give up its rights, so nothing was read: %.100s; to read "
		 "with all rights: bindwhy sniff --unconfined", why);
}
