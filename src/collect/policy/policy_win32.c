/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Excluded port ranges, which make a bind fail with WSAEACCES although no
 * program has the port.  No function of Windows lists them; netsh does, which
 * takes some tenths of a second.  So it is run only where a try met that
 * code.
 */
#include "collect/policy/policy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collect/policy/range.h"
#include "facts/code.h"
#include "port/clock.h"
#include "port/win32/api.h"

#define NETSH_WAIT 5000	/* ms */
#define RANGES_MAX 1024	/* recorded from one list */

static json_t *list_value(int family, enum protocol protocol)
{
	return json_pack("{s:s, s:s}", "protocol", protocol_name(protocol),
			 "family", family == 4 ? "ipv4" : "ipv6");
}

static void add_range(struct facts *facts, int family, enum protocol protocol,
		      const char *source, const struct range *range)
{
	json_t *value = list_value(family, protocol);

	json_object_set_new(value, "start", json_integer(range->start));
	json_object_set_new(value, "end", json_integer(range->end));
	json_object_set_new(value, "administered",
			    json_boolean(range->administered));
	facts_add(facts, FACT_RESERVED_RANGE, FACT_SEEN, source, NULL, value,
		  "%s ports %u to %u", protocol_name(protocol), range->start,
		  range->end);
}

static void add_failure(struct facts *facts, int family,
			enum protocol protocol, const char *source, int rc,
			DWORD status)
{
	struct fact_code code = code_win32((unsigned long)-rc);
	json_t *value = list_value(family, protocol);
	char detail[48];

	snprintf(detail, sizeof(detail), "netsh ended with status %lu",
		 status);
	if (!rc)
		json_object_set_new(value, "detail", json_string(detail));
	facts_add(facts, FACT_RESERVED_RANGE,
		  rc ? code_win32_status((unsigned long)-rc) : FACT_UNSUPPORTED,
		  source, rc ? &code : NULL, value, "%s ports",
		  protocol_name(protocol));
}

static void collect_ranges(struct facts *facts, int family,
			   enum protocol protocol, int64_t deadline)
{
	struct range range;
	struct cursor text;
	WCHAR arguments[96];
	char source[96], *output = NULL;
	size_t length = 0, count = 0;
	DWORD status = 0;
	int rc;

	snprintf(source, sizeof(source),
		 "netsh interface ipv%d show excludedportrange protocol=%s",
		 family, protocol_name(protocol));
	swprintf(arguments, 96, L"%hs", source + strlen("netsh "));
	rc = win32->run_program(L"netsh.exe", arguments, deadline, &output,
				&length, &status);
	if (rc || status) {
		add_failure(facts, family, protocol, source, rc, status);
		free(output);
		return;
	}
	text = cursor_over(output, length);
	while (count < RANGES_MAX && range_next(&text, &range)) {
		add_range(facts, family, protocol, source, &range);
		count++;
	}
	if (!count)
		facts_add(facts, FACT_RESERVED_RANGE, FACT_ABSENT, source,
			  NULL, list_value(family, protocol), "%s ports",
			  protocol_name(protocol));
	free(output);
}

/* Did a try of this family and protocol end with WSAEACCES? */
static bool was_forbidden(const struct facts *facts, int family,
			  enum protocol protocol)
{
	facts_each(facts, FACT_TRY, try) {
		struct address address;
		enum protocol theirs;

		if (fact_is(try, "WSAEACCES") &&
		    !fact_endpoint(try, &address, NULL, &theirs) &&
		    address.family == family && theirs == protocol)
			return true;
	}
	return false;
}

void policy_collect(struct facts *facts, const char *const *units,
		    size_t count, int64_t deadline)
{
	int64_t latest = clock_now() + NETSH_WAIT;

	(void)units, (void)count;
	if (latest < deadline)
		deadline = latest;
	for (int family = 4; family <= 6; family += 2)
		for (enum protocol p = PROTOCOL_TCP; p <= PROTOCOL_UDP; p++)
			if (was_forbidden(facts, family, p))
				collect_ranges(facts, family, p, deadline);
}
