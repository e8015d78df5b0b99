/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * malloc() and its kin for a program that is made to run out of memory.
 *
 * What the program itself defines stands before what a library has, so that
 * the allocations of jansson, libseccomp, c-ares, libpcap and the C library
 * pass here, too.  Without page.h's file it only hands them on.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "faults/page.h"

void allocation_fails(void);

static struct page *page;
static unsigned int process;

static struct {
	void *(*malloc)(size_t size);
	void *(*calloc)(size_t count, size_t size);
	void *(*realloc)(void *memory, size_t size);
	void *(*aligned)(size_t align, size_t size);
	void (*free)(void *memory);
} real;

/* For dlsym(), which may allocate before it has found malloc(). */
static alignas(max_align_t) char early[4096];
static size_t early_used;
static bool finding;

static bool is_early(const void *memory)
{
	return (uintptr_t)memory >= (uintptr_t)early &&
	       (uintptr_t)memory < (uintptr_t)early + sizeof(early);
}

static void *take_early(size_t size)
{
	size_t at = early_used;

	size = (size + alignof(max_align_t) - 1) & -alignof(max_align_t);
	if (size > sizeof(early) - at)
		return NULL;
	early_used += size;
	return early + at;
}

static void find(const char *name, void *function)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (!found)
		_exit(99);
	memcpy(function, &found, sizeof(found));
}

/* The real ones are there: true.  They are being looked for: false. */
static bool ready(void)
{
	if (real.free)
		return true;
	if (finding)
		return false;
	finding = true;
	find("malloc", &real.malloc);
	find("calloc", &real.calloc);
	find("realloc", &real.realloc);
	find("aligned_alloc", &real.aligned);
	find("free", &real.free);
	finding = false;
	return true;
}

/* For a debugger to stop at. */
__attribute__((noinline)) void allocation_fails(void)
{
	atomic_fetch_add(&page->failed, 1);
	errno = ENOMEM;
}

static bool fails(void)
{
	unsigned int n;

	if (!page || process >= PAGE_PROCESSES)
		return false;
	n = atomic_fetch_add(&page->count[process], 1) + 1;
	if (process != page->process || !page->at ||
	    (page->on ? n < page->at : n != page->at))
		return false;
	allocation_fails();
	return true;
}

void *malloc(size_t size)
{
	if (!ready())
		return take_early(size);
	return fails() ? NULL : real.malloc(size);
}

void *calloc(size_t count, size_t size)
{
	/* What is early is 0 and small. */
	if (!ready())
		return take_early(count * size);
	return fails() ? NULL : real.calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
	if (!ready() || is_early(memory))
		abort();
	return fails() ? NULL : real.realloc(memory, size);
}

void *aligned_alloc(size_t align, size_t size)
{
	if (!ready())
		abort();
	return fails() ? NULL : real.aligned(align, size);
}

void *memalign(size_t align, size_t size)
{
	return aligned_alloc(align, size);
}

int posix_memalign(void **memory, size_t align, size_t size)
{
	void *made = aligned_alloc(align, size);

	if (!made)
		return ENOMEM;
	*memory = made;
	return 0;
}

void free(void *memory)
{
	if (memory && !is_early(memory) && ready())
		real.free(memory);
}

static void in_child(void)
{
	if (page)
		process = atomic_fetch_add(&page->processes, 1) + 1;
}

__attribute__((constructor)) static void start(void)
{
	const char *path = getenv(PAGE_VARIABLE);
	int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
	void *mapped;

	if (!path)
		return;
	mapped = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED,
		      fd, 0);
	if (fd < 0 || mapped == MAP_FAILED ||
	    pthread_atfork(NULL, NULL, in_child))
		_exit(99);
	close(fd);
	page = mapped;
	atomic_store(&page->started, 1);
}
