/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a program while things go wrong, and tells what became of it:
 *
 *	inject [OPTION...] REPORT PAGE PROGRAM [ARGUMENT...]
 *
 *	-f TASK:CALL:NTH:ERRNO	the NTH call of the name fails with ERRNO
 *	-a PROCESS:NTH		the NTH allocation fails; with NTH+ all after
 *				it, too
 *	-i			calls that a signal can break are broken, each
 *				second one
 *	-s			reads and writes give and take less than asked
 *	-l			list the calls
 *	-c FILE			only a confined process may read FILE
 *	-t SECONDS		how long it may take
 *	-n CALLS		how many system calls it may make
 *
 * PROGRAM has allocate.c in it; PAGE is a file for the two to share.  What is
 * before main() never fails.  REPORT gets lines of words:
 *
 *	exit STATUS		the program ended so
 *	signal NUMBER		or was killed
 *	task TASK NUMBER	a process that it made was killed by a signal
 *	injected TASK CALL NTH ERRNO DETAIL
 *	allocation PROCESS COUNT FAILED [WHERE]
 *	call TASK CALL NTH DETAIL ERRNO...
 *	unconfined TASK DETAIL	it read what only a confined process may
 *	left TASK NAME		a process was still there after its end
 *	hang TASK CALL		it had to be ended; where it was
 *	spin TASK CALL		likewise: too many system calls
 *	calls COUNT		how many it made
 *
 * Status 0 when the program ended, 1 when it had to be ended, 2 when it could
 * not be run, 77 on a processor that this does not know.
 */
#include "faults/inject.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "faults/machine.h"
#include "faults/page.h"

#define SECONDS 120
#define CALLS 5000000

static int give_up(const char *what)
{
	fprintf(stderr, "inject: %s: %s\n", what, strerror(errno));
	return 2;
}

static struct page *make_page(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	struct page *page = MAP_FAILED;

	if (fd >= 0 && !ftruncate(fd, sizeof(*page)))
		page = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE,
			    MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	return page == MAP_FAILED || setenv(PAGE_VARIABLE, path, 1) ? NULL :
								      page;
}

/* "0:openat:3:EIO" */
static bool take_fault(char *text, struct plan *plan)
{
	char *task = strtok(text, ":"), *name = strtok(NULL, ":");
	char *nth = strtok(NULL, ":"), *error = strtok(NULL, ":");

	if (!error)
		return false;
	plan->task = (unsigned int)atoi(task);
	plan->name = name;
	plan->nth = (unsigned int)atoi(nth);
	plan->error = call_error(error);
	return plan->nth && plan->error;
}

/* "0:17", "1:17+" */
static bool take_allocation(const char *text, struct page *page)
{
	const char *colon = strchr(text, ':');

	if (!colon)
		return false;
	page->process = (unsigned int)atoi(text);
	page->at = (unsigned int)atoi(colon + 1);
	page->on = strchr(colon, '+') != NULL;
	return page->at;
}

static bool take_option(int option, struct plan *plan, char **allocation)
{
	switch (option) {
	case 'f':
		return take_fault(optarg, plan);
	case 'a':
		*allocation = optarg;
		return true;
	case 'i':
		return plan->interrupt = true;
	case 's':
		return plan->pieces = true;
	case 'l':
		return plan->list = true;
	case 'c':
		plan->confined = optarg;
		return true;
	case 't':
		return (plan->seconds = (unsigned int)atoi(optarg)) > 0;
	case 'n':
		return (plan->calls = strtoul(optarg, NULL, 10)) > 0;
	}
	return false;
}

static void tell_allocations(const struct page *page, FILE *report)
{
	for (unsigned int i = 0; i < PAGE_PROCESSES; i++)
		if (page->count[i])
			fprintf(report, "allocation %u %u %u %s\n", i,
				page->count[i],
				i == page->process ? page->failed : 0,
				i == page->process ? page->where : "");
}

int main(int argc, char **argv)
{
	struct plan plan = {.seconds = SECONDS, .calls = CALLS};
	char *allocation = NULL;
	struct page *page;
	int option, rc;
	FILE *report;

	while ((option = getopt(argc, argv, "+f:a:islc:t:n:")) != -1)
		if (!take_option(option, &plan, &allocation))
			return give_up("options");
	if (argc - optind < 3)
		return give_up("REPORT PAGE PROGRAM");
	if (!machine_known())
		return 77;
	report = fopen(argv[optind], "we");
	page = make_page(argv[optind + 1]);
	if (!report || !page ||
	    (allocation && !take_allocation(allocation, page)))
		return give_up(argv[optind]);
	rc = trace_run(&plan, page, report, argv + optind + 2);
	tell_allocations(page, report);
	if (fclose(report) || rc < 0) {
		errno = rc < 0 ? -rc : errno;
		return give_up("trace");
	}
	return rc;
}
