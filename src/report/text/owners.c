/* SPDX-License-Identifier: BSD-2-Clause */
/* `bindwhy owners`. */
#include "report/text/text.h"

#include <inttypes.h>
#include <string.h>

#define EXPLAINED_MAX 4	/* with evidence; with -v all are */

static const char *name_of(const struct culprit *c)
{
	if (c->name)
		return c->name;
	return c->search && c->search->status == FACT_DENIED ? "(hidden)" :
							       "(unknown)";
}

static void print_owner(const struct report *report, const struct owner *owner,
			int width)
{
	const struct culprit *c = owner->culprit;
	const char *state = fact_string(owner->socket, "state");
	const char *user = c->process ? fact_string(c->process, "user") :
					fact_string(owner->socket, "user");

	fprintf(report->out, "%-*s  %-6s  ", width, owner->endpoint,
		state ? state : "?");
	report_styled(report, STYLE_STRONG, name_of(c));
	if (c->process)
		fprintf(report->out, ", pid %" PRId64,
			fact_integer(c->process, "pid", 0));
	if (c->process_count > 1)
		fprintf(report->out, " and %zu more", c->process_count - 1);
	if (user)
		fprintf(report->out, ", %s", user);
	if (c->unit_name)
		fprintf(report->out, ", %s", c->unit_name);
	if (c->container && fact_string(c->container, "runtime"))
		fprintf(report->out, ", %s container",
			fact_string(c->container, "runtime"));
	if (strcmp(c->class, "program"))
		fprintf(report->out, " (%s)", class_words(c->class));
	fputc('\n', report->out);
}

void report_owners(const struct report *report,
		   const struct diagnosis *diagnosis)
{
	bool explain = !report->quiet &&
		       (diagnosis->owner_count <= EXPLAINED_MAX ||
			report->verbose);
	int width = 0;

	for (size_t i = 0; i < diagnosis->owner_count; i++)
		if ((int)strlen(diagnosis->owners[i].endpoint) > width)
			width = (int)strlen(diagnosis->owners[i].endpoint);
	for (size_t i = 0; i < diagnosis->owner_count; i++) {
		const struct owner *owner = &diagnosis->owners[i];

		print_owner(report, owner, width);
		if (explain)
			report_evidence(report, owner->evidence,
					owner->evidence_count);
	}
	if (!diagnosis->owner_count)
		fprintf(report->out, "%s\n",
			diagnosis->exit == EXIT_UNKNOWN ?
				"cannot tell who holds it" :
				"nobody holds it");
}
