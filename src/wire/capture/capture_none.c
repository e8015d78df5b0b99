/* SPDX-License-Identifier: BSD-2-Clause */
/* A build without libpcap cannot capture from the network. */
#include "wire/capture/capture.h"

#include <errno.h>
#include <stdio.h>

int capture_open_live(const struct capture_live *live,
		      struct capture **capture, char *error)
{
	(void)live;
	(void)capture;
	snprintf(error, CAPTURE_ERROR_TEXT,
		 "this bindwhy is built without libpcap and can only "
		 "read files: sniff -r FILE");
	return -EOPNOTSUPP;
}
