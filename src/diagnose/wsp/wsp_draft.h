/* SPDX-License-Identifier: BSD-2-Clause */
/* Drafts of findings about the Winsock Proxy client's files. */
#ifndef DIAGNOSE_WSP_WSP_DRAFT_H
#define DIAGNOSE_WSP_WSP_DRAFT_H

#include "diagnose/finding/finding.h"
#include "diagnose/wsp/wsp_facts.h"

/** wsp_draft() - A draft whose culprit is the client */
struct draft wsp_draft(const struct wsp *wsp);

/** wsp_blame_name() - Make the proxy's name the culprit */
void wsp_blame_name(struct draft *draft, const struct wsp *wsp);

/**
 * wsp_cite() - Add the file and the line that a finding is about
 * @draft:	Gets a line of evidence; the first fact's file, line, key and
 *		value become terms
 * @fact:	A FACT_WSP_FILE, FACT_WSP_SETTING or FACT_WSP_RANGE, or NULL
 */
void wsp_cite(struct draft *draft, const struct fact *fact);

/** wsp_place() - "FILE:LINE" of a fact, or its file alone */
const char *wsp_place(struct arena *arena, const struct fact *fact);

#endif
