/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON for scripts; data/bindwhy.schema.json says which parts are stable.
 * A function that runs out of memory returns NULL, which jansson's _new
 * functions take and return as an error: `ok` remembers it.
 */
#include "report/report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "facts/save.h"

struct builder {
	bool ok;
};

static void put(struct builder *b, json_t *object, const char *key,
		json_t *value)
{
	if (json_object_set_new(object, key, value))
		b->ok = false;
}

static void put_string(struct builder *b, json_t *object, const char *key,
		       const char *string)
{
	if (string)
		put(b, object, key, json_string(string));
}

static void push(struct builder *b, json_t *array, json_t *value)
{
	if (json_array_append_new(array, value))
		b->ok = false;
}

static json_t *strings_json(struct builder *b, const struct strings *strings)
{
	json_t *array = json_array();

	for (size_t i = 0; i < strings->count; i++)
		push(b, array, json_string(strings->items[i]));
	return array;
}

static json_t *evidence_json(struct builder *b, const struct evidence *e,
			     size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		push(b, array, json_sprintf("%s: %s", e[i].label, e[i].text));
	return array;
}

static json_t *process_json(struct builder *b, const struct fact *process)
{
	json_t *o = json_object();

	put(b, o, "pid", json_integer(fact_integer(process, "pid", 0)));
	put_string(b, o, "name", fact_string(process, "name"));
	put_string(b, o, "exe", fact_string(process, "exe"));
	if (fact_string(process, "user"))
		put_string(b, o, "user", fact_string(process, "user"));
	else if (fact_integer(process, "uid", -1) >= 0)
		put(b, o, "user",
		    json_sprintf("%" PRId64, fact_integer(process, "uid", 0)));
	if (fact_integer(process, "started", -1) >= 0)
		put(b, o, "started",
		    json_integer(fact_integer(process, "started", 0)));
	return o;
}

static json_t *socket_json(struct builder *b, const struct fact *socket)
{
	json_t *o = json_object();

	put_string(b, o, "address", fact_string(socket, "address"));
	put(b, o, "port", json_integer(fact_integer(socket, "port", 0)));
	put_string(b, o, "protocol", fact_string(socket, "protocol"));
	put_string(b, o, "state", fact_string(socket, "state"));
	return o;
}

static json_t *culprit_json(struct builder *b, const struct culprit *c)
{
	json_t *o = json_object(), *array;

	put_string(b, o, "class", c->class);
	put_string(b, o, "name", c->name);
	put_string(b, o, "title", c->title);
	array = json_array();
	for (size_t i = 0; i < c->process_count; i++)
		push(b, array, process_json(b, c->processes[i]));
	put(b, o, "processes", array);
	if (c->socket_count) {
		array = json_array();
		for (size_t i = 0; i < c->socket_count; i++)
			push(b, array, socket_json(b, c->sockets[i]));
		put(b, o, "sockets", array);
	}
	put_string(b, o, "unit", c->unit_name);
	if (c->container) {
		json_t *container = json_object();

		put_string(b, container, "id",
			   fact_string(c->container, "id"));
		put_string(b, container, "runtime",
			   fact_string(c->container, "runtime"));
		put_string(b, container, "name",
			   fact_string(c->container, "name"));
		put(b, o, "container", container);
	}
	if (c->package)
		put_string(b, o, "package", fact_string(c->package, "name"));
	if (c->since >= 0)
		put(b, o, "since", json_integer(c->since));
	return o;
}

static json_t *finding_json(struct builder *b, const struct finding *f)
{
	json_t *o = json_object(), *rests_on = json_array();

	put_string(b, o, "id", f->id);
	put_string(b, o, "confidence", confidence_name(f->confidence));
	put_string(b, o, "summary", f->summary);
	put(b, o, "culprit", culprit_json(b, f->culprit));
	put(b, o, "evidence",
	    evidence_json(b, f->evidence, f->evidence_count));
	put(b, o, "remedy", strings_json(b, &f->remedy));
	put(b, o, "articles", strings_json(b, &f->articles));
	for (size_t i = 0; i < f->fact_count; i++)
		push(b, rests_on,
		     json_integer((json_int_t)f->facts[i]->index));
	put(b, o, "rests_on", rests_on);
	return o;
}

static json_t *code_json(struct builder *b, const struct fact_code *code,
			 const char *winsock)
{
	json_t *o = json_object();

	put_string(b, o, "name", code->name);
	put_string(b, o, "winsock", winsock);
	return o;
}

/* Every kind of verdict has these members; names differ in each. */
static void put_headline(struct builder *b, json_t *object,
			 const struct conclusion *c)
{
	put_string(b, object, "headline", c->headline);
	put(b, object, "exit", json_integer(c->exit));
}

static void put_findings(struct builder *b, json_t *object,
			 const struct conclusion *c)
{
	json_t *findings = json_array();

	for (size_t i = 0; i < c->findings.count; i++)
		push(b, findings, finding_json(b, &c->findings.items[i]));
	put(b, object, "findings", findings);
	put(b, object, "notes", strings_json(b, &c->notes));
}

static json_t *verdict_json(struct builder *b, const struct bind_verdict *v)
{
	json_t *o = json_object();
	char address[ADDRESS_TEXT];

	put(b, o, "target",
	    json_pack("{s:s, s:i, s:s}", "address",
		      address_format(&v->address, address), "port",
		      (int)v->port, "protocol", protocol_name(v->protocol)));
	put_string(b, o, "state", state_name(v->state));
	if (v->code && v->code->name)
		put(b, o, "code", code_json(b, v->code, v->winsock));
	put_headline(b, o, &v->conclusion);
	put(b, o, "counts", json_boolean(v->counts));
	put_findings(b, o, &v->conclusion);
	return o;
}

