/* Captures from the network of a Windows machine: not yet. */
#include "collect/sniff/capture.h"

#include <errno.h>
#include <stdio.h>

int capture_open_live(const struct capture_live *live,
		      struct capture **capture, char *error)
{
	(void)live;
	(void)capture;
	snprintf(error, CAPTURE_ERROR_TEXT,
		 "on Windows this bindwhy reads files alone: sniff -r FILE");
	return -EOPNOTSUPP;
}
