/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "wire/packet/ip.h"
#include "wire/packet/tcp.h"
#include "collect/watch/watch_control.h"
#include "collect/watch/watch_facts.h"
#include "collect/watch/watch_flow.h"
#include "collect/watch/watch_keep.h"
#include "collect/watch/watch_value.h"
#include "collect/watch/watch_variant.h"
#include "wire/packet/udp.h"

#define TICK INT64_C(1000000000)	/* ns */

struct watch *watch_new(const struct watch_options *options)
{
	struct watch *watch = memory_zeroed(1, sizeof(*watch));
	struct flow_sink sink = watch_flow_sink;

	if (!watch)
		return NULL;
	watch->options = *options;
	watch->first_time = INT64_MIN;
	watch->link = -1;
	watch->pool.limit = WATCH_HELD_MAX;
	sink.user = watch;
	watch->arena = arena_new();
	watch->ip = ip_new();
	watch->flows = flows_new(options->ports, options->port_count, &sink);
	watch->control = control_table_new(watch_control, watch);
	if (!watch->arena || !watch->ip || !watch->flows || !watch->control ||
	    watch_index_open(&watch->servers, WATCH_SERVERS_MAX) ||
	    watch_index_open(&watch->hosts, WATCH_SERVERS_MAX) ||
	    watch_index_open(&watch->unwatched, WATCH_STACKS_MAX) ||
	    watch_index_open(&watch->clients, WATCH_CLIENTS_MAX) ||
	    watch_index_open(&watch->requests, WATCH_REQUESTS_MAX)) {
		watch_free(watch);
		return NULL;
	}
	return watch;
}

void watch_free(struct watch *watch)
{
	if (!watch)
		return;
	flows_free(watch->flows);
	control_table_free(watch->control);
	ip_free(watch->ip);
	watch_index_close(&watch->servers);
	watch_index_close(&watch->hosts);
	watch_index_close(&watch->unwatched);
	watch_index_close(&watch->clients);
	watch_index_close(&watch->requests);
	arena_free(watch->arena);
	free(watch);
}

static bool tcp_packet(struct watch *watch, const struct packet *packet,
		       const struct frame *frame,
		       const struct datagram *datagram)
{
	struct segment segment;

	if (tcp_parse(datagram, &segment)) {
		watch->damaged++;
		return false;
	}
	if (flows_wants(watch->flows, &segment)) {
		flows_segment(watch->flows, datagram, &segment, packet->time,
			      packet->interface, frame->vlan);
		return true;
	}
	return (segment.flags & (TCP_SYN | TCP_ACK | TCP_RST)) ==
		       (TCP_SYN | TCP_ACK) &&
	       variant_unwatched(watch, datagram, &segment);
}

static bool udp_packet(struct watch *watch, const struct packet *packet,
		       const struct datagram *datagram)
{
	struct udp udp;

	if (udp_parse(datagram, &udp) ||
	    (udp.source != CONTROL_PORT && udp.target != CONTROL_PORT))
		return false;
	return !control_table_packet(watch->control, &datagram->source,
				     udp.source, &datagram->target, udp.target,
				     packet->time,
				     udp.payload.bytes + udp.payload.at,
				     cursor_left(&udp.payload));
}

static bool is_relevant(struct watch *watch, const struct packet *packet)
{
	struct datagram datagram;
	struct frame frame;
	int rc = link_strip(packet, &frame);

	if (rc == -EINVAL)
		watch->damaged++;
	else if (rc == -EPROTONOSUPPORT)
		watch->unsupported++;
	if (rc)
		return false;
	rc = ip_parse(watch->ip, frame.ip, frame.length, packet->time,
		      &datagram);
	if (rc)
		/* A fragment may belong to a relevant packet. */
		return rc == -EAGAIN;
	switch (datagram.protocol) {
	case IP_PROTOCOL_TCP:
		return tcp_packet(watch, packet, &frame, &datagram);
	case IP_PROTOCOL_UDP:
		return udp_packet(watch, packet, &datagram);
	case IP_PROTOCOL_ICMP:
	case IP_PROTOCOL_ICMP6:
		return flows_icmp(watch->flows, &datagram, packet->time);
	default:
		return false;
	}
}

