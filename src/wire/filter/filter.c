/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/filter/filter.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/filter/filter_program.h"
#include "wire/packet/link.h"

/*
 * For which DLT_ of libpcap a link type is compiled, and how many bytes are
 * skipped.  In NULL and LOOP, libpcap would compare the address family in this
 * machine's byte order and numbering; the IP packet after it is portable.
 */
#define DLT_RAW 12	/* of Linux and Windows */

static const struct filter_link {
	int link;
	int dlt;
	size_t skip;
} links[] = {
	{0, DLT_RAW, 4},
	{1, 1, 0},
	{9, 9, 0},
	{12, DLT_RAW, 0},
	{14, DLT_RAW, 0},
	{50, 50, 0},
	{51, 51, 0},
	{101, DLT_RAW, 0},
	{108, DLT_RAW, 4},
	{113, 113, 0},
	{228, 228, 0},
	{229, 229, 0},
	{276, 276, 0},		/* since libpcap 1.10 */
};
#define LINKS (sizeof(links) / sizeof(links[0]))

/**
 * struct filter - A program for each link type
 * @programs:	In the order of links[]; NULL if it did not compile
 */
struct filter {
	struct filter_program *programs[LINKS];
};

static size_t index_of(int link)
{
	size_t i = 0;

	while (i < LINKS && links[i].link != link)
		i++;
	return i;
}

int filter_new(const char *text, struct filter **filter, char *error)
{
	int rc = filter_program_ready(error);
	struct filter *new;

	if (rc)
		return rc;
	new = memory_zeroed(1, sizeof(*new));
	if (!new) {
		snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
		return -ENOMEM;
	}
	rc = -EINVAL;
	for (size_t i = 0; i < LINKS; i++)
		if (!filter_program_new(text, links[i].dlt, &new->programs[i],
					error))
			rc = 0;
	if (rc)
		filter_free(new);
	else
		*filter = new;
	return rc;
}

int filter_fits(const struct filter *filter, int link, char *error)
{
	size_t i = index_of(link);

	if (i == LINKS || filter->programs[i])
		return 0;
	snprintf(error, CAPTURE_ERROR_TEXT, "the filter does not work for "
		 "link type %d (%s)", link, link_name(link));
	return -EINVAL;
}

bool filter_passes(const struct filter *filter, const struct packet *packet)
{
	size_t i = index_of(packet->link), skip;

	if (i == LINKS || !filter->programs[i])
		return true;
	skip = links[i].skip;
	if (packet->captured < skip)
		return false;
	return filter_program_passes(filter->programs[i],
				     packet->bytes + skip,
				     packet->captured - skip, packet->length);
}

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < LINKS; i++)
		filter_program_free(filter->programs[i]);
	free(filter);
}
