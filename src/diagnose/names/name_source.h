/* SPDX-License-Identifier: BSD-2-Clause */
/* The answers for one name, by the source that gave them. */
#ifndef DIAGNOSE_NAMES_NAME_SOURCE_H
#define DIAGNOSE_NAMES_NAME_SOURCE_H

#include "base/address.h"
#include "verdict/verdict.h"

#define NAME_ADDRESSES_MAX 64	/* of one source */
#define NAME_SOURCES_MAX 48
#define NAME_ANSWERS_MAX 512	/* for one name */

/**
 * struct name_source - All answers of one source for one name
 * @kind:	"hosts", "dns", "netbios", "system"; from the facts
 * @server:	The server that was asked, or NULL
 * @title:	For a sentence: "the hosts file (/etc/hosts:12)"
 * @list:	Its addresses as text, separated by commas; NULL for none
 * @seen:	It knows the name
 * @failed:	Its first FACT_NAME_ANSWER without an answer, or NULL
 * @absent:	Its first one that denies the name, or NULL
 * @nodata:	It says that the name exists and has no such record
 * @first:	Its first answer
 */
struct name_source {
	const char *kind;
	const char *server;
	const char *title;
	const char *list;
	struct address addresses[NAME_ADDRESSES_MAX];
	size_t address_count;
	bool seen;
	const struct fact *failed;
	const struct fact *absent;
	bool nodata;
	const struct fact *first;
};

/**
 * struct name_sources - What the sources say about a name
 * @name:	The name
 * @literal:	It is an address, not a name
 * @items:	All sources except the system's resolver
 * @system:	The system's resolver, or NULL if it was not asked
 */
struct name_sources {
	const char *name;
	bool literal;
	struct name_source *items;
	size_t count;
	struct name_source *system;
};

/**
 * name_sources_gather() - Sort the answers for a name
 * @sources:	Written
 * @answers:	Set to all answers, by source, as text
 * @count:	Set to their number
 *
 * A line of the hosts file that has the name's address but not the name is
 * in @answers alone.
 */
void name_sources_gather(struct name_sources *sources, struct arena *arena,
			 const struct facts *facts, const char *name,
			 struct name_answer **answers, size_t *count);

/**
 * name_source_differs() - Do two sources that know a name contradict?
 *
 * They do if, of one address family, both have addresses and neither has all
 * of the other's.  A source that only has fewer of the same addresses does
 * not contradict.
 */
bool name_source_differs(const struct name_source *a,
			 const struct name_source *b);

/** name_source_shares() - Have two sources an address in common? */
bool name_source_shares(const struct name_source *a,
			const struct name_source *b);

/** name_source_is() - Is it of this kind? */
bool name_source_is(const struct name_source *source, const char *kind);

/**
 * name_is_localhost() - Does a name mean the machine itself?
 *
 * The names of RFC 6761, section 6.3, and those that distributions add.  A DNS
 * server need not know them.
 */
bool name_is_localhost(const char *name);

#endif