static void note_link(struct watch *watch, int link)
{
	watch->link = link;
	for (size_t i = 0; i < watch->link_count; i++)
		if (watch->links[i] == link)
			return;
	if (watch->link_count < WATCH_LINKS_MAX)
		watch->links[watch->link_count++] = link;
}

/* If times run backwards, a new second starts there. */
static void note_time(struct watch *watch, int64_t time)
{
	if (watch->first_time == INT64_MIN) {
		watch->first_time = time;
		watch->last_time = time;
		watch->tick_time = time;
	}
	if (time > watch->last_time)
		watch->last_time = time;
	if (time < watch->tick_time) {
		watch->tick_time = time;
	} else if ((uint64_t)time - (uint64_t)watch->tick_time >= TICK) {
		watch->tick_time = time;
		flows_tick(watch->flows, time);
		control_table_tick(watch->control, time);
	}
}

void watch_packet(struct watch *watch, const struct packet *packet)
{
	watch->counts.packets++;
	watch->counts.bytes += packet->length > packet->captured
				       ? packet->length
				       : packet->captured;
	if (packet->link != watch->link)
		note_link(watch, packet->link);
	note_time(watch, packet->time);
	if (!is_relevant(watch, packet))
		return;
	watch->counts.relevant++;
	if (watch->options.packet)
		watch->options.packet(watch->options.user, packet);
}

void watch_tick(struct watch *watch, int64_t time)
{
	if (watch->first_time == INT64_MIN)
		return;
	note_time(watch, time);
}

struct watch_counts watch_counts(const struct watch *watch)
{
	struct watch_counts counts = watch->counts;

	counts.servers = watch_index_count(&watch->servers);
	return counts;
}

/* The members of FACT_CAPTURE that the caller does not know. */
static json_t *complete(const struct watch *watch, json_t *value)
{
	struct ip_counts ip = ip_counts(watch->ip);
	const struct flow_counts *flow = &watch->flow_counts;
	json_t *links = json_array(), *ports = json_array();
	const struct {
		const char *name;
		uint64_t count;
	} counts[] = {
		{"packets", watch->counts.packets},
		{"octets", watch->counts.bytes},
		{"judged", watch->counts.relevant},
		{"damaged", watch->damaged + ip.damaged + flow->damaged},
		{"unsupported", watch->unsupported},
		{"fragments_dropped", ip.fragments_dropped},
		{"connections", watch->counts.connections},
		{"connections_dropped", flow->evicted},
		{"octets_dropped", flow->bytes_dropped},
		{"others_dropped",
		 watch->others_dropped + watch->requests_dropped},
	};

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		watch_put(&value, counts[i].name,
			  json_integer((json_int_t)counts[i].count));
	for (size_t i = 0; i < watch->link_count; i++) {
		const char *name = link_name(watch->links[i]);

		json_array_append_new(
			links, name ? json_string(name)
				    : json_sprintf("link type %d",
						   watch->links[i]));
	}
	for (size_t i = 0; i < watch->options.port_count; i++)
		json_array_append_new(
			ports, json_sprintf("%u", watch->options.ports[i]));
	watch_put(&value, "links", links);
	watch_put(&value, "ports", ports);
	if (watch->first_time == INT64_MIN)
		return value;
	watch_put(&value, "started",
		  json_integer(watch->first_time / 1000000000));
	watch_put(&value, "duration",
		  json_integer(watch_span(watch->first_time,
					  watch->last_time)));
	return value;
}

void watch_finish(struct watch *watch, struct facts *facts, json_t *capture,
		  enum fact_status status, const struct fact_code *code)
{
	const char *name =
		json_string_value(json_object_get(capture, "capture"));
	char source[128];

	snprintf(source, sizeof(source), "%s", name ? name : "capture");
	watch->requests_dropped = control_table_dropped(watch->control);
	control_table_free(watch->control);
	watch->control = NULL;
	/* Its counters do not change when connections end. */
	watch->flow_counts = flows_counts(watch->flows);
	flows_free(watch->flows);
	watch->flows = NULL;
	facts_add(facts, FACT_CAPTURE, status, source, code,
		  complete(watch, capture), "%s", source);
	watch_facts_add(watch, facts, source);
}
