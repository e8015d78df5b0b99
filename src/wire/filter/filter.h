/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The user's filter, in the syntax of pcap-filter(7), for packets of a file.
 *
 * Compiling a filter may read files (/etc/services) and ask name servers, so it
 * is done before privileges are dropped.  A pcapng file announces its link
 * types as it goes, so the filter is compiled for each supported one.
 */
#ifndef WIRE_FILTER_FILTER_H
#define WIRE_FILTER_FILTER_H

#include <stdbool.h>

#include "wire/packet/packet.h"

struct filter;

/**
 * filter_new() - Compile a filter
 * @text:	In the syntax of pcap-filter(7)
 * @filter:	Written on success
 * @error:	CAPTURE_ERROR_TEXT bytes; on error one line
 *
 * Return: 0; -EINVAL for a filter that does not compile for any link type;
 * -EOPNOTSUPP in a build without libpcap; -ENOMEM
 */
int filter_new(const char *text, struct filter **filter, char *error);

/**
 * filter_fits() - Does the filter work for a link type?
 * @error:	As above
 *
 * Return: 0, also for an unsupported link type; -EINVAL if it did not compile
 * for @link
 */
int filter_fits(const struct filter *filter, int link, char *error);

/**
 * filter_passes() - Does a packet pass the filter?
 *
 * A packet of an unsupported link type passes: it is counted later.
 */
bool filter_passes(const struct filter *filter, const struct packet *packet);

/** filter_free() - NULL is allowed */
void filter_free(struct filter *filter);

#endif
