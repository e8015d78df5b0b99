/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any administrator can change the text of a greeting; what a server offers
 * after EHLO, and in which order, is in its code.  The two do not depend on
 * each other.  If they agree, the software is likely; otherwise it is only
 * possible.
 */
#include "diagnose/traffic/traffic_software.h"

#include <errno.h>
#include <string.h>

#define ORDER_MIN 5	/* keywords in order that are not chance */
#define GREETING_LINES 16
#define EHLO_MAX 16	/* replies that are compared */
#define KEYWORDS_MAX 64

/* The place of a word in a list of words, from 0; -1 if it is not there. */
static int place_of(const char *words, const char *word)
{
	size_t wanted = strlen(word), length;
	const char *w;

	for (int place = 0; (w = data_next_word(&words, &length)); place++)
		if (length == wanted && !strncmp(w, word, length))
			return place;
	return -1;
}

/* Does an EHLO reply fit a program? */
static void compare(const struct data_record *program, const struct fact *ehlo,
		struct traffic_software *software)
{
	const char *order = data_get(program, "ehlo-order");
	const char *own = data_get(program, "ehlo-own");
	size_t count = json_array_size(fact_array(ehlo, "lines"));
	int last = -1, seen = 0;
	bool ordered = true;

	for (size_t i = 0; i < count && i < KEYWORDS_MAX; i++) {
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
	if (ordered && seen >= ORDER_MIN)
		software->by_order = true;
}

/* Did an EHLO reply follow this greeting?  NULL means any greeting. */
static bool is_behind(const struct fact *ehlo, const char *greeting)
{
	const char *theirs = fact_string(ehlo, "greeting");

	return !theirs || !greeting || !strcmp(theirs, greeting);
}

static void compare_all(const struct traffic_scene *s, const char *greeting,
			struct traffic_software *software)
{
	for (size_t i = 0; i < s->ehlo.count && i < EHLO_MAX; i++)
		if (is_behind(s->ehlo.rows[i].fact, greeting))
			compare(software->program, s->ehlo.rows[i].fact,
				software);
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
		compare_all(scene, greeting, &x);
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

static const char *greeting_text(struct arena *arena,
				 const struct fact *greeting)
{
	return fact_join(arena, greeting, "lines", "\n", GREETING_LINES);
}

int traffic_software(const struct traffic_scene *scene,
		     const struct fact *greeting,
		     struct traffic_software *software)
{
	const char *first = greeting ? fact_item(greeting, "lines", 0) :
				       NULL;
	const char *text = greeting ? greeting_text(scene->arena, greeting) :
				      NULL;
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
	compare_all(scene, first, software);
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
	const char *text = greeting_text(arena, greeting);
	struct greeter g;

	return text && !program_of_greeting(text, &g) && !g.weak ? g.program :
								   NULL;
}
