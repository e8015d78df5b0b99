/* SPDX-License-Identifier: BSD-2-Clause */
/* The knowledge base: what codes, events, articles and findings mean. */
#ifndef DIAGNOSE_FINDING_KNOWLEDGE_H
#define DIAGNOSE_FINDING_KNOWLEDGE_H

#include "data/data.h"

/**
 * knowledge_find() - Look up what a user typed after `explain`
 * @name:	An id or one of its other names, in any case: 10048,
 *		WSAEADDRINUSE, EADDRINUSE, 4007, Q222553, 222553, KB222553,
 *		port-in-use
 *
 * Return: the record, of data_knowledge or data_findings, or NULL
 */
const struct data_record *knowledge_find(const char *name);

/**
 * knowledge_nearest() - The known name that is most similar to an unknown one
 * @name:	As typed
 *
 * Return: a name, or NULL if none is similar
 */
const char *knowledge_nearest(const char *name);

/**
 * code_record() - The record of data_codes for a code's name
 * @name:	"EADDRINUSE" or "WSAEADDRINUSE"
 *
 * Return: the record (keys name, winsock, number, text), or NULL
 */
const struct data_record *code_record(const char *name);

#endif
