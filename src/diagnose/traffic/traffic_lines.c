/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/traffic/traffic_lines.h"

#include <inttypes.h>
#include <string.h>

#include "diagnose/traffic/traffic_software.h"

#define LINES_FIRST 8	/* room for these at first */
#define LINES_MAX 128
#define GREETING_LINES 16
#define CAPABILITIES 32
#define REPLIES_SHOWN 64
#define KEYWORDS_SHOWN 10
#define CODES 1000		/* three digits */

void traffic_line(struct arena *arena, struct traffic_verdict *verdict,
		  const char *label, const char *text)
{
	size_t count = verdict->line_count;

	if (!text || count == LINES_MAX)
		return;
	if (count == verdict->line_size) {
		size_t size = count ? 2 * count : LINES_FIRST;
		struct evidence *lines =
			arena_alloc(arena, size * sizeof(*lines));

		if (!lines)
			return;
		if (count)
			memcpy(lines, verdict->lines, count * sizeof(*lines));
		verdict->lines = lines;
		verdict->line_size = size;
	}
	verdict->lines[verdict->line_count++] = (struct evidence){label, text};
}

/* "STARTTLS, SIZE and 3 more" */
static const char *keywords(struct arena *arena, const struct fact *ehlo)
{
	size_t count = json_array_size(fact_array(ehlo, "lines"));
	const char *out = NULL;
	size_t i;

	for (i = 0; i < count && i < KEYWORDS_SHOWN; i++) {
		char word[TRAFFIC_KEYWORD];

		if (traffic_keyword(ehlo, i, word))
			out = out ? arena_printf(arena, "%s %s", out, word) :
				    arena_strdup(arena, word);
	}
	return out && i < count ? arena_printf(arena, "%s and %zu more", out,
					       count - i) : out;
}

static void greeting_lines(const struct traffic_scene *s,
			   struct traffic_verdict *v)
{
	bool several = s->greetings.count > 1;

	for (size_t i = 0; i < s->greetings.count; i++) {
		const struct fact *f = s->greetings.rows[i].fact;
		size_t count = json_array_size(fact_array(f, "lines"));
		struct traffic_software software;
		const char *line, *times;

		if (!traffic_software(s, f, &software))
			traffic_line(s->arena, v, "software",
				     traffic_software_words(s->arena,
							    &software));
		line = fact_item(f, "lines", 0);
		times = traffic_times(s->arena, fact_integer(f, "count", 1));
		traffic_line(s->arena, v, "greeting",
			     arena_printf(s->arena, "%s%s%s", line ? line : "",
					  several ? ", " : "",
					  several ? times : ""));
		for (size_t j = 1; j < count && j < GREETING_LINES; j++)
			traffic_line(s->arena, v, "greeting, more",
				     fact_item(f, "lines", j));
	}
}

static void ehlo_lines(const struct traffic_scene *s,
		       struct traffic_verdict *v)
{
	for (size_t i = 0; i < s->ehlo.count; i++) {
		const struct fact *f = s->ehlo.rows[i].fact;
		const char *client = fact_item(f, "clients", 0);
		const char *words = keywords(s->arena, f);

		traffic_line(s->arena, v, "offers",
			     s->ehlo.count > 1 && client && words ?
				     arena_printf(s->arena, "%s (to %s)",
						  words, client) : words);
		for (size_t j = 0;
		     j < json_array_size(fact_array(f, "lines")) &&
		     j < CAPABILITIES;
		     j++)
			traffic_line(s->arena, v, "capability",
				     fact_item(f, "lines", j));
	}
}

/* "5: 3 answered, 2 refused" */
static void connection_line(const struct traffic_scene *s,
			    struct traffic_verdict *v)
{
	static const char *const members[] = {
		"answered", "refused", "unreachable", "unanswered", "reset",
		"silent",
	};
	const char *out = arena_printf(s->arena, "%" PRId64,
				       traffic_count(s, "connections"));
	const char *sign = ": ";

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		int64_t n = traffic_count(s, members[i]);

		if (!n)
			continue;
		out = arena_printf(s->arena, "%s%s%" PRId64 " %s", out, sign,
				   n, members[i]);
		sign = ", ";
	}
	traffic_line(s->arena, v, "connections", out);
}

