/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A greeting is a text that any administrator can change; what a server
 * offers after EHLO, and in which order, is in its code.  The two do not
 * depend on each other: where they agree, the software is likely, else it is
 * possible at most.
 */
#include "diagnose/traffic/traffic_software.h"

#include <errno.h>
#include <string.h>

#define ORDER_LEAST 5	/* keywords in order that are no accident */

/* Where a word stands in a list of words; -1 where it does not. */
static int place_of(const char *words, const char *word)
{
	size_t wanted = strlen(word);
	int place = 0;

	while (words && *(words += strspn(words, " \t\n"))) {
		size_t length = strcspn(words, " \t\n");

		if (length == wanted && !strncmp(words, word, length))
			return place;
		words += length;
		place++;
	}
	return -1;
}

static void fit(const struct data_record *program, const struct fact *ehlo,
		struct traffic_software *software)
{
	const char *order = data_get(program, "ehlo-order");
	const char *own = data_get(program, "ehlo-own");
	size_t count = json_array_size(fact_array(ehlo, "lines"));
	int last = -1, seen = 0;
	bool ordered = true;

	for (size_t i = 0; i < count && i < 64; i++) {
		char word[TRAFFIC_KEYWORD];
		size_t length = traffic_keyword(ehlo, i, word);
		int place = length ? place_of(order, word) : -1;

		if (length && data_has_word(own, word))
			software->by_keyword = true;
		if (place < 0)
			continue;
		ordered = ordered && place > last;
		last = place;
		seen++;
	}
	if (ordered && seen >= ORDER_LEAST)
		software->by_order = true;
}

/* Is it what was offered behind this greeting?  NULL stands for any. */
static bool is_behind(const struct fact *ehlo, const char *greeting)
{
	const char *theirs = fact_string(ehlo, "greeting");

	return !theirs || !greeting || !strcmp(theirs, greeting);
}

static void fit_all(const struct traffic_scene *s, const char *greeting,
		    struct traffic_software *software)
{
	for (size_t i = 0; i < s->ehlo.count && i < 16; i++)
		if (is_behind(s->ehlo.rows[i].fact, greeting))
			fit(software->program, s->ehlo.rows[i].fact, software);
}

int traffic_ehlo_place(const struct data_record *program, const char *keyword)
{
	return place_of(data_get(program, "ehlo-order"), keyword);
}

int traffic_software_offered(const struct traffic_scene *scene,
			     const char *greeting,
			     struct traffic_software *software)
{
	struct traffic_software found = {.program = NULL};

	for (const struct data_record *r = data_programs; r->fields; r++) {
		struct traffic_software x = {.program = r};

		if (!data_get(r, "ehlo-order") && !data_get(r, "ehlo-own"))
			continue;
		fit_all(scene, greeting, &x);
		if (!x.by_order && !x.by_keyword)
			continue;
		if (found.program)
			return -ENOENT;
		found = x;
	}
	if (!found.program)
		return -ENOENT;
	*software = found;
	return 0;
}

int traffic_software(const struct traffic_scene *scene,
		     const struct fact *greeting,
		     struct traffic_software *software)
{
	const char *first = greeting ? traffic_item(greeting, "lines", 0) :
				       NULL;
	const char *text = greeting ? traffic_lines(scene->arena, greeting,
						    "lines") : NULL;
	struct greeter g;

	if (!text || program_of_greeting(text, &g))
		return traffic_software_offered(scene, first, software);
	*software = (struct traffic_software){
		.program = g.program,
		.version = arena_strndup(scene->arena, g.version,
					 g.version_length),
		.weak = g.weak,
		.by_greeting = true,
	};
	fit_all(scene, first, software);
	return 0;
}

const char *traffic_software_name(struct arena *arena,
				  const struct traffic_software *software)
{
	const char *title = data_get(software->program, "title");

	return software->version ?
		       arena_printf(arena, "%s %s", title, software->version) :
		       title;
}

const char *traffic_software_words(struct arena *arena,
				   const struct traffic_software *x)
{
	bool two = x->by_greeting && (x->by_order || x->by_keyword);

	return arena_printf(
		arena, "%s, %s (%s%s%s%s%s)",
		traffic_software_name(arena, x),
		confidence_name(two ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE),
		x->by_greeting ? "greeting" : "",
		x->weak ? ", which others give too" : "",
		x->by_greeting && (x->by_order || x->by_keyword) ? ", " : "",
		x->by_order ? "EHLO order" : "",
		x->by_keyword ? x->by_order ? " and keyword" : "EHLO keyword" :
				"");
}

const struct data_record *traffic_program(struct arena *arena,
					  const struct fact *greeting)
{
	const char *text = traffic_lines(arena, greeting, "lines");
	struct greeter g;

	return text && !program_of_greeting(text, &g) && !g.weak ? g.program :
								   NULL;
}

bool traffic_same_program(const struct data_record *a,
			  const struct data_record *b)
{
	const char *of_a, *of_b;

	if (!a || !b || a == b)
		return a == b;
	of_a = data_get(a, "family");
	of_b = data_get(b, "family");
	if (!of_a)
		of_a = data_get(a, "name");
	if (!of_b)
		of_b = data_get(b, "name");
	return !strcmp(of_a, of_b);
}
