/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/finding/knowledge.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

#define NAME_SIZE 64	/* known names are much shorter */
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
static bool tidy(const char *name, char out[NAME_SIZE])
{
	size_t n = 0;

	name += strspn(name, BLANKS);
	while (*name) {
		size_t blanks = strspn(name, BLANKS);

		name += blanks;
		if (!*name)
			break;
		if (n + 2 >= NAME_SIZE)
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
static bool article_id(const char *name, char out[NAME_SIZE])
{
	if (same_letter(name[0], 'k') && same_letter(name[1], 'b'))
		name += 2;
	else if (same_letter(name[0], 'q'))
		name += 1;
	if (!*name || name[strspn(name, "0123456789")])
		return false;
	return snprintf(out, NAME_SIZE, "Q%s", name) < NAME_SIZE;
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
	char wanted[NAME_SIZE], article[NAME_SIZE];
	const struct data_record *record;

	if (!tidy(name, wanted))
		return NULL;
	record = find(wanted);
	if (!record && article_id(wanted, article))
		record = find(article);
	return record;
}

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * How many letters to insert, delete, change or swap with their neighbour to
 * turn @a into @b (optimal string alignment).  Both have less than NAME_SIZE
 * bytes.  The three rows are those of @a's letters i - 2, i - 1 and i.
 */
static size_t distance(const char *a, size_t a_length, const char *b,
		       size_t b_length)
{
	size_t rows[3][NAME_SIZE];

	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		const size_t *before = rows[(i + 2) % 3];
		const size_t *twice = rows[(i + 1) % 3];
		size_t *row = rows[i % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			bool same = same_letter(a[i - 1], b[j - 1]);

			row[j] = min(before[j], row[j - 1]) + 1;
			row[j] = min(row[j], before[j - 1] + !same);
			if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
			    same_letter(a[i - 2], b[j - 1]))
				row[j] = min(row[j], twice[j - 2] + 1);
		}
	}
	return rows[a_length % 3][b_length];
}

/* The nearest name so far.  @distance starts at the first one too large. */
struct search {
	char wanted[NAME_SIZE];
	size_t length;
	size_t distance;
	const char *nearest;
};

/* If the @length bytes at @name are nearest, the answer is @result. */
static void consider(struct search *s, const char *name, size_t length,
		     const char *result)
{
	size_t d;

	if (length >= NAME_SIZE || length >= s->length + s->distance ||
	    s->length >= length + s->distance)
		return;
	d = distance(s->wanted, s->length, name, length);
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
	char article[NAME_SIZE];

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
