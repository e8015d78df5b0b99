/* SPDX-License-Identifier: BSD-2-Clause */
/* A fact is a line, so that what came before a failure is whole. */
#include "facts/apart.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/cursor.h"
#include "base/memory.h"
#include "facts/kinds.h"
#include "facts/save.h"

#define BYTES_MAX (4 << 20)

struct job {
	struct facts *facts;
	void (*collect)(void *context, struct facts *facts);
	void *context;
};

static int work(void *context, int output)
{
	const struct job *job = context;
	size_t count = facts_count(job->facts);
	int rc;

	job->collect(job->context, job->facts);
	rc = facts_error(job->facts);
	if (!rc && memory_failed())
		rc = -ENOMEM;
	for (; !rc && count < facts_count(job->facts); count++) {
		char *line = fact_dump(facts_at(job->facts, count));

		rc = line ? apart_write(output, line, strlen(line)) : -ENOMEM;
		free(line);
	}
	return rc;
}

static int take(struct facts *facts, enum fact_kind kind,
		const struct cursor *line)
{
	char error[FACTS_ERROR_TEXT];
	struct facts *one = facts_new();
	const char *member;
	const struct fact *f;
	int rc = one ? fact_load(one, (const char *)line->bytes, line->length,
				 error) : -ENOMEM;

	f = rc ? NULL : facts_at(one, 0);
	/* One that our own collector could have made. */
	if (f && f->kind == kind &&
	    !fact_kind_check_own(kind, f->value, &member))
		facts_add(facts, kind, f->status, f->source,
			  f->code.space ? &f->code : NULL,
			  json_incref(f->value), "%s", f->subject);
	else if (!rc)
		rc = -EPROTO;
	facts_free(one);
	return rc == -EINVAL ? -EPROTO : rc;
}

int facts_apart_read(struct facts *facts, enum fact_kind kind,
		     const char *bytes, size_t length)
{
	struct cursor c, line;
	int rc = 0;

	while (length && bytes[length - 1] != '\n')
		length--;
	c = cursor_over(bytes, length);
	while (!rc && cursor_until(&c, '\n', &line))
		rc = take(facts, kind, &line);
	return rc;
}

int facts_apart(struct facts *facts, enum fact_kind kind,
		const struct apart_user *user, int64_t deadline,
		void (*collect)(void *context, struct facts *facts),
		void *context)
{
	struct job job = {facts, collect, context};
	size_t length;
	char *bytes;
	int bad, rc;

	rc = apart_run(user, deadline, BYTES_MAX, work, &job, &bytes, &length);
	bad = facts_apart_read(facts, kind, bytes, length);
	free(bytes);
	return rc ? rc : bad;
}
