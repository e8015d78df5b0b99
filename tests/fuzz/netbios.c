/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * NetBIOS replies: only what fits the query is taken, and only from who was
 * asked.  The bytes are packets, each behind its length as two bytes; of the
 * first, the id is that of the questions.
 */
#include "collect/names/netbios_hear.h"

#include "base/cursor.h"
#include "fuzz/fuzz.h"

#define NAME "PROXY1"
#define PORT 137

static void check_reply(const uint8_t *bytes, size_t length, uint16_t id)
{
	struct netbios_reply reply;

	if (netbios_reply_parse(bytes, length, NAME, NETBIOS_SERVER, id,
				&reply))
		return;
	must(length > 12 && bytes[2] & 0x80);
	must(reply.count <= NETBIOS_ADDRESSES);
	must((reply.count > 0) != (reply.code > 0));
	must(netbios_code_name(reply.code)[0]);
	for (size_t i = 0; i < reply.count; i++)
		must(reply.addresses[i].family == 4);
	/* Another transaction, and another name. */
	must(netbios_reply_parse(bytes, length, NAME, NETBIOS_SERVER,
				 (uint16_t)(id + 1), &reply));
	must(netbios_reply_parse(bytes, length, "PROXY2", NETBIOS_SERVER, id,
				 &reply));
	must(netbios_reply_parse(bytes, length, NAME, NETBIOS_WORKSTATION, id,
				 &reply));
}

/* All that is taken is what one fact has. */
static void check_answer(struct answers *list)
{
	struct facts *facts = facts_new();

	must(facts);
	answer_end(list->first, FACT_SEEN, NULL);
	answers_save(list, facts);
	must(!facts_error(facts) && facts_count(facts) == 1);
	facts_free(facts);
}

static void hear(const uint8_t *bytes, size_t length, uint16_t id,
		 bool broadcast)
{
	const struct address server = {.family = 4, .bytes = {192, 0, 2, 7}};
	const struct address other = {.family = 4, .bytes = {192, 0, 2, 8}};
	struct answers list = {.name = NAME};
	struct netbios_inquiry inquiry = {
		.answer = answer_new(&list, "netbios", "query", "NB"),
		.server = server,
		.port = PORT,
		.broadcast = broadcast,
		.questions = {{NETBIOS_SERVER, id, false},
			      {NETBIOS_WORKSTATION, id, false}},
	};
	struct cursor c = cursor_over(bytes, length), part;
	uint16_t n;

	must(inquiry.answer);
	while (cursor_be16(&c, &n) && cursor_take(&c, n, &part)) {
		netbios_hear(&inquiry, part.bytes, part.length, &server, 1137);
		if (!broadcast)
			netbios_hear(&inquiry, part.bytes, part.length, &other,
				     PORT);
	}
	must(!inquiry.answer->addresses && !inquiry.negative);
	c.at = 0;
	while (cursor_be16(&c, &n) && cursor_take(&c, n, &part))
		netbios_hear(&inquiry, part.bytes, part.length,
			     broadcast ? &other : &server, PORT);
	must(json_array_size(inquiry.answer->addresses) <= NETBIOS_HEARD_MAX);
	must(!broadcast || !inquiry.negative);
	must(!inquiry.answer->addresses || inquiry.questions[0].answered ||
	     inquiry.questions[1].answered);
	check_answer(&list);
}

/* A name as it is sent is a name as it is read. */
static void check_query(const uint8_t *bytes, size_t length)
{
	char *name = fuzz_string(bytes, length < 20 ? length : 20);
	uint8_t packet[NETBIOS_QUERY];

	if (!netbios_valid(name)) {
		netbios_query(name, NETBIOS_SERVER, 1, true, packet);
		must(packet[12] == 32 && packet[45] == 0);
		for (size_t i = 13; i < 45; i++)
			must(packet[i] >= 'A' && packet[i] <= 'P');
	}
	free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	/* The id that comes is the right one, or little else would be read. */
	uint16_t id = length > 3 ? (uint16_t)(bytes[2] << 8 | bytes[3]) : 0;

	if (length > 2)
		check_reply(bytes + 2, length - 2, id);
	check_query(bytes, length);
	hear(bytes, length, id, true);
	hear(bytes, length, id, false);
	return 0;
}