static void time_lines(const struct traffic_scene *s,
		       struct traffic_verdict *v)
{
	int64_t median = fact_integer(s->fact, "greeting_median", -1);
	int64_t slowest = traffic_count(s, "greeting_slowest");
	int64_t reply = traffic_count(s, "reply_slowest");

	if (median >= 0)
		traffic_line(s->arena, v, "greets after",
			     slowest > median ?
				     arena_printf(s->arena, "%s, at most %s",
						  traffic_time(s->arena,
							       median),
						  traffic_time(s->arena,
							       slowest)) :
				     traffic_time(s->arena, median));
	if (reply >= 1000)
		traffic_line(s->arena, v, "slowest reply",
			     traffic_time(s->arena, reply));
}

static void tls_line(const struct traffic_scene *s, struct traffic_verdict *v)
{
	static const struct {
		const char *member, *words;
	} parts[] = {
		{"starttls_offered", "offered"},
		{"starttls_accepted", "started"},
		{"starttls_refused", "refused"},
		{"tls", "from the first byte"},
		{"tls_from_client", "tried by the client alone"},
	};
	const char *out = NULL;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		int64_t n = traffic_count(s, parts[i].member);

		if (n)
			out = arena_printf(s->arena, "%s%s%s %s",
					   out ? out : "", out ? ", " : "",
					   parts[i].words,
					   traffic_times(s->arena, n));
	}
	if (!out && traffic_count(s, "ehlo"))
		out = "not offered";
	traffic_line(s->arena, v, "TLS", out);
}

/* How often each code was sent, for any command. */
static void replies_line(const struct traffic_scene *s,
			 struct traffic_verdict *v)
{
	int64_t counts[CODES] = {0};
	struct traffic_reply r;
	const char *out = NULL;

	for (size_t i = 0; traffic_reply(s->fact, i, &r); i++)
		if (r.code >= 0 && r.code < CODES && r.count > 0 &&
		    r.count < INT64_MAX - counts[r.code])
			counts[r.code] += r.count;
	for (int code = 0; code < CODES; code++)
		if (counts[code])
			out = arena_printf(s->arena, "%s%s%d %s",
					   out ? out : "", out ? ", " : "",
					   code,
					   traffic_times(s->arena,
							 counts[code]));
	traffic_line(s->arena, v, "replies", out);
}

/* "550 to RCPT, 3 times: No such user"; "421 (unasked), once". */
static void reply_lines(const struct traffic_scene *s,
			struct traffic_verdict *v)
{
	struct traffic_reply r;

	for (size_t i = 0; i < REPLIES_SHOWN && traffic_reply(s->fact, i, &r);
	     i++) {
		const char *to = r.to ? r.to : "", *text = r.text ? r.text : "";

		traffic_line(s->arena, v, "reply",
			     arena_printf(s->arena, "%d%s%s, %s%s%s",
					  (int)r.code,
					  !*to	      ? "" :
					  *to == '(' ? " " : " to ",
					  to, traffic_times(s->arena, r.count),
					  *text ? ": " : "", text));
	}
}

static void header_lines(const struct traffic_scene *s,
			 struct traffic_verdict *v)
{
	for (size_t i = 0; i < s->headers.count; i++) {
		const struct fact *f = s->headers.rows[i].fact;
		const char *name = fact_string(f, "name");
		const char *value = fact_string(f, "value");

		if (name && value)
			traffic_line(s->arena, v, "header",
				     arena_printf(s->arena, "%s: %s", name,
						  value));
	}
}

void traffic_server_lines(const struct traffic_scene *scene,
			  struct traffic_verdict *verdict)
{
	const struct traffic_scene *s = scene;
	struct traffic_software software;

	if (!s->greetings.count && !traffic_software(s, NULL, &software))
		traffic_line(s->arena, verdict, "software",
			     traffic_software_words(s->arena, &software));
	greeting_lines(s, verdict);
	connection_line(s, verdict);
	time_lines(s, verdict);
	tls_line(s, verdict);
	replies_line(s, verdict);
	if (traffic_count(s, "messages"))
		traffic_line(s->arena, verdict, "messages",
			     arena_printf(s->arena, "%" PRId64 " accepted",
					  traffic_count(s, "messages")));
	ehlo_lines(s, verdict);
	reply_lines(s, verdict);
	header_lines(s, verdict);
}