static json_t *answer_json(struct builder *b, const struct name_answer *a)
{
	static const char *const members[] = {
		"source", "server", "record", "addresses", "names", "chain",
		"ttl", "file", "line", "took",
	};
	json_t *o = json_object();

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		json_t *value = json_object_get(a->fact->value, members[i]);

		if (value)
			put(b, o, members[i], json_incref(value));
	}
	put_string(b, o, "status", fact_status_name(a->fact->status));
	if (a->fact->code.name)
		put(b, o, "code",
		    code_json(b, &a->fact->code, a->winsock));
	put_string(b, o, "text", a->words);
	put(b, o, "fact", json_integer((json_int_t)a->fact->index));
	return o;
}

static json_t *name_json(struct builder *b, const struct name_verdict *v)
{
	json_t *o = json_object(), *answers = json_array();

	put_string(b, o, "name", v->conclusion.name);
	put_string(b, o, "role", fact_string(v->fact, "role"));
	put_string(b, o, "state", agreement_name(v->agreement));
	for (size_t i = 0; i < v->answer_count; i++)
		push(b, answers, answer_json(b, &v->answers[i]));
	put_headline(b, o, &v->conclusion);
	put(b, o, "answers", answers);
	put_findings(b, o, &v->conclusion);
	return o;
}

static json_t *traffic_json(struct builder *b,
			    const struct traffic_verdict *v)
{
	static const char *const roles[] = {
		[TRAFFIC_SERVER] = "server",
		[TRAFFIC_PROXY] = "proxy",
		[TRAFFIC_CLIENT] = "client",
	};
	json_t *o = json_object();

	put_string(b, o, "role", roles[v->role]);
	put_string(b, o, "name", v->conclusion.name);
	put_headline(b, o, &v->conclusion);
	put(b, o, "lines", evidence_json(b, v->lines, v->line_count));
	put_findings(b, o, &v->conclusion);
	put(b, o, "fact", json_integer((json_int_t)v->fact->index));
	return o;
}

static json_t *owner_json(struct builder *b, const struct owner *owner)
{
	json_t *o = json_object();

	put(b, o, "socket", socket_json(b, owner->socket));
	put(b, o, "culprit", culprit_json(b, owner->culprit));
	put(b, o, "evidence",
	    evidence_json(b, owner->evidence, owner->evidence_count));
	return o;
}

static int print(const struct report *report, struct builder *b, json_t *root)
{
	char *text = b->ok && root ? json_dumps(root, JSON_INDENT(2)) : NULL;
	if (text)
		fprintf(report->out, "%s\n", text);
	free(text);
	json_decref(root);
	return text ? 0 : -ENOMEM;
}

static int print_diagnosis(const struct report *report,
			   const struct facts *facts,
			   const struct diagnosis *diagnosis)
{
	struct builder b = {true};
	json_t *root = json_object(), *list = json_array();

	put(&b, root, "schema", json_integer(FACTS_VERSION));
	put(&b, root, "exit", json_integer(diagnosis->exit));
	for (size_t i = 0; i < diagnosis->verdict_count; i++)
		push(&b, list, verdict_json(&b, &diagnosis->verdicts[i]));
	put(&b, root, "verdicts", list);
	if (diagnosis->names) {
		list = json_array();
		for (size_t i = 0; i < diagnosis->name_count; i++)
			push(&b, list, name_json(&b, &diagnosis->names[i]));
		put(&b, root, "names", list);
	}
	if (diagnosis->traffic) {
		list = json_array();
		for (size_t i = 0; i < diagnosis->traffic_count; i++)
			push(&b, list, traffic_json(&b,
						    &diagnosis->traffic[i]));
		put(&b, root, "traffic", list);
	}
	if (diagnosis->owners) {
		list = json_array();
		for (size_t i = 0; i < diagnosis->owner_count; i++)
			push(&b, list, owner_json(&b, &diagnosis->owners[i]));
		put(&b, root, "owners", list);
	}
	put(&b, root, "unseen", strings_json(&b, &diagnosis->unseen));
	put(&b, root, "facts", facts_to_json(facts));
	return print(report, &b, root);
}

static json_t *record_json(struct builder *b, const struct data_record *record)
{
	json_t *o = json_object();

	for (const struct data_field *f = record->fields; f->key; f++)
		put_string(b, o, f->key, f->value);
	return o;
}

static int print_knowledge(const struct report *report,
			   const struct data_record *record, bool first)
{
	const struct data_record *const tables[] = {data_knowledge,
						    data_findings};
	struct builder b = {true};
	json_t *root = json_object(), *list = json_array();

	(void)first;	/* An object for each entry. */
	put(&b, root, "schema", json_integer(FACTS_VERSION));
	put(&b, root, "exit", json_integer(EXIT_HAD));
	if (record)
		push(&b, list, record_json(&b, record));
	for (size_t t = 0; !record && t < 2; t++)
		for (const struct data_record *r = tables[t]; r->fields; r++)
			push(&b, list, record_json(&b, r));
	put(&b, root, "entries", list);
	return print(report, &b, root);
}

const struct writer writer_json = {
	.name = "json",
	.diagnosis = print_diagnosis,
	.knowledge = print_knowledge,
};
