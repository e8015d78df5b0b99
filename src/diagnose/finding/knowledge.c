/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/knowledge.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/near.h"
#include "base/text.h"

#define NEAR_SIZE 64	/* known names are much shorter */
#define BLANKS " \t\r\n"

static const struct data_record *const tables[] = {
	data_knowledge,
	data_findings,
};

#define TABLES (sizeof(tables) / sizeof(tables[0]))

/*
 * Remove the blanks around a name, and turn those inside into hyphens, so that
 * "event 4007" is event-4007.  False for a name that is too long or empty.
 */
static bool tidy(const char *name, char out[NEAR_SIZE])
{
	size_t n = 0;

	name += strspn(name, BLANKS);
	while (*name) {
		size_t blanks = strspn(name, BLANKS);

		name += blanks;
		if (!*name)
			break;
		if (n + 2 >= NEAR_SIZE)
			return false;
		if (blanks)
			out[n++] = '-';
		out[n++] = *name++;
	}
	out[n] = '\0';
	return n > 0;
}

static bool same_letter(char a, char b)
{
	return text_lower(a) == text_lower(b);
}

/* "KB222553", "q222553", "222553": the id would be Q222553. */
static bool article_id(const char *name, char out[NEAR_SIZE])
{
	if (same_letter(name[0], 'k') && same_letter(name[1], 'b'))
		name += 2;
	else if (same_letter(name[0], 'q'))
		name += 1;
	if (!*name || name[strspn(name, "0123456789")])
		return false;
	return snprintf(out, NEAR_SIZE, "Q%s", name) < NEAR_SIZE;
}

static const struct data_record *find(const char *name)
{
	for (size_t i = 0; i < TABLES; i++)
		for (const struct data_record *r = tables[i]; r->fields; r++)
			if (text_equal(data_get(r, "id"), name) ||
			    data_has_word(data_get(r, "also"), name))
				return r;
	return NULL;
}

const struct data_record *knowledge_find(const char *name)
{
	char wanted[NEAR_SIZE], article[NEAR_SIZE];
	const struct data_record *record;

	if (!tidy(name, wanted))
		return NULL;
	record = find(wanted);
	if (!record && article_id(wanted, article))
		record = find(article);
	return record;
}

/* The nearest name so far.  @distance starts at the first one too large. */
struct search {
	char wanted[NEAR_SIZE];
	size_t length;
	size_t distance;
	const char *nearest;
};

/* If the @length bytes at @name are nearest, the answer is @result. */
static void consider(struct search *s, const char *name, size_t length,
		     const char *result)
{
	size_t d;

	if (length >= NEAR_SIZE || length >= s->length + s->distance ||
	    s->length >= length + s->distance)
		return;
	d = near_distance(s->wanted, s->length, name, length);
	if (d >= s->distance || d >= length)
		return;
	s->distance = d;
	s->nearest = result;
}

static void consider_record(struct search *s, const struct data_record *record)
{
	const char *id = data_get(record, "id");
	const char *also = data_get(record, "also"), *word;
	size_t length;

	consider(s, id, strlen(id), id);
	while ((word = data_next_word(&also, &length)))
		consider(s, word, length, id);
}

/* Codes come first, so that a mistyped code gives a code. */
static void consider_codes(struct search *s)
{
	static const char *const keys[] = {"name", "winsock", "number"};

	for (const struct data_record *r = data_codes; r->fields; r++)
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
			const char *name = data_get(r, keys[i]);

			consider(s, name, strlen(name), name);
		}
}

const char *knowledge_nearest(const char *name)
{
	struct search s = {.nearest = NULL};
	char article[NEAR_SIZE];

	if (!tidy(name, s.wanted))
		return NULL;
	/* Six digits are the number of an article; fewer, that of a code. */
	if (article_id(s.wanted, article) && strlen(article) >= 7)
		memcpy(s.wanted, article, sizeof(article));
	s.length = strlen(s.wanted);
	/* Numbers are all similar: accept only one wrong digit. */
	if (article_id(s.wanted, article) || s.length <= 4)
		s.distance = 2;
	else
		s.distance = s.length <= 8 ? 3 : 4;
	consider_codes(&s);
	for (size_t i = 0; i < TABLES; i++)
		for (const struct data_record *r = tables[i]; r->fields; r++)
			consider_record(&s, r);
	return s.nearest;
}

const struct data_record *code_record(const char *name)
{
	const struct data_record *record = data_find(data_codes, "name", name);

	return record ? record : data_find(data_codes, "winsock", name);
}
