/* SPDX-License-Identifier: BSD-2-Clause */
/* A capture that a test writes. */
#ifndef TESTS_UNIT_CAPTURED_H
#define TESTS_UNIT_CAPTURED_H

#include "port/file/draft.h"
#include "unit/unit.h"
#include "wire/capture/capture_write.h"

/* Return: for end_capture() */
static inline struct draft *begin_capture(const char *path,
					  struct capture_write **write)
{
	struct draft *draft = NULL;

	assert_int_equal(draft_open(path, true, -1, &draft), 0);
	assert_int_equal(draft_finish(draft), 0);
	assert_int_equal(capture_write_open(draft_output(draft), write), 0);
	return draft;
}

/* Return: what the last write returned */
static inline int end_capture(struct draft *draft, struct capture_write *write)
{
	int rc = capture_write_close(write);

	assert_int_equal(draft_close(draft), 0);
	return rc;
}

#endif
