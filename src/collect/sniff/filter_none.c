/* Without libpcap there are no filters. */
#include "collect/sniff/filter.h"

#include <errno.h>
#include <stdio.h>

#include "collect/sniff/capture.h"

int filter_new(const char *text, int link, struct filter **filter, char *error)
{
	(void)text;
	(void)link;
	(void)filter;
	snprintf(error, CAPTURE_ERROR_TEXT,
		 "no filters on files: this bindwhy is built without libpcap");
	return -EOPNOTSUPP;
}

int filter_fits(const struct filter *filter, int link, char *error)
{
	(void)filter;
	(void)link;
	(void)error;
	return 0;
}

bool filter_passes(const struct filter *filter, const struct packet *packet)
{
	(void)filter;
	(void)packet;
	return true;
}

void filter_free(struct filter *filter)
{
	(void)filter;
}
