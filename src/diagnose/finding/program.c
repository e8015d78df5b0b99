/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Compares a process, a unit or a greeting with the records of data/programs
 * and data/greetings.  The opening comments of both files define their keys.
 * No program is known here by name.
 *
 * What a process says of itself is not trusted and can have any length.  So
 * nothing is allocated; what is longer than the buffers below is cut, and then
 * may not match.
 */
#include "diagnose/finding/program.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

#define PATTERN_LENGTH 128 /* our patterns are much shorter */
#define PATH_LENGTH 4096
#define ARGS_LENGTH 4096
#define LINE_LENGTH 1024
#define LINES 64
#define COMM_LENGTH 15 /* Linux cuts the name of a process here */

struct process {
	char path[PATH_LENGTH]; /* of the executable; empty if not known */
	char args[ARGS_LENGTH]; /* joined by blanks */
	const char *first; /* the first argument if it is a path, or NULL */
	const char *name;  /* or NULL */
	const json_t *words; /* the arguments, or NULL */
	const json_t *services; /* or NULL; asked once for each record */
};

/* One kind of comparison of a pattern with what a process or unit is called. */
typedef bool compare(const char *pattern, const char *string);

/* Does any of the patterns, which may be NULL for none, match? */
static bool matches_any(const char *patterns, const char *string,
			compare *matches)
{
	char pattern[PATTERN_LENGTH];
	const char *word;
	size_t length;

	while ((word = data_next_word(&patterns, &length))) {
		if (length >= sizeof(pattern))
			continue;
		memcpy(pattern, word, length);
		pattern[length] = '\0';
		if (matches(pattern, string))
			return true;
	}
	return false;
}

/* Copy a string without a suffix, if it has that and fits. */
static bool without(const char *string, const char *suffix, char *out,
		    size_t size)
{
	size_t length = strlen(string), cut = strlen(suffix);

	if (length <= cut || length - cut >= size ||
	    !text_equal(string + length - cut, suffix))
		return false;
	memcpy(out, string, length - cut);
	out[length - cut] = '\0';
	return true;
}

static bool matches_whole(const char *pattern, const char *string)
{
	return text_matches(pattern, string, NULL, NULL);
}

/* A name, or a name without its ".exe". */
static bool matches_name(const char *pattern, const char *name)
{
	char stem[PATH_LENGTH];

	return text_matches(pattern, name, NULL, NULL) ||
	       (without(name, ".exe", stem, sizeof(stem)) &&
		text_matches(pattern, stem, NULL, NULL));
}

static bool is_path(const char *pattern)
{
	return strpbrk(pattern, "/\\") != NULL;
}

static bool matches_path(const char *pattern, const char *path)
{
	if (is_path(pattern))
		return text_matches(pattern, path, NULL, NULL);
	return matches_name(pattern, text_base(path));
}

/* A process's name, which Linux may have cut. */
static bool matches_comm(const char *pattern, const char *name)
{
	char cut[COMM_LENGTH + 1];

	if (is_path(pattern))
		return false;
	if (strlen(name) == COMM_LENGTH && strlen(pattern) > COMM_LENGTH) {
		memcpy(cut, pattern, COMM_LENGTH);
		cut[COMM_LENGTH] = '\0';
		if (text_matches(cut, name, NULL, NULL))
			return true;
	}
	return matches_name(pattern, name);
}

static bool matches_unit(const char *pattern, const char *name)
{
	char stem[PATTERN_LENGTH];

	return text_matches(pattern, name, NULL, NULL) ||
	       ((without(name, ".service", stem, sizeof(stem)) ||
		 without(name, ".socket", stem, sizeof(stem))) &&
		text_matches(pattern, stem, NULL, NULL));
}

static void join_args(const struct fact *fact, char *out, size_t size)
{
	size_t count = json_array_size(fact_array(fact, "args")), used = 0;

	for (size_t i = 0; i < count; i++) {
		const char *s = fact_item(fact, "args", i);
		size_t length = s ? strlen(s) : 0;

		if (used && used < size - 1)
			out[used++] = ' ';
		if (length > size - 1 - used)
			length = size - 1 - used;
		if (s)
			memcpy(out + used, s, length);
		used += length;
	}
	/* A program that overwrites its arguments leaves empty ones. */
	while (used && out[used - 1] == ' ')
		used--;
	out[used] = '\0';
}

/* "=NAME": an argument up to a blank, without its folder. */
static bool matches_word(const char *pattern, const char *argument)
{
	char word[PATH_LENGTH];
	size_t length = strcspn(argument, " ");

	if (*pattern != '=' || length >= sizeof(word))
		return false;
	memcpy(word, argument, length);
	word[length] = '\0';
	return text_matches(pattern + 1, text_base(word), NULL, NULL);
}

static bool has_args(const struct data_record *record,
		     const struct process *process)
{
	const char *args = data_get(record, "args");

	if (!args || matches_any(args, process->args, matches_whole))
		return true;
	for (size_t i = 0; i < json_array_size(process->words); i++) {
		const char *word = json_string_value(
			json_array_get(process->words, i));

		if (i && *word == '-')
			continue;
		if (matches_any(args, word, matches_word))
			return true;
		if (i)
			break;
	}
	return false;
}

static bool is_absolute(const char *path)
{
	return path[0] == '/' || (path[0] && path[1] == ':' &&
				  (path[2] == '\\' || path[2] == '/'));
}

