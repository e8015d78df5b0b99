/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Watching mail traffic: from the network or a file, in two steps.
 *
 * sniff_open() takes rights and opens everything; sniff_run() needs none.
 * Where the system can, the second runs in a process of its own that has
 * given up all rights (confined.h).
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
 * @filter:	The user's own, as pcap-filter(7) has it, or NULL
 * @ports:	-p, host byte order; none means 25
 * @buffer:	Bytes for packets that wait for us; 0 for what is right
 * @most:	--for, in milliseconds; 0 for no end
 * @count:	--count, connections and control requests that are over; 0 for
 *		no end
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
	int64_t most;
	uint64_t count;
	bool show_addresses;
	bool unconfined;
	void (*event)(void *user, const struct traffic_event *event);
	void (*status)(void *user, const struct watch_counts *watch,
		       const struct capture_counts *capture);
	bool (*stopped)(void *user);
	void *user;
};

struct sniff;

/**
 * sniff_open() - Open what sniff_run() needs
 * @options:	Kept until sniff_close()
 * @output:	The descriptor of -w's file; -1 for none
 * @sniff:	Written on success
 * @error:	CAPTURE_ERROR_TEXT bytes; one line, with the file's or the
 *		interface's name
 *
 * Return: 0 or -errno, see capture.h
 */
int sniff_open(const struct sniff_options *options, int output,
	       struct sniff **sniff, char *error);

/**
 * sniff_run() - Watch until the end, --for, --count or @stopped
 * @sniff:	Opened
 * @facts:	Appended to
 *
 * What goes wrong on the way (a damaged file, an interface that vanished, a
 * full disk) ends it, and is a fact beside what was seen until then: the
 * FACT_CAPTURE is FAILED, with its "detail".
 */
void sniff_run(struct sniff *sniff, struct facts *facts);

/** sniff_close() - NULL is allowed */
void sniff_close(struct sniff *sniff);

/**
 * sniff_collect() - All of it, where possible in a process of its own
 *
 * @options' functions are called there.  They may print to streams that have
 * their buffers (confined.h).
 *
 * Return: 0 with a FACT_CAPTURE, which may be FAILED; or what kept it from
 * watching at all, see sniff_open() and confined_run(), with one line in
 * @error
 */
int sniff_collect(const struct sniff_options *options, struct facts *facts,
		  char *error);

/**
 * sniff_not_watched() - A fact for what kept sniff_collect() from watching
 * @rc:		What it returned
 * @error:	Its line
 */
void sniff_not_watched(const struct sniff_options *options, int rc,
		       const char *error, struct facts *facts);

#endif
