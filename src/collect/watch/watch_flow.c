/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch_flow.h"

#include <stdlib.h>

#include "base/memory.h"
#include "collect/watch/watch_client.h"
#include "collect/watch/watch_dialogue.h"
#include "collect/watch/watch_event.h"
#include "collect/watch/watch_keep.h"
#include "collect/watch/watch_server.h"
#include "collect/watch/watch_variant.h"

static void attach(struct connection *connection, bool answered)
{
	struct watch *watch = connection->watch;
	const struct flow_side *client = &connection->flow->sides[SIDE_CLIENT];
	const struct flow_side *server = &connection->flow->sides[SIDE_SERVER];
	struct endpoint_key key = endpoint_key(&server->address, server->port);

	if (!connection->server) {
		connection->server = server_find(watch, &server->address,
						 server->port, answered);
		if (connection->server)
			connection->server->connections++;
	}
	if (connection->client)
		return;
	connection->client = client_find(watch, &client->address, answered);
	if (!connection->client)
		return;
	connection->client->connections++;
	peers_add(&connection->client->servers, &key);
}

static void opened(void *user, struct flow *flow)
{
	struct watch *watch = user;
	struct connection *connection = memory_zeroed(1, sizeof(*connection));

	watch->counts.connections++;
	if (!connection)
		return;
	connection->watch = watch;
	connection->flow = flow;
	connection->phase =
		flow->syn_time == INT64_MIN ? PHASE_DIALOGUE : PHASE_SYN;
	flow->user = connection;
	/* Commands before are unknown. */
	connection->secrets.lost = flow->syn_time == INT64_MIN;
	attach(connection, flow->syn_time == INT64_MIN);
}

static struct connection *connection_of(struct flow *flow)
{
	struct connection *connection = flow->user;

	if (connection)
		connection->flow = flow;
	return connection;
}

static void answered(void *user, struct flow *flow)
{
	struct connection *connection = connection_of(flow);

	(void)user;
	if (!connection)
		return;
	attach(connection, true);
	if (connection->phase == PHASE_SYN)
		connection->phase = PHASE_GREETING;
	if (connection->server)
		connection->server->answered++;
	variant_stack(connection);
}

/* Made when it is needed: most attempts of a port scan need none. */
static struct dialogue *dialogue_of(struct connection *connection)
{
	struct dialogue_sink sink = watch_dialogue_sink;

	if (!connection)
		return NULL;
	sink.user = connection;
	if (connection->dialogue)
		return connection->dialogue;
	connection->dialogue =
		dialogue_new(&sink, connection->flow->answer_time);
	if (connection->dialogue)
		dialogue_share(connection->dialogue,
			       &connection->watch->pool);
	return connection->dialogue;
}

static void data(void *user, struct flow *flow, enum side side, int64_t time,
		 const uint8_t *bytes, size_t length)
{
	struct dialogue *dialogue = dialogue_of(connection_of(flow));

	(void)user;
	if (dialogue)
		dialogue_bytes(dialogue, side, time, bytes, length);
}

static void gap(void *user, struct flow *flow, enum side side, int64_t time,
		size_t missing)
{
	struct connection *connection = connection_of(flow);
	struct dialogue *dialogue = dialogue_of(connection);

	(void)user;
	if (connection)
		server_lost(connection);
	if (dialogue)
		dialogue_gap(dialogue, side, time, missing);
}

static void inconsistent(void *user, struct flow *flow, enum side side)
{
	struct connection *connection = connection_of(flow);

	(void)user;
	if (!connection)
		return;
	if (!connection->inconsistent && connection->server)
		connection->server->inconsistent++;
	if (!connection->inconsistent)
		watch_tell(connection, flow->last_time, true, "differs",
			   "the %s's bytes came twice, and not the same",
			   side == SIDE_SERVER ? "server" : "client");
	connection->inconsistent = true;
}

/* A client that only looks whether the port is open hangs up at once. */
static bool was_silent(const struct connection *connection, enum flow_end end)
{
	const struct flow *flow = connection->flow;
	const struct flow_side *server = &flow->sides[SIDE_SERVER];
	int64_t waited = watch_span(flow->answer_time, flow->last_time);

	if (flow->answer_time == INT64_MIN || server->bytes ||
	    connection->lost || end == FLOW_EVICTED)
		return false;
	if (end == FLOW_CUT)
		return watch_span(flow->answer_time,
				  connection->watch->last_time) >= WATCH_SILENT;
	return server->first_fin || waited >= WATCH_PATIENT ||
	       (end == FLOW_RESET && flow->reset_from == SIDE_SERVER);
}

static void tell_silent(struct connection *connection)
{
	const struct flow *flow = connection->flow;

	if (connection->server)
		connection->server->silent++;
	watch_tell(connection, flow->last_time, true, "silent",
		   "answered, and not a byte from the server in %lld ms",
		   (long long)watch_span(flow->answer_time, flow->last_time));
}

static void count_end(struct connection *connection, enum flow_end end)
{
	struct server *server = connection->server;

	switch (end) {
	case FLOW_REFUSED:
		server->refused++;
		break;
	case FLOW_UNREACHABLE:
		server->unreachable++;
		break;
	case FLOW_UNANSWERED:
		server->unanswered++;
		break;
	case FLOW_RESET:
		server->reset++;
		break;
	default:
		break;
	}
}

static void ended(void *user, struct flow *flow, enum flow_end end)
{
	struct connection *connection = connection_of(flow);
	struct watch *watch = user;

	watch->counts.ended++;
	if (!connection)
		return;
	if (connection->dialogue)
		dialogue_end(connection->dialogue, flow->last_time);
	/* The end is reported even after many events. */
	connection->ended = true;
	if (was_silent(connection, end))
		tell_silent(connection);
	if (connection->server)
		count_end(connection, end);
	if (flow->reset_odd)
		variant_reset(connection);
	watch_tell_end(connection, end);
	dialogue_free(connection->dialogue);
	free(connection);
	flow->user = NULL;
}

const struct flow_sink watch_flow_sink = {
	.opened = opened,
	.answered = answered,
	.data = data,
	.gap = gap,
	.inconsistent = inconsistent,
	.ended = ended,
};
