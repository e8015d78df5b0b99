/* SPDX-License-Identifier: BSD-2-Clause */
/* The same work on every processor. */
#ifndef PORT_PROCESS_PARALLEL_H
#define PORT_PROCESS_PARALLEL_H

#define PARALLEL_MAX 8

/**
 * parallel_run() - Run a function on several threads at once, and wait
 * @threads:	The maximum; not more than one for each processor, nor than
 *		PARALLEL_MAX; the caller's is one of them
 * @work:	Takes its share from @context until nothing is left, so that
 *		the number of threads does not matter
 * @context:	Handed to each
 */
void parallel_run(unsigned int threads, void (*work)(void *context),
		  void *context);

#endif
