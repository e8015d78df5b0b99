/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/netbios_hear.h"

static void take_addresses(struct answer *answer,
			   const struct netbios_reply *reply)
{
	for (size_t i = 0; i < reply->count; i++)
		if (json_array_size(answer->addresses) < NETBIOS_HEARD_MAX)
			answer_address(answer, &reply->addresses[i]);
}

static void take(struct netbios_inquiry *inquiry,
		 struct netbios_question *question,
		 const struct netbios_reply *reply,
		 const struct address *sender)
{
	struct answer *answer = inquiry->answer;
	char text[ADDRESS_TEXT];
	bool first = !answer->addresses;

	if (reply->code) {
		/* A network as a whole cannot say no. */
		if (!inquiry->broadcast) {
			question->answered = true;
			inquiry->negative = reply->code;
		}
		return;
	}
	question->answered = true;
	take_addresses(answer, reply);
	if (!first)
		return;
	answer->ttl = reply->ttl;
	answer_detail(answer, "as <%02X>%s%s%s",
		      (unsigned int)question->suffix,
		      reply->group ? ", a group's name" : "",
		      inquiry->broadcast ? ", answered by " : "",
		      inquiry->broadcast ? address_format(sender, text) : "");
}

/* Replies come from the port that was asked: RFC 1002, 4.2. */
static bool may_reply(const struct netbios_inquiry *inquiry,
		      const struct address *sender, uint16_t port)
{
	return port == inquiry->port &&
	       (inquiry->broadcast || address_equal(sender, &inquiry->server));
}

void netbios_hear(struct netbios_inquiry *inquiry, const void *bytes,
		  size_t length, const struct address *sender, uint16_t port)
{
	struct netbios_reply reply;

	if (!may_reply(inquiry, sender, port))
		return;
	for (size_t i = 0; i < 2; i++)
		if (!netbios_reply_parse(bytes, length, inquiry->answer->name,
					 inquiry->questions[i].suffix,
					 inquiry->questions[i].id, &reply))
			take(inquiry, &inquiry->questions[i], &reply, sender);
}
