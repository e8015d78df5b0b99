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
#if __has_include(<execinfo.h>)
#include <execinfo.h>
#endif
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "faults/page.h"

#define FRAMES_MAX 48
#define PLACES_MAX 5	/* in the program */
#define CALLER __builtin_return_address(0)

void allocation_fails(const void *caller);

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

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/*
 * The last library's function before the program's own, and where in the
 * program that and its callers are.
 */
static void remember_where(const void *caller)
{
#if __has_include(<execinfo.h>)
	char library[PAGE_WHERE / 2] = "-";
	void *frames[FRAMES_MAX];
	int count = backtrace(frames, FRAMES_MAX), i = 0;
	Dl_info own, at;
	int places = 0;

	if (!dladdr((void *)(uintptr_t)allocation_fails, &own))
		return;
	while (i < count && frames[i] != caller)
		i++;
	for (; i < count; i++) {
		if (!dladdr(frames[i], &at))
			continue;
		if (at.dli_fbase == own.dli_fbase) {
			size_t length = strlen(page->where);

			snprintf(page->where + length,
				 sizeof(page->where) - length, "%s +0x%tx",
				 length ? "" : library,
				 (char *)frames[i] - (char *)at.dli_fbase - 1);
			if (++places == PLACES_MAX)
				return;
			continue;
		}
		if (places)
			continue;
		snprintf(library, sizeof(library), "%s:%s",
			 base_of(at.dli_fname),
			 at.dli_sname ? at.dli_sname : "?");
	}
#endif
}

/* For a debugger to stop at. */
__attribute__((noinline)) void allocation_fails(const void *caller)
{
	if (!atomic_fetch_add(&page->failed, 1))
		remember_where(caller);
	errno = ENOMEM;
}

static bool fails(const void *caller)
{
	unsigned int n;

	if (!page || process >= PAGE_PROCESSES)
		return false;
	n = atomic_fetch_add(&page->count[process], 1) + 1;
	if (process != page->process || !page->at ||
	    (page->on ? n < page->at : n != page->at))
		return false;
	allocation_fails(caller);
	return true;
}

void *malloc(size_t size)
{
	if (!ready())
		return take_early(size);
	return fails(CALLER) ? NULL : real.malloc(size);
}

void *calloc(size_t count, size_t size)
{
	/* What is early is 0 and small. */
	if (!ready())
		return take_early(count * size);
	return fails(CALLER) ? NULL : real.calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
	if (!ready() || is_early(memory))
		abort();
	return fails(CALLER) ? NULL : real.realloc(memory, size);
}

void *aligned_alloc(size_t align, size_t size)
{
	if (!ready())
		abort();
	return fails(CALLER) ? NULL : real.aligned(align, size);
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
	struct page *shared;

	if (!path)
		return;
	mapped = mmap(NULL, sizeof(*page), PROT_READ | PROT_WRITE, MAP_SHARED,
		      fd, 0);
	if (fd < 0 || mapped == MAP_FAILED ||
	    pthread_atfork(NULL, NULL, in_child))
		_exit(99);
	shared = mapped;
	close(fd);
#if __has_include(<execinfo.h>)
	/* Its first call loads a library. */
	backtrace(&mapped, 1);
#endif
	page = shared;
	atomic_store(&page->started, 1);
}
