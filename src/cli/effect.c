/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/effect.h"

#include <string.h>

#include "base/log.h"
#include "base/near.h"
#include "base/text.h"
#include "diagnose/finding/program.h"

#define NEAR_MAX 2	/* letters between a name and its misspelling */

/* Is it a unit, service or process that was met? */
static bool is_seen(const struct facts *facts, const char *name)
{
	size_t length = strlen(name);

	facts_each(facts, FACT_POLICY, f) {
		const char *unit = fact_string(f, "unit");

		if (unit && text_starts(unit, name))
			return true;
	}
	facts_each(facts, FACT_UNIT, f) {
		const char *unit = fact_string(f, "name");

		if (unit && text_starts(unit, name) &&
		    (!unit[length] || unit[length] == '.' ||
		     unit[length] == '@'))
			return true;
	}
	facts_each(facts, FACT_PROCESS, f) {
		const char *exe = fact_string(f, "exe");
		const char *comm = fact_string(f, "name");

		if ((exe && text_starts(text_base(exe), name)) ||
		    (comm && text_starts(comm, name)))
			return true;
	}
	return false;
}

/* The nearest name of a program, with words in @key that are no patterns. */
static void look_in(const char *words, const char *name, size_t *distance,
		    const char **nearest, size_t *length)
{
	const char *word;
	size_t n, d;

	while ((word = data_next_word(&words, &n))) {
		if (n >= NEAR_SIZE || n < 4 || memchr(word, '*', n) ||
		    memchr(word, '/', n))
			continue;
		d = near_distance(name, strlen(name), word, n);
		if (d < *distance) {
			*distance = d;
			*nearest = word;
			*length = n;
		}
	}
}

static bool is_misspelt(const struct facts *facts, const char *name)
{
	static const char *const keys[] = {"name", "aliases", "exe", "unit"};
	size_t distance = NEAR_MAX + 1, length = 0;
	const char *nearest = NULL;

	if (!name || strlen(name) >= NEAR_SIZE || program_named(name) ||
	    is_seen(facts, name))
		return false;
	for (const struct data_record *r = data_programs; r->fields; r++)
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			look_in(data_get(r, keys[i]), name, &distance,
				&nearest, &length);
	if (!nearest)
		return false;
	log_error("--for %s: no such program or unit; did you mean %.*s?",
		  name, (int)length, nearest);
	return true;
}

/* The file of --hosts that could not be read. */
static bool is_unread(const struct cli *cli, const struct facts *facts)
{
	facts_each(facts, FACT_NAME_ANSWER, f) {
		const char *detail = fact_string(f, "detail");

		if (!fact_string_is(f, "source", "hosts") ||
		    !fact_true(f, "given") || f->status == FACT_SEEN ||
		    (!f->code.number && !detail))
			continue;
		log_error("--hosts %s could not be read: %s", cli->lookup.hosts,
			  detail ? detail : f->code.name);
		return true;
	}
	return false;
}

/* @option is for names, and there was none to look up. */
static bool is_idle(const char *option)
{
	log_error("--%s had no effect: there is no name to look up; add "
		  "--proxy HOST or --wsp-config PATH", option);
	return true;
}

bool effect_missing(const struct cli *cli, const struct facts *facts)
{
	bool named = facts_next(facts, FACT_NAME, NULL) != NULL;
	bool missing = is_misspelt(facts, cli->mail_server);

	if (cli->lookup.hosts)
		missing |= named ? is_unread(cli, facts) : is_idle("hosts");
	if (!named && cli->lookup.server_count)
		missing |= is_idle("server");
	if (!named && cli->lookup.netbios)
		missing |= is_idle("netbios");
	if (!named && cli->lookup.wins)
		missing |= is_idle("wins");
	if (cli->program && !facts_next(facts, FACT_WSP_FILE, NULL)) {
		log_error("--program %s had no effect: no configuration of a "
			  "Winsock Proxy client was found; name it with "
			  "--wsp-config PATH", cli->program);
		missing = true;
	}
	return missing;
}
