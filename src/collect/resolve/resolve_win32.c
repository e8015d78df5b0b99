/* Names are not looked up on Windows yet: each is a fact that says so. */
#include "collect/resolve/resolve.h"

static void add_unsupported(struct facts *facts, const char *name)
{
	facts_add(facts, FACT_NAME_ANSWER, FACT_UNSUPPORTED, "no resolver",
		  NULL,
		  json_pack("{s:o, s:s, s:s}", "name", value_string(name),
			    "source", "system", "detail",
			    "names are not looked up on Windows yet"),
		  "%s", name);
}

void resolve_collect(struct facts *facts, const struct collect_names *lookup,
		     int64_t deadline)
{
	(void)deadline;
	for (size_t i = 0; i < lookup->count; i++) {
		facts_add(facts, FACT_NAME, FACT_SEEN, "command line", NULL,
			  json_pack("{s:o, s:s, s:s}", "name",
				    value_string(lookup->names[i]), "role",
				    "asked", "from", "command line"),
			  "%s", lookup->names[i]);
		add_unsupported(facts, lookup->names[i]);
	}
}
