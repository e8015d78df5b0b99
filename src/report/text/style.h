/* SPDX-License-Identifier: BSD-2-Clause */
/* The parts of a text report: styles, columns, headlines, findings, notes. */
#ifndef REPORT_TEXT_STYLE_H
#define REPORT_TEXT_STYLE_H

#include "report/report.h"

enum style {
	STYLE_PLAIN,
	STYLE_STRONG,
	STYLE_GOOD,
	STYLE_WARNING,
	STYLE_BAD,
	STYLE_FAINT,
};

/** report_styled() - Print a string in a style, if colours are on */
void report_styled(const struct report *report, enum style style,
		   const char *string);

/** report_columns() - How many columns a string takes: its characters */
size_t report_columns(const char *string);

/** report_widen() - Make @width at least the columns of a string */
void report_widen(size_t *width, const char *string);

/** report_exit_style() - The style of a headline */
enum style report_exit_style(enum exit_status exit);

/** report_name() - Print a conclusion's name in a column */
void report_name(const struct report *report, const struct conclusion *c,
		 size_t width);

/** report_title() - Print a conclusion's name above what follows */
void report_title(const struct report *report, const struct conclusion *c);

/** report_notes() - Print a conclusion's notes */
void report_notes(const struct report *report, const struct conclusion *c);

/** report_evidence() - Evidence lines, labels aligned, indented by four */
void report_evidence(const struct report *report,
		     const struct evidence *evidence, size_t count);

/**
 * report_findings() - Print a conclusion's findings
 *
 * For each: a sentence, its evidence, its remedy.
 *
 * @evidence:	False if it was printed above
 */
void report_findings(const struct report *report, const struct conclusion *c,
		     bool evidence);

#endif