static void read_process(const struct fact *fact, struct process *process)
{
	const char *exe = fact_string(fact, "exe");
	const char *first = fact_item(fact, "args", 0);

	process->path[0] = '\0';
	if (exe &&
	    !without(exe, " (deleted)", process->path, sizeof(process->path)))
		without(exe, "", process->path, sizeof(process->path));
	process->first = first && is_absolute(first) ? first : NULL;
	process->name = fact_string(fact, "name");
	process->words = fact_array(fact, "args");
	process->services = fact_array(fact, "services");
	join_args(fact, process->args, sizeof(process->args));
}

static bool runs(const struct data_record *record,
		 const struct process *process)
{
	const char *exe = data_get(record, "exe");
	const char *comm = data_get(record, "comm");

	if (process->path[0])
		return matches_any(exe, process->path, matches_path);
	if (process->first && matches_any(exe, process->first, matches_path))
		return true;
	return process->name &&
	       matches_any(comm ? comm : exe, process->name, matches_comm);
}

static bool hosts(const struct data_record *record,
		  const struct process *process)
{
	const char *unit = data_get(record, "unit");

	for (size_t i = 0; i < json_array_size(process->services); i++) {
		const char *service = json_string_value(
			json_array_get(process->services, i));

		if (service && matches_any(unit, service, matches_unit))
			return true;
	}
	return false;
}

static bool is_process(const struct data_record *record,
		       const struct process *process)
{
	return hosts(record, process) ||
	       (runs(record, process) && has_args(record, process));
}

const struct data_record *program_of_process(const struct fact *process)
{
	struct process p;

	read_process(process, &p);
	for (const struct data_record *r = data_programs; r->fields; r++)
		if (is_process(r, &p))
			return r;
	return NULL;
}

const struct data_record *program_of_unit(const char *name)
{
	for (const struct data_record *r = data_programs; r->fields; r++)
		if (matches_any(data_get(r, "unit"), name, matches_unit))
			return r;
	return NULL;
}

const char *program_trait(const char *name, const char *key)
{
	for (const struct data_record *r = data_programs; name && r->fields;
	     r++) {
		const char *value = data_get(r, key);
		const char *comm = data_get(r, "comm");

		if (value && !data_get(r, "args") &&
		    matches_any(comm ? comm : data_get(r, "exe"), name,
				matches_comm))
			return value;
	}
	return NULL;
}

const struct data_record *program_named(const char *name)
{
	const struct data_record *found =
		data_find(data_programs, "name", name);

	if (found)
		return found;
	for (const struct data_record *r = data_programs; r->fields; r++)
		if (data_has_word(data_get(r, "aliases"), name))
			return r;
	for (const struct data_record *r = data_programs; r->fields; r++)
		if (data_has_word(data_get(r, "exe"), name))
			return r;
	return program_of_unit(name);
}

static const char *family_of(const struct data_record *program)
{
	const char *family = data_get(program, "family");

	return family ? family : data_get(program, "name");
}

bool program_never_listens(const struct data_record *program)
{
	const char *listens = program ? data_get(program, "listens") : NULL;

	return listens && !strcmp(listens, "no");
}

bool program_is_one_shot(const struct data_record *program,
			 const struct fact *process)
{
	const char *unless = data_get(program, "one-shot-unless");
	struct process p;

	if (!unless || !process)
		return unless;
	read_process(process, &p);
	return !matches_any(unless, p.args, matches_whole);
}

bool program_is_same(const struct data_record *a, const struct data_record *b)
{
	return a == b || (a && b && !strcmp(family_of(a), family_of(b)));
}

/*
 * Compare a pattern with each line of a greeting.
 * Return: where in the greeting the line that matches starts, or NULL
 */
static const char *find_line(const char *pattern, const char *text,
			     size_t *start, size_t *length)
{
	char line[LINE_LENGTH];

	for (int i = 0; *text && i < LINES; i++) {
		size_t all = strcspn(text, "\n");
		size_t n = all < sizeof(line) ? all : sizeof(line) - 1;
		const char *capture = line;

		memcpy(line, text, n);
		while (n && (line[n - 1] == '\r' || line[n - 1] == ' '))
			n--;
		line[n] = '\0';
		if (text_matches(pattern, line, &capture, length)) {
			*start = (size_t)(capture - line);
			return text;
		}
		text += text[all] ? all + 1 : all;
	}
	return NULL;
}

int program_of_greeting(const char *text, struct greeter *greeter)
{
	for (const struct data_record *r = data_greetings; r->fields; r++) {
		const char *pattern = data_get(r, "pattern");
		const char *weak = data_get(r, "weak");
		const char *name = data_get(r, "program");
		const struct data_record *program;
		const char *line, *slash;
		size_t start, length;

		if (!pattern || !name || data_get(r, "header"))
			continue;
		line = find_line(pattern, text, &start, &length);
		program = line ? data_find(data_programs, "name", name) : NULL;
		if (!program)
			continue;
		slash = memchr(line + start, '/', length);
		greeter->program = program;
		greeter->pattern = r;
		greeter->version = length ? line + start : NULL;
		greeter->version_length =
			slash ? (size_t)(slash - (line + start)) : length;
		greeter->weak = weak && text_equal(weak, "yes");
		return 0;
	}
	return -ENOENT;
}

const struct data_record *program_of_header(const char *name,
					    const char *value)
{
	for (const struct data_record *r = data_greetings; r->fields; r++) {
		const char *header = data_get(r, "header");
		const char *pattern = data_get(r, "pattern");
		const char *program = data_get(r, "program");

		if (header && pattern && program && text_equal(header, name) &&
		    text_matches(pattern, value, NULL, NULL))
			return data_find(data_programs, "name", program);
	}
	return NULL;
}
