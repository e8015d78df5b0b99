/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading bytes of strangers in a process that has given up its rights.
 *
 * A child is made; there @open opens what takes rights, then the rights are
 * given up (priv/sandbox.h) and what was open before is closed, but for the
 * standard three, then @run reads.  The child opens, and not its parent, so
 * that no other process has the capture, and a file of -w has one writer.  A
 * file's header, too, is read by @run: a file that is not a capture is a failed
 * run and not a failed open.  Its facts come back through a pipe, one by
 * one, as those of a file that anybody may have written.
 */
#ifndef COLLECT_SNIFF_CONFINED_H
#define COLLECT_SNIFF_CONFINED_H

#include <stdbool.h>

#include "facts/facts.h"
#include "priv/sandbox.h"

#define CONFINED_ERROR_TEXT 256

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
 * struct confined - What is to be run
 * @open:	With all rights: 0, or -errno with a line in @error
 * @uses:	After @open: the descriptors that @run uses; without, none
 * @output:	Of those that are open before, one that @run uses; or -1
 * @begun:	In our own process, after confined_begin(); 0, or -errno with a
 *		line in @error, which ends the reader; NULL is allowed
 * @run:	Without rights.  @facts may be a store that keeps nothing, see
 *		facts_new_passing()
 * @close:	After @run in our own process; the end of another one closes
 *		everything, and libpcap's closing takes rights
 * @unconfined:	If it cannot be confined, @run runs all the same.  For an
 *		operating system without a sandbox it always does, in our own
 *		process
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
	bool unconfined;
};

/**
 * confined_run() - Run it, and wait for its end
 * @confined:	What
 * @facts:	Appended to: facts of a capture and of traffic, and no others
 * @error:	CONFINED_ERROR_TEXT bytes; on error one line
 *
 * Being asked to stop (port/interrupt.h), which the caller must have begun
 * to catch, is what confined_stopped() tells @run; being asked again ends all.
 * Streams that @run writes to must have been flushed before, and have their
 * buffers (output_stream()): a new one would take a forbidden call.
 *
 * Return: 0; what @open returned; -EOPNOTSUPP or another -errno if the reader
 * could not be confined, and nothing was read; -ECHILD where the reader ended before it
 * had handed over its facts, killed perhaps: @error says by what; another
 * -errno, and nothing was read
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
