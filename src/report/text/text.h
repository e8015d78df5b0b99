/* SPDX-License-Identifier: BSD-2-Clause */
/* The sections of a text report, a file each. */
#ifndef REPORT_TEXT_TEXT_H
#define REPORT_TEXT_TEXT_H

#include "report/text/style.h"

/** report_verdict_headlines() - A line for each target */
void report_verdict_headlines(const struct report *report,
			      const struct diagnosis *diagnosis);

/** report_verdicts() - For each target, what explains the verdict */
void report_verdicts(const struct report *report,
		     const struct diagnosis *diagnosis);

/** report_path() - The path of a connection through the machine, with the
 * culprit marked */
void report_path(const struct report *report,
		 const struct bind_verdict *verdict);

/** report_name_headlines() - A line for each name */
void report_name_headlines(const struct report *report,
			   const struct diagnosis *diagnosis);

/**
 * report_names() - What each source says about each name, side by side
 *
 * If there are targets, a name's findings are in their verdicts, with the
 * answers as evidence; the table is printed with -v only.
 */
void report_names(const struct report *report,
		  const struct diagnosis *diagnosis);

/** report_traffic_headlines() - A line for each server and proxy */
void report_traffic_headlines(const struct report *report,
			      const struct facts *facts,
			      const struct diagnosis *diagnosis);

/**
 * report_traffic() - What was seen of each of them, and the findings
 *
 * If there are targets, the findings about them are in their verdicts; the
 * rest is printed with -v only.
 */
void report_traffic(const struct report *report,
		    const struct diagnosis *diagnosis);

/** report_owners() - A line for each socket, and evidence if they are few */
void report_owners(const struct report *report,
		   const struct diagnosis *diagnosis);

/** report_unseen() - What could not be observed */
void report_unseen(const struct report *report,
		   const struct diagnosis *diagnosis);

/** report_facts() - Every fact with its status and source (-v) */
void report_facts(const struct report *report, const struct facts *facts);

/** report_knowledge() - An entry of the knowledge base; NULL: a list of all */
int report_knowledge(const struct report *report,
		     const struct data_record *record, bool first);

/** report_event() - A line for one event on the wire, with the local time */
void report_event(const struct report *report,
		  const struct traffic_event *event);

#endif
