/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Observing mail traffic from the network or a file, in two steps.
 *
 * The first needs privileges and opens everything; the second needs none.  If
 * the system supports it, they run in a separate process, which drops all
 * privileges between the two (confined.h).
 */
#ifndef COLLECT_SNIFF_SNIFF_H
#define COLLECT_SNIFF_SNIFF_H

#include "wire/capture/capture.h"
#include "collect/watch/watch.h"

#define SNIFF_PORTS_MAX 64

/**
 * struct sniff_options - What to watch
 * @interface:	-i, or NULL for all
 * @file:	-r, or NULL to watch the network; "-" is standard input
 * @write:	-w, or NULL; "-" is standard output
 * @filter:	Of the user, in the syntax of pcap-filter(7), or NULL
 * @ports:	-p, host byte order; none means 25
 * @buffer:	--buffer, in bytes; 0 for the default
 * @duration_ms: --for; 0 for no limit
 * @count:	--count: number of connections and control requests that have
 *		ended; 0 for no limit
 * @show_addresses: Mailboxes are not masked
 * @unconfined:	--unconfined: read with all rights if they cannot be given up
 * @event:	Told of each event as it happens; may be NULL
 * @status:	Told about how far it is, five times a second; may be NULL
 * @stopped:	Asked often; true ends it; NULL is confined_stopped()
 */
struct sniff_options {
	const char *interface;
	const char *file;
	const char *write;
	const char *filter;
	const uint16_t *ports;
	size_t port_count;
	size_t buffer;
	int64_t duration_ms;
	uint64_t count;
	bool show_addresses;
	bool unconfined;
	void (*event)(void *user, const struct traffic_event *event);
	void (*status)(void *user, const struct watch_counts *watch,
		       const struct capture_counts *capture);
	bool (*stopped)(void *user);
	void *user;
};

/**
 * sniff_collect() - Both steps, if possible in a separate process
 *
 * The functions in @options are called in that process.  They may print to
 * streams that have their buffers (confined.h).
 *
 * An error on the way (a damaged file, an interface that vanished, a full disk)
 * ends it: the FACT_CAPTURE is FAILED with a "detail", and the facts seen until
 * then are added, too.
 *
 * Return: 0 with a FACT_CAPTURE; if it could not start, an error of capture.h or
 * of confined_run(), with one line in @error
 */
int sniff_collect(const struct sniff_options *options, struct facts *facts,
		  char *error);

/**
 * sniff_not_watched() - Add a fact that says why sniff_collect() failed
 * @rc:		Its result
 * @error:	Its line
 */
void sniff_not_watched(const struct sniff_options *options, int rc,
		       const char *error, struct facts *facts);

#endif
