/* SPDX-License-Identifier: BSD-2-Clause */
/* What the rules on the Winsock Proxy client's files share. */
#ifndef DIAGNOSE_WSP_WSP_DRAFT_H
#define DIAGNOSE_WSP_WSP_DRAFT_H

#include "diagnose/finding/evidence.h"
#include "diagnose/finding/template.h"
#include "diagnose/wsp/wsp_facts.h"

/**
 * struct wsp_draft - A finding in the making
 * @terms:	For its templates
 * @evidence:	What it rests on
 * @confidence:	How sure; certain at the start
 * @about_name:	The culprit is the proxy's name, and not the client
 */
struct wsp_draft {
	struct terms terms;
	struct evidence_list *evidence;
	enum confidence confidence;
	bool about_name;
};

/** wsp_draft_new() - A draft in the scene's arena, or NULL */
struct wsp_draft *wsp_draft_new(const struct wsp *wsp);

/**
 * wsp_rest_on() - The file and the line that a finding is about
 * @draft:	Gets a line of evidence; the first fact's file, line, key and
 *		value become terms
 * @fact:	A FACT_WSP_FILE, FACT_WSP_SETTING or FACT_WSP_RANGE, or NULL
 */
void wsp_rest_on(struct wsp_draft *draft, const struct fact *fact);

/** wsp_place() - "FILE:LINE" of a fact, or its file alone */
const char *wsp_place(struct arena *arena, const struct fact *fact);

/** wsp_is_in_table() - The address table keeps a published port here */
bool wsp_is_in_table(struct wsp *wsp, struct wsp_draft *draft);

/** wsp_is_outside_table() - It sends to the proxy what is meant to stay */
bool wsp_is_outside_table(struct wsp *wsp, struct wsp_draft *draft);

#endif
