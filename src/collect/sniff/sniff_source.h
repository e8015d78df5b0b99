/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The source of packets, opened in two steps: with privileges, and after they
 * were dropped.  The header of a file is read in the second: it is untrusted,
 * too.
 */
#ifndef COLLECT_SNIFF_SNIFF_SOURCE_H
#define COLLECT_SNIFF_SNIFF_SOURCE_H

#include "wire/capture/capture.h"
#include "wire/filter/filter.h"
#include "collect/sniff/sniff.h"

/**
 * struct sniff_source - A capture, or a file that will be one
 * @capture:	NULL before sniff_source_start() for a file
 * @input:	The file; -1 for the network
 * @filter:	The user's, for a file; a live filter is in the kernel
 * @link:	Link type of the last packet that was filtered; -1: none
 */
struct sniff_source {
	struct capture *capture;
	int input;
	struct filter *filter;
	int link;
};

/**
 * sniff_source_open() - Open what needs privileges: files, names, the network
 * @ports, @count: Ports to observe
 *
 * Return: 0, or -errno with a line in @error, see capture.h
 */
int sniff_source_open(struct sniff_source *source,
		      const struct sniff_options *options,
		      const uint16_t *ports, size_t count, char *error);

/** sniff_source_start() - Read the header of a file; needs no privileges */
int sniff_source_start(struct sniff_source *source, char *error);

/**
 * sniff_source_next() - As capture_next()
 * Return: also -EAGAIN for a packet that does not pass the filter
 */
int sniff_source_next(struct sniff_source *source, struct packet *packet,
		      int wait, char *error);

/** sniff_source_counts() - As capture_counts() */
void sniff_source_counts(struct sniff_source *source,
			 struct capture_counts *counts);

/** sniff_source_close() - Close it */
void sniff_source_close(struct sniff_source *source);

#endif
