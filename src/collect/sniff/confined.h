/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Parsing untrusted bytes in a process without privileges.
 *
 * A child is forked.  There @open opens what needs privileges; then the child
 * drops all privileges (priv/sandbox.h) and closes the descriptors that it
 * inherited, except the standard ones; then @run reads.  The child opens, not
 * its parent, so that no other process has the capture, and a file of -w has
 * one writer.  @run also reads the header of a file: a file that is not a
 * capture is a failed run, not a failed open.  The facts come back through a
 * pipe, one by one, and are treated as untrusted.
 */
#ifndef COLLECT_SNIFF_CONFINED_H
#define COLLECT_SNIFF_CONFINED_H

#include <stdbool.h>
#include <stdint.h>

#include "facts/facts.h"
#include "priv/sandbox.h"

#define CONFINED_ERROR_TEXT 256
#define CONFINED_GRACE 10000	/* ms */

/**
 * struct confined_how - How the reader is confined
 * @confined:	Completely
 * @text:	What was done, or why it is not confined
 */
struct confined_how {
	bool confined;
	char text[SANDBOX_TEXT];
};

/**
 * struct confined - What to run
 * @open:	Called with all privileges.  Return: 0, or -errno with a line in
 *		@error
 * @output:	An open descriptor that @run uses, or -1
 * @uses:	Called after @open: adds the descriptors that @run uses; NULL if
 *		there are none
 * @begun:	Called in our own process after confined_begin(); may be NULL.
 *		Return: 0, or -errno with a line in @error, which ends the
 *		reader
 * @run:	Called without privileges.  @facts may be a store that keeps
 *		nothing, see facts_new_passing()
 * @close:	Called after @run in our own process only: the exit of a child
 *		closes everything, and closing libpcap needs privileges
 * @limit:	In milliseconds: after this time @run should have ended; 0 for
 *		no limit
 * @grace:	In milliseconds: for how long a reader is waited for that
 *		should have ended, or was stopped, or works without asking
 *		confined_stopped(); then it is killed; 0 for CONFINED_GRACE
 * @unconfined:	@run is called even if it cannot be confined.  On an operating
 *		system without a sandbox it always is, in our own process
 */
struct confined {
	int (*open)(void *user, char *error);
	int output;
	void (*uses)(void *user, struct sandbox_use *use);
	int (*begun)(void *user, char *error);
	void (*run)(void *user, const struct confined_how *how,
		    struct facts *facts);
	void (*close)(void *user);
	void *user;
	int64_t limit;
	int grace;
	bool unconfined;
};

/**
 * confined_run() - Run it, and wait for its end
 * @facts:	Appended to: only facts of captures and of traffic
 * @error:	CONFINED_ERROR_TEXT bytes; on error one line
 *
 * After a request to stop (port/interrupt.h), which the caller must catch
 * already, confined_stopped() is true in @run; a second request ends
 * everything.  Streams to which @run writes must have been flushed before, and
 * must have their buffers (output_stream()): allocating one needs a forbidden
 * system call.
 *
 * Return: 0; the error of @open; -ECHILD if the reader ended before it had
 * reported its facts, and @error says why; -EOPNOTSUPP or another -errno if
 * nothing was read: the reader could not be confined, or not be started
 */
int confined_run(const struct confined *confined, struct facts *facts,
		 char *error);

/**
 * confined_refuse() - The line for a reader that could not be confined
 * @why:	What could not be done
 * @error:	CONFINED_ERROR_TEXT bytes
 */
void confined_refuse(const char *why, char *error);

/** confined_begin() - By @run: the input is what it should be */
void confined_begin(void);

/** confined_stopped() - Is it time for @run to end? */
bool confined_stopped(void);

#endif
