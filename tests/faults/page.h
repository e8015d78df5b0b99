/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What inject and the program that it runs share: a file that both map.
 *
 * The program has allocate.c in it, which maps the file that the environment
 * names.  It says there when main() is about to start, so that nothing of the
 * loader is made to fail, and counts allocations, so that one can fail.
 */
#ifndef TESTS_FAULTS_PAGE_H
#define TESTS_FAULTS_PAGE_H

#include <stdatomic.h>

#define PAGE_VARIABLE "FAULTS_PAGE"
#define PAGE_WHERE 160
#define PAGE_PROCESSES 8	/* those after it are not counted */

/**
 * struct page - All of the file
 * @started:	main() is about to start
 * @processes:	How many processes fork() has made, the first not counted
 * @process:	Whose allocation is to fail, 0 for the first process
 * @at:		Which allocation of it fails, from 1; 0 for none
 * @on:		So does each one after it
 * @failed:	How many failed
 * @count:	How many each process asked for
 * @where:	Who asked for the first that failed: OBJECT:FUNCTION of the
 *		library that was called, or "-", and places in the program,
 *		as addr2line takes them
 */
struct page {
	atomic_uint started;
	atomic_uint processes;
	unsigned int process;
	unsigned int at;
	unsigned int on;
	atomic_uint failed;
	atomic_uint count[PAGE_PROCESSES];
	char where[PAGE_WHERE];
};

#endif
