/* SPDX-License-Identifier: BSD-2-Clause */
/* The rules about the Winsock Proxy client's address table. */
#ifndef DIAGNOSE_WSP_WSP_TABLE_H
#define DIAGNOSE_WSP_WSP_TABLE_H

#include "diagnose/wsp/wsp_draft.h"

/** wsp_is_in_table() - Does the table keep a published port on this machine? */
bool wsp_is_in_table(const struct wsp *wsp, struct draft *draft);

/** wsp_is_outside_table() - Does it send local traffic to the proxy? */
bool wsp_is_outside_table(const struct wsp *wsp, struct draft *draft);

#endif
