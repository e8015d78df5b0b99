/* SPDX-License-Identifier: BSD-2-Clause */
#include "diagnose/traffic/traffic_rules.h"

#include "data/data.h"

/* The order matters: rules use traffic_found() for those before them. */
static const struct traffic_rule *const tables[] = {
	traffic_service_rules,
	traffic_dialogue_rules,
	traffic_starttls_rules,
	traffic_path_rules,
};

static void conclude(struct traffic_scene *s, const struct traffic_rule *rule,
		     struct traffic_draft *draft)
{
	const struct data_record *record =
		data_find(data_findings, "id", rule->id);

	if (!record || !draft->signs)
		return;
	if (draft->signs == 1) {
		traffic_note(s, arena_printf(s->arena,
					     "%s; that alone does not show "
					     "that %s", draft->first,
					     data_get(record, "title")));
		return;
	}
	draft->finding.confidence = CONFIDENCE_LIKELY;
	finding_add(&s->to->findings, rule->id, &draft->finding);
}

void traffic_rules_apply(struct traffic_scene *scene)
{
	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++)
		for (const struct traffic_rule *r = tables[i]; r->fits; r++) {
			struct traffic_draft draft =
				traffic_draft(scene, r->class);

			if (r->fits(scene, &draft) && r->id)
				conclude(scene, r, &draft);
		}
}
