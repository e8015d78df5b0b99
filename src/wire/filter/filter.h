/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A filter of the user's own, as pcap-filter(7) has it, on packets of a file.
 *
 * Compiling one may read files (/etc/services) and ask name servers, so it is
 * done when the file is opened.  What link types a pcapng file has is told on
 * the way: then it is compiled for each that can be read.
 */
#ifndef WIRE_FILTER_FILTER_H
#define WIRE_FILTER_FILTER_H

#include <stdbool.h>

#include "wire/packet/packet.h"

struct filter;

/**
 * filter_new() - Compile a filter
 * @text:	As pcap-filter(7) has it
 * @filter:	Written on success
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line
 *
 * Return: 0; -EINVAL for a filter that does not compile for any link type;
 * -EOPNOTSUPP in a build without libpcap; -ENOMEM
 */
int filter_new(const char *text, struct filter **filter, char *error);

/**
 * filter_fits() - Can it tell packets of a link type?
 * @error:	As above
 *
 * Return: 0, or -EINVAL for what did not compile for @link; a link type that
 * is not read fits
 */
int filter_fits(const struct filter *filter, int link, char *error);

/**
 * filter_passes() - Does a packet pass?
 * @filter:	NULL lets all pass
 *
 * One of a link type that is not read passes: that it is not read will be
 * said of it.
 */
bool filter_passes(const struct filter *filter, const struct packet *packet);

/** filter_free() - NULL is allowed */
void filter_free(struct filter *filter);

#endif
