/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/traffic/traffic_scene.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/finding/host.h"

#define ROWS_MAX 65536
#define NOTES_MAX 32
#define REPLIES_MAX 256
#define VARIANTS_MAX 16	/* of each kind; more are not captured */
#define NUMBER_MAX INT64_C(1000000000000)

static const enum fact_kind row_kinds[] = {
	FACT_TRAFFIC_SERVER, FACT_TRAFFIC_GREETING, FACT_TRAFFIC_EHLO,
	FACT_TRAFFIC_STACK, FACT_TRAFFIC_RESET, FACT_TRAFFIC_HEADER,
};

#define ROW_KINDS (sizeof(row_kinds) / sizeof(row_kinds[0]))

static int compare_address(const struct address *a, const struct address *b)
{
	int order = (a->family > b->family) - (a->family < b->family);

	if (!order)
		order = memcmp(a->bytes, b->bytes, sizeof(a->bytes));
	return order ? order : strcmp(a->zone, b->zone);
}

static int compare(const void *left, const void *right)
{
	const struct traffic_row *a = left, *b = right;
	int order = compare_address(&a->address, &b->address);

	if (!order)
		order = (a->port > b->port) - (a->port < b->port);
	if (!order)
		order = (a->fact->kind > b->fact->kind) -
			(a->fact->kind < b->fact->kind);
	if (!order)
		order = (a->fact->index > b->fact->index) -
			(a->fact->index < b->fact->index);
	return order;
}

static size_t count_rows(const struct facts *facts)
{
	size_t count = 0;

	for (size_t i = 0; i < ROW_KINDS; i++)
		count += facts_count_of(facts, row_kinds[i]);
	return count < ROWS_MAX ? count : ROWS_MAX;
}

void traffic_table_build(struct traffic_table *table, struct arena *arena,
			 const struct facts *facts)
{
	size_t max = count_rows(facts);

	*table = (struct traffic_table){.arena = arena, .facts = facts};
	table->rows = arena_alloc(arena, (max + 1) * sizeof(*table->rows));
	for (size_t i = 0; table->rows && i < ROW_KINDS; i++)
		facts_each(facts, row_kinds[i], f) {
			struct traffic_row *row = &table->rows[table->count];

			if (table->count == max ||
			    f->status != FACT_SEEN ||
			    fact_endpoint(f, &row->address, &row->port, NULL))
				continue;
			row->fact = f;
			table->count++;
		}
	if (table->count)
		qsort(table->rows, table->count, sizeof(*table->rows),
		      compare);
}

/* The rows of one kind among those of one endpoint. */
static struct traffic_span of_kind(struct traffic_span all,
				   enum fact_kind kind)
{
	struct traffic_span span = {.count = 0};

	for (size_t i = 0; i < all.count; i++) {
		if (all.rows[i].fact->kind != kind)
			continue;
		if (!span.count)
			span.rows = &all.rows[i];
		if (++span.count == VARIANTS_MAX)
			break;
	}
	return span;
}

/* The rows around one that have its address and, if @port, its port. */
static struct traffic_span around(const struct traffic_table *table,
				  size_t row, bool port)
{
	const struct traffic_row *rows = table->rows;
	size_t first = row, end = row + 1;

	while (first && !compare_address(&rows[first - 1].address,
					 &rows[row].address) &&
	       (!port || rows[first - 1].port == rows[row].port))
		first--;
	while (end < table->count && !compare_address(&rows[end].address,
						      &rows[row].address) &&
	       (!port || rows[end].port == rows[row].port))
		end++;
	return (struct traffic_span){&rows[first], end - first};
}

void traffic_scene_build(struct traffic_scene *scene,
			 const struct traffic_table *table, size_t row,
			 struct conclusion *to)
{
	const struct traffic_row *r = &table->rows[row];
	struct traffic_span own = around(table, row, true);
	char name[ENDPOINT_TEXT];

	*scene = (struct traffic_scene){
		.arena = table->arena,
		.facts = table->facts,
		.table = table,
		.fact = r->fact,
		.address = r->address,
		.port = r->port,
		.greetings = of_kind(own, FACT_TRAFFIC_GREETING),
		.ehlo = of_kind(own, FACT_TRAFFIC_EHLO),
		.stacks = of_kind(own, FACT_TRAFFIC_STACK),
		.resets = of_kind(own, FACT_TRAFFIC_RESET),
		.headers = of_kind(own, FACT_TRAFFIC_HEADER),
		.all = around(table, row, false),
		.to = to,
	};
	scene->name = arena_strdup(
		scene->arena, endpoint_format(&r->address, r->port, name));
	to->name = scene->name;
}

int64_t traffic_number(const struct fact *fact, const char *member)
{
	int64_t number = fact_integer(fact, member, 0);

	return number <= 0 ? 0 : number < NUMBER_MAX ? number : NUMBER_MAX;
}

int64_t traffic_count(const struct traffic_scene *scene, const char *member)
{
	return traffic_number(scene->fact, member);
}

const char *traffic_time(struct arena *arena, int64_t ms)
{
	if (ms < 1000)
		return arena_printf(arena, "%" PRId64 " ms", ms);
	if (ms < 10000)
		return arena_printf(arena, "%" PRId64 ".%" PRId64 " s",
				    ms / 1000, ms % 1000 / 100);
	return arena_printf(arena, "%" PRId64 " s", ms / 1000);
}

const char *traffic_times(struct arena *arena, int64_t count)
{
	return count == 1 ? "once" :
			    arena_printf(arena, "%" PRId64 " times", count);
}

bool traffic_reply(const struct fact *server, size_t index,
		   struct traffic_reply *reply)
{
	const json_t *r = json_array_get(fact_array(server, "replies"), index);

	if (!r || index >= REPLIES_MAX)
		return false;
	*reply = (struct traffic_reply){
		.code = json_integer_value(json_object_get(r, "code")),
		.count = json_integer_value(json_object_get(r, "count")),
		.to = json_string_value(json_object_get(r, "to")),
		.text = json_string_value(json_object_get(r, "text")),
	};
	return true;
}

size_t traffic_keyword(const struct fact *ehlo, size_t index,
		       char word[TRAFFIC_KEYWORD])
{
	const char *line = fact_item(ehlo, "lines", index);
	size_t length = line ? strcspn(line, " =\t") : 0;

	if (length >= TRAFFIC_KEYWORD)
		length = 0;
	for (size_t i = 0; i < length; i++)
		word[i] = line[i] >= 'a' && line[i] <= 'z' ?
				  (char)(line[i] - 'a' + 'A') : line[i];
	word[length] = '\0';
	return length;
}

bool traffic_offers(const struct fact *ehlo, const char *keyword)
{
	size_t count = json_array_size(fact_array(ehlo, "lines"));
	char word[TRAFFIC_KEYWORD];

	for (size_t i = 0; i < count; i++)
		if (traffic_keyword(ehlo, i, word) && !strcmp(word, keyword))
			return true;
	return false;
}

static void add_terms(struct terms *terms, const struct traffic_scene *scene)
{
	char address[ADDRESS_TEXT];

	host_terms(terms, facts_next(scene->facts, FACT_HOST, NULL));
	terms_set(terms, "target", scene->name);
	terms_set(terms, "address",
		  arena_strdup(scene->arena,
			       address_format(&scene->address, address)));
	terms_set(terms, "port",
		  arena_printf(scene->arena, "%u", scene->port));
	terms_flag(terms, "tcp");
}

struct traffic_draft traffic_draft(const struct traffic_scene *scene,
				   const char *class)
{
	struct traffic_draft draft = {
		.finding = draft_start(scene->arena, class),
	};

	add_terms(&draft.finding.terms, scene);
	evidence_add(&draft.finding.evidence, scene->fact, NULL, NULL);
	return draft;
}

void traffic_sign(struct traffic_draft *draft, const struct fact *fact,
		  const char *label, const char *text)
{
	struct evidence_list *evidence = &draft->finding.evidence;

	if (!text)
		return;
	evidence_add(evidence, fact, label, text);
	if (!draft->signs++)
		draft->first = arena_printf(evidence->arena, "%s: %s", label,
					    text);
}

bool traffic_found(const struct traffic_scene *scene, const char *id)
{
	return finding_listed(&scene->to->findings, id);
}

void traffic_note(struct traffic_scene *scene, const char *note)
{
	struct strings *notes = &scene->to->notes;

	if (notes->count < NOTES_MAX)
		strings_add_once(notes, scene->arena, note);
}
