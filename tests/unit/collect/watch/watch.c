/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/watch/watch.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire/smtp/dialogue.h"
#include "unit/packets.h"
#include "unit/unit.h"

#define EVENTS_MAX 65536

/* A watch, what it said and what it found. */
struct scene {
	struct watch *watch;
	struct facts *facts;
	char events[EVENTS_MAX];
	size_t event_count;
	size_t written;
};

static void keep_event(void *user, const struct traffic_event *event)
{
	struct scene *scene = user;
	size_t length = strlen(scene->events);

	scene->event_count++;
	snprintf(scene->events + length, EVENTS_MAX - length,
		 "%s>%s %s%s: %s\n", event->client, event->server,
		 event->bad ? "!" : "", event->what, event->text);
}

static void keep_packet(void *user, const struct packet *packet)
{
	struct scene *scene = user;

	(void)packet;
	scene->written++;
}

static void take(void *user, const struct packet *packet)
{
	struct scene *scene = user;

	watch_packet(scene->watch, packet);
}

static struct scene *scene_with(bool show_addresses)
{
	static const uint16_t ports[] = {25, 465};
	struct scene *scene = calloc(1, sizeof(*scene));
	struct watch_options options = {
		.ports = ports,
		.port_count = 2,
		.show_addresses = show_addresses,
		.event = keep_event,
		.packet = keep_packet,
		.user = scene,
	};

	assert_non_null(scene);
	scene->watch = watch_new(&options);
	scene->facts = facts_new();
	assert_non_null(scene->watch);
	assert_non_null(scene->facts);
	return scene;
}

static struct scene *scene_new(void)
{
	return scene_with(false);
}

static void finish(struct scene *scene)
{
	watch_finish(scene->watch, scene->facts,
		     json_pack("{s:s}", "capture", "test"), FACT_SEEN, NULL);
	assert_int_equal(facts_error(scene->facts), 0);
}

static void scene_free(struct scene *scene)
{
	watch_free(scene->watch);
	facts_free(scene->facts);
	free(scene);
}

static size_t count(const struct scene *scene, enum fact_kind kind)
{
	size_t n = 0;

	facts_each(scene->facts, kind, f)
		n++;
	return n;
}

static const struct fact *nth(const struct scene *scene, enum fact_kind kind,
			      size_t n)
{
	facts_each(scene->facts, kind, f)
		if (!n--)
			return f;
	fail_msg("no such fact");
	return NULL;
}

static int64_t number(const struct fact *fact, const char *member)
{
	return fact_integer(fact, member, -1);
}

static const char *item(const struct fact *fact, const char *member, size_t n)
{
	return json_string_value(json_array_get(fact_array(fact, member), n));
}

static bool said(const struct scene *scene, const char *text)
{
	bool found = strstr(scene->events, text) != NULL;

	if (!found)
		print_message("# no \"%s\" in:\n%s", text, scene->events);
	return found;
}

static const char mail[] =
	"S 220 mail1.example.org ESMTP Exim 4.96 Tue, 14 Nov 2023 22:13:20 +0000\n"
	"C EHLO client.example.net\n"
	"S 250-mail1.example.org Hello client.example.net [192.0.2.10]\n"
	"S 250-SIZE 52428800\n"
	"S 250-STARTTLS\n"
	"S 250 HELP\n"
	"C MAIL FROM:<a@example.net> SIZE=100\n"
	"S 250 OK\n"
	"C RCPT TO:<b@example.org>\n"
	"S 250 Accepted\n"
	"C RCPT TO:<nobody@example.org>\n"
	"S 550 5.1.1 <nobody@example.org>: no such user\n"
	"C DATA\n"
	"S 354 go ahead\n"
	"C X-Antivirus: Avast (VPS 231114-0, 14/11/2023), Outbound message\n"
	"C X-Mailer: Microsoft Outlook 16.0 of j.doe@example.net\n"
	"C \n"
	"C Dear all\n"
	"C .\n"
	"S 250 2.0.0 OK id=1r2-3\n"
	"C QUIT\n"
	"S 221 closing\n";

static void check_mail_server(const struct fact *f)
{
	assert_string_equal(fact_string(f, "address"), "192.0.2.25");
	assert_int_equal(number(f, "port"), 25);
	assert_int_equal(number(f, "connections"), 1);
	assert_int_equal(number(f, "answered"), 1);
	assert_int_equal(number(f, "greeted"), 1);
	assert_int_equal(number(f, "ehlo"), 1);
	assert_int_equal(number(f, "starttls_offered"), 1);
	assert_int_equal(number(f, "starttls_asked"), 0);
	assert_int_equal(number(f, "messages"), 1);
	assert_int_equal(number(f, "reset"), 0);
	assert_int_equal(number(f, "silent"), 0);
	assert_int_equal(number(f, "lost"), 0);
	assert_int_equal(number(f, "early_talk"), 0);
}

static const json_t *reply_of(const struct fact *fact, int code,
			      const char *to)
{
	const json_t *reply;
	size_t i;

	json_array_foreach(fact_array(fact, "replies"), i, reply) {
		if (json_integer_value(json_object_get(reply, "code")) ==
			    code &&
		    !strcmp(json_string_value(json_object_get(reply, "to")),
			    to))
			return reply;
	}
	fail_msg("no reply %d to %s", code, to);
	return NULL;
}

static const char *reply_text(const struct fact *fact, int code,
			      const char *to)
{
	return json_string_value(
		json_object_get(reply_of(fact, code, to), "text"));
}

/* The same facts, however the bytes are cut into packets. */
static void tells_of_a_dialogue(void **state)
{
	(void)state;
	for (size_t split = 0; split < 9; split++) {
		struct scene *scene = scene_new();
		struct wire w = wire_new(take, scene);
		const struct fact *f;

		w.split = split;
		wire_dialogue(&w, mail);
		finish(scene);
		assert_int_equal(count(scene, FACT_TRAFFIC_SERVER), 1);
		f = nth(scene, FACT_TRAFFIC_SERVER, 0);
		check_mail_server(f);
		assert_string_equal(reply_text(f, 550, "RCPT"),
				    "5.1.1 <*>: no such user");
		f = nth(scene, FACT_TRAFFIC_GREETING, 0);
		assert_string_equal(item(f, "lines", 0),
				    "220 mail1.example.org ESMTP Exim 4.96 "
				    "Tue, 14 Nov 2023 22:13:20 +0000");
		assert_string_equal(item(f, "clients", 0), "192.0.2.10");
		f = nth(scene, FACT_TRAFFIC_EHLO, 0);
		assert_int_equal(json_array_size(fact_array(f, "lines")), 3);
		assert_string_equal(item(f, "lines", 0), "SIZE 52428800");
		assert_string_equal(item(f, "lines", 2), "HELP");
		assert_int_equal(
			strncmp(fact_string(f, "greeting"), "220 mail1.", 10),
			0);
		f = nth(scene, FACT_TRAFFIC_HEADER, 0);
		assert_string_equal(fact_string(f, "name"), "X-Antivirus");
		assert_string_equal(fact_string(f, "value"),
				    "Avast, Outbound message");
		f = nth(scene, FACT_TRAFFIC_HEADER, 1);
		assert_string_equal(fact_string(f, "value"),
				    "Microsoft Outlook 16.0");
		f = nth(scene, FACT_TRAFFIC_CLIENT, 0);
		assert_string_equal(fact_string(f, "address"), "192.0.2.10");
		assert_int_equal(number(f, "messages"), 1);
		assert_string_equal(item(f, "names", 0),
				    "client.example.net");
		assert_string_equal(item(f, "servers", 0), "192.0.2.25:25");
		assert_true(said(scene, "greeting: 220 mail1"));
		assert_true(said(scene, "ehlo: SIZE 52428800, STARTTLS"));
		assert_true(said(scene, "!rejected: RCPT: 550 5.1.1 <*>"));
		assert_true(said(scene, "message: 250 2.0.0 OK"));
		assert_int_equal(scene->event_count, 4);
		scene_free(scene);
	}
}

static void tells_how_it_watched(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	wire_dialogue(&w, mail);
	wire_address(&w, WIRE_SERVER, "192.0.2.25", 80);
	wire_dialogue(&w, "C GET / HTTP/1.0\n");
	finish(scene);
	f = nth(scene, FACT_CAPTURE, 0);
	assert_int_equal(f->index, 0);
	assert_string_equal(fact_string(f, "capture"), "test");
	assert_int_equal(number(f, "packets"), 28 + 7);
	/* Of port 80, the SYN-ACK. */
	assert_int_equal(number(f, "judged"), 28 + 1);
	assert_int_equal(scene->written, 28 + 1);
	assert_int_equal(number(f, "connections"), 1);
	assert_int_equal(number(f, "damaged"), 0);
	assert_int_equal(number(f, "started"), 1700000000);
	assert_int_equal(number(f, "duration"), 34);
	assert_string_equal(item(f, "ports", 1), "465");
	assert_string_equal(item(f, "links", 0), "Ethernet");
	scene_free(scene);
}

static void counts_a_bridge_once(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);

	(void)state;
	w.twice = true;
	wire_dialogue(&w, mail);
	finish(scene);
	check_mail_server(nth(scene, FACT_TRAFFIC_SERVER, 0));
	assert_int_equal(count(scene, FACT_TRAFFIC_SERVER), 1);
	assert_int_equal(count(scene, FACT_TRAFFIC_RESET), 0);
	assert_int_equal(number(nth(scene, FACT_CAPTURE, 0), "connections"),
			 1);
	scene_free(scene);
}

/* A date is no difference, a name is. */
static void tells_greetings_apart(void **state)
{
	static const char *const scripts[] = {
		"S 220 mx1 ESMTP Exim 4.96 Tue, 14 Nov 2023 22:13:20 +0000\n",
		"S 220 mx1 ESMTP Exim 4.96 Wed, 15 Nov 2023 01:02:03 +0100\n",
		"S 220 mx2 ESMTP Exim 4.96 Wed, 15 Nov 2023 01:02:03 +0100\n",
		"S 220 mx1 ESMTP Exim 4.97 Wed, 15 Nov 2023 01:02:03 +0100\n",
		"S 220 mx.example ESMTP 4fb4d7f45d1cf-5eee45a0e5fsi1.4 - x\n",
		"S 220 mx.example ESMTP a1b2c3d4e5f60-7fff45a0e5fsi9.1 - x\n",
		"S 421 mx1 busy\n",
		"S 220-mx1 ESMTP\nS 220 and no spam\n",
	};
	static const int64_t counts[] = {2, 1, 1, 2, 1, 1};
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);

	(void)state;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		wire_dialogue(&w, scripts[i]);
	finish(scene);
	assert_int_equal(count(scene, FACT_TRAFFIC_GREETING), 6);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(
			number(nth(scene, FACT_TRAFFIC_GREETING, i), "count"),
			counts[i]);
	assert_string_equal(
		item(nth(scene, FACT_TRAFFIC_GREETING, 5), "lines", 0),
		"220-mx1 ESMTP");
	assert_string_equal(
		item(nth(scene, FACT_TRAFFIC_GREETING, 5), "lines", 1),
		"220 and no spam");
	assert_true(said(scene, "!greeting: 421 mx1 busy"));
	scene_free(scene);
}

static void measures_greetings(void **state)
{
	static const int64_t waits[] = {5, 9, 100, 107, 20000};
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		wire_open(&w);
		/* Two packets since the SYN-ACK. */
		w.time += (waits[i] - 2) * 1000000;
		wire_script(&w, "S 220 mx1\nC NOOP\n");
		w.time += 250 * 1000000;
		wire_script(&w, "S 250 OK\n");
		wire_close(&w);
		wire_again(&w);
	}
	finish(scene);
	f = nth(scene, FACT_TRAFFIC_SERVER, 0);
	assert_int_equal(number(f, "greeting_fastest"), 5);
	assert_in_range(number(f, "greeting_median"), 94, 106);
	assert_int_equal(number(f, "greeting_slowest"), 20000);
	assert_int_equal(number(f, "reply_slowest"), 251);
	assert_true(said(scene, "!greeting: 220 mx1, after 20000 ms"));
	scene_free(scene);
}

static void tells_of_refusals(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	wire_segment(&w, WIRE_CLIENT, WIRE_SYN, "", 0);
	w.sides[WIRE_SERVER].sequence = 0;
	wire_segment(&w, WIRE_SERVER, WIRE_RST | WIRE_ACK, "", 0);
	wire_again(&w);
	wire_segment(&w, WIRE_CLIENT, WIRE_SYN, "", 0);
	wire_unreachable(&w);
	wire_again(&w);
	/* Nobody answers, and the capture ends soon. */
	wire_segment(&w, WIRE_CLIENT, WIRE_SYN, "", 0);
	w.time += 4 * WIRE_SECOND;
	wire_again(&w);
	/* Answered, and not a word. */
	wire_open(&w);
	w.time += 2 * WIRE_SECOND;
	wire_close(&w);
	wire_again(&w);
	/* Somebody looks whether the port is open. */
	wire_dialogue(&w, "");
	/* The server hangs up. */
	wire_open(&w);
	wire_segment(&w, WIRE_SERVER, WIRE_FIN | WIRE_ACK, "", 0);
	wire_segment(&w, WIRE_CLIENT, WIRE_FIN | WIRE_ACK, "", 0);
	wire_segment(&w, WIRE_SERVER, WIRE_ACK, "", 0);
	finish(scene);
	f = nth(scene, FACT_TRAFFIC_SERVER, 0);
	assert_int_equal(number(f, "connections"), 6);
	assert_int_equal(number(f, "refused"), 1);
	assert_int_equal(number(f, "unreachable"), 1);
	assert_int_equal(number(f, "unanswered"), 1);
	assert_int_equal(number(f, "silent"), 2);
	assert_int_equal(number(f, "answered"), 3);
	assert_true(said(scene, "!refused"));
	assert_true(said(scene, "!unreachable"));
	assert_true(said(scene, "!unanswered"));
	assert_true(said(scene, "!silent: answered, and not a byte from the "
				"server in 2"));
	scene_free(scene);
}

static const char hello[] = "\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00";

static void tells_of_tls(void **state)
{
	static const char start[] = "S 220 mx1\nC EHLO c\nS 250-mx1\n"
				    "S 250 STARTTLS\nC STARTTLS\n";
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	wire_open(&w);
	wire_script(&w, start);
	wire_script(&w, "S 220 go\n");
	wire_send(&w, WIRE_CLIENT, hello, sizeof(hello) - 1);
	wire_send(&w, WIRE_SERVER, hello, sizeof(hello) - 1);
	wire_close(&w);
	wire_again(&w);
	wire_open(&w);
	wire_script(&w, start);
	wire_script(&w, "S 454 4.7.0 not now\nC QUIT\nS 221 bye\n");
	wire_close(&w);
	wire_again(&w);
	wire_open(&w);
	wire_script(&w, start);
	wire_script(&w, "S 220 go\nC EHLO c\nS 250 mx1\n");
	wire_close(&w);
	finish(scene);
	f = nth(scene, FACT_TRAFFIC_SERVER, 0);
	assert_int_equal(number(f, "starttls_offered"), 3);
	assert_int_equal(number(f, "starttls_asked"), 3);
	assert_int_equal(number(f, "starttls_accepted"), 1);
	assert_int_equal(number(f, "starttls_refused"), 2);
	assert_int_equal(
		number(nth(scene, FACT_TRAFFIC_CLIENT, 0), "tls"), 1);
	assert_true(said(scene, " starttls: TLS started"));
	assert_true(said(scene, "!starttls: refused: 454 4.7.0 not now"));
	assert_true(said(scene, "!starttls: refused: in clear after 220"));
	scene_free(scene);
}

static void tells_of_clear_on_465(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	wire_address(&w, WIRE_SERVER, "192.0.2.25", 465);
	wire_open(&w);
	wire_send(&w, WIRE_CLIENT, hello, sizeof(hello) - 1);
	wire_script(&w, "S 220 mx1 ESMTP\n");
	wire_close(&w);
	wire_again(&w);
	wire_open(&w);
	wire_send(&w, WIRE_CLIENT, hello, sizeof(hello) - 1);
	wire_send(&w, WIRE_SERVER, hello, sizeof(hello) - 1);
	wire_close(&w);
	wire_again(&w);
	wire_open(&w);
	wire_script(&w, "S SSH-2.0-OpenSSH_9.2\n");
	wire_close(&w);
	finish(scene);
	f = nth(scene, FACT_TRAFFIC_SERVER, 0);
	assert_int_equal(number(f, "tls_from_client"), 1);
	assert_int_equal(number(f, "tls"), 1);
	assert_int_equal(number(f, "not_smtp"), 1);
	assert_int_equal(number(f, "early_talk"), 0);
	assert_true(said(scene, "!clear"));
	assert_true(said(scene, " tls: from the first byte"));
	assert_true(said(scene, "!not-smtp"));
	scene_free(scene);
}

static void tells_of_fallbacks(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);

	(void)state;
	wire_dialogue(&w, "S 220 ****\nC EHLO c\nS 502 5.5.2 what\n"
			  "C HELO c\nS 250 mx1\nC QUIT\nS 221 bye\n");
	wire_open(&w);
	wire_script(&w, "C EHLO c\n");
	wire_script(&w, "S 220 mx1\nS 250-mx1\nS 250-XXXXXXXA\nS 250 PIPE\n");
	wire_close(&w);
	finish(scene);
	assert_int_equal(number(nth(scene, FACT_TRAFFIC_SERVER, 0),
				"helo_fallback"),
			 1);
	assert_int_equal(
		number(nth(scene, FACT_TRAFFIC_SERVER, 0), "early_talk"), 1);
	assert_int_equal(number(nth(scene, FACT_TRAFFIC_CLIENT, 0),
				"helo_fallback"),
			 1);
	assert_true(said(scene, "!greeting: 220 ****"));
	assert_true(said(scene, "!ehlo: no STARTTLS: XXXXXXXA, PIPE"));
	scene_free(scene);
}

static void tells_stacks_apart(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	wire_address(&w, WIRE_SERVER, "192.0.2.25", 80);
	wire_dialogue(&w, "");
	wire_address(&w, WIRE_SERVER, "192.0.2.99", 80);
	wire_dialogue(&w, "");
	wire_address(&w, WIRE_SERVER, "192.0.2.25", 25);
	w.sides[WIRE_SERVER].ttl = 127;
	wire_dialogue(&w, "S 220 mx1\n");
	wire_dialogue(&w, "S 220 mx1\n");
	w.sides[WIRE_SERVER].option_length = 4;
	wire_dialogue(&w, "S 220 mx1\n");
	finish(scene);
	assert_int_equal(count(scene, FACT_TRAFFIC_STACK), 3);
	f = nth(scene, FACT_TRAFFIC_STACK, 0);
	assert_int_equal(number(f, "ttl"), 127);
	assert_int_equal(number(f, "mss"), 1460);
	assert_int_equal(number(f, "scale"), 7);
	assert_int_equal(number(f, "count"), 2);
	assert_true(fact_true(f, "watched"));
	assert_string_equal(
		fact_string(nth(scene, FACT_TRAFFIC_STACK, 1), "options"),
		"mss");
	f = nth(scene, FACT_TRAFFIC_STACK, 2);
	assert_int_equal(number(f, "port"), 80);
	assert_int_equal(number(f, "ttl"), 64);
	assert_false(fact_true(f, "watched"));
	scene_free(scene);
}

static void tells_of_odd_resets(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	wire_open(&w);
	wire_script(&w, "S 220 mx1\nC EHLO c\n");
	w.sides[WIRE_SERVER].ttl = 40;
	wire_segment(&w, WIRE_SERVER, WIRE_RST, "", 0);
	w.sides[WIRE_SERVER].ttl = 64;
	wire_again(&w);
	/* One as it should be. */
	wire_open(&w);
	wire_script(&w, "S 220 mx1\nC EHLO c\n");
	wire_segment(&w, WIRE_SERVER, WIRE_RST | WIRE_ACK, "", 0);
	finish(scene);
	assert_int_equal(number(nth(scene, FACT_TRAFFIC_SERVER, 0), "reset"),
			 2);
	assert_int_equal(count(scene, FACT_TRAFFIC_RESET), 1);
	f = nth(scene, FACT_TRAFFIC_RESET, 0);
	assert_string_equal(fact_string(f, "from"), "server");
	assert_string_equal(fact_string(f, "client"), "192.0.2.10");
	assert_string_equal(fact_string(f, "phase"), "dialogue");
	assert_string_equal(item(f, "odd", 0), "ttl");
	assert_int_equal(number(f, "ttl"), 40);
	assert_int_equal(number(f, "ttl_expected"), 64);
	assert_true(said(scene, "!reset: by the server, phase dialogue; "
				"odd: ttl; TTL 40, expected 64"));
	scene_free(scene);
}

static const char secret_mail[] =
	"S 220 mx1 ESMTP\n"
	"C EHLO c\n"
	"S 250-mx1\n"
	"S 250 AUTH PLAIN LOGIN\n"
	"C AUTH PLAIN Zq7Marker\n"
	"S 535 5.7.8 Zq7Marker is not known\n"
	"C AUTH LOGIN\n"
	"S 334 VXNlcm5hbWU6\n"
	"C Zq7Marker\n"
	"S 334 UGFzc3dvcmQ6\n"
	"C Zq7Marker\n"
	"S 235 2.7.0 hello Zq7Marker\n"
	"C VRFY Zq7Marker\n"
	"S 252 2.0.0 Some Zq7Marker\n"
	"C MAIL FROM:<zq7marker@example.net> SIZE=100 AUTH=Zq7Marker\n"
	"S 250 2.1.0 Zq7Marker ok\n"
	"C RCPT TO:<first.zq7marker@zq7marker.example>\n"
	"S 550 5.1.1 first.Zq7Marker... User unknown\n"
	"C RCPT TO:<Zq7Marker>\n"
	"S 250 2.1.5 Zq7Marker, accepted\n"
	"C XZq7Marker\n"
	"S 500 5.5.1 unrecognized: \"XZq7Marker\"\n"
	"C DATA\n"
	"S 354 go ahead\n"
	"C From: Zq7Marker <zq7marker@example.net>\n"
	"C Subject: Zq7Marker\n"
	"C X-Mailer: Outlook 16.0 of Zq7Marker <zq7marker@example.net>\n"
	"C X-Virus-Scanned: amavisd-new at zq7marker@example.net\n"
	"C \n"
	"C Zq7Marker\n"
	"C EHLO Zq7Marker\n"
	"C .\n"
	"S 250 2.0.0 queued for zq7marker@example.net\n"
	"C MAIL FROM:<zq7marker@example.net>\n"
	"S 250 2.1.0 ok\n"
	"C BDAT 11 LAST\n"
	"C Zq7Marker\n"
	"S 250 2.0.0 11 bytes\n"
	"C QUIT\n"
	"S 221 bye\n";

static bool has_marker(const char *text)
{
	for (; *text; text++) {
		size_t n = 0;

		while (text[n] && "zq7marker"[n] &&
		       tolower((unsigned char)text[n]) == "zq7marker"[n])
			n++;
		if (!"zq7marker"[n])
			return true;
	}
	return false;
}

static size_t marked_facts(const struct scene *scene)
{
	size_t marked = 0;

	for (size_t i = 0; i < facts_count(scene->facts); i++) {
		const struct fact *f = facts_at(scene->facts, i);
		char *text = json_dumps(f->value, JSON_COMPACT);

		assert_non_null(text);
		if (has_marker(text) || has_marker(f->subject) ||
		    has_marker(f->source)) {
			print_message("# %s\n", text);
			marked++;
		}
		free(text);
	}
	return marked;
}

static void check_secrets(struct scene *scene)
{
	finish(scene);
	assert_int_equal(marked_facts(scene), 0);
	if (has_marker(scene->events))
		print_message("# %s", scene->events);
	assert_false(has_marker(scene->events));
}

static void keeps_no_secrets(void **state)
{
	static const size_t splits[] = {0, 1, 3, 7, 40};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct scene *scene = scene_new();
		struct wire w = wire_new(take, scene);

		w.split = splits[i];
		wire_dialogue(&w, secret_mail);
		check_secrets(scene);
		assert_int_equal(count(scene, FACT_TRAFFIC_HEADER), 2);
		scene_free(scene);
	}
}

/* All packets but one. */
struct loss {
	struct scene *scene;
	unsigned int at;
	unsigned int which;
};

static void take_but_one(void *user, const struct packet *packet)
{
	struct loss *loss = user;

	if (loss->at++ != loss->which)
		take(loss->scene, packet);
}

/* Each alone: a word that was hidden once is hidden from then on. */
static void knows_mailboxes(void **state)
{
	static const char *const recipients[] = {
		"<Zq7Marker@x.example>",
		" Zq7Marker@x.example NOTIFY=NEVER",
		"<@relay.example,@b.example:Zq7Marker@x.example>",
		"<\"a@zq7marker\"@x.example> ORCPT=rfc822;b@x.example",
		"<Zq7Marker>",
	};

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		struct scene *scene = scene_new();
		struct wire w = wire_new(take, scene);
		char text[256];

		snprintf(text, sizeof(text),
			 "S 220 mx.example ESMTP\n"
			 "C RCPT TO:%s\n"
			 "S 452 4.2.2 /var/mail/zq7marker is full\n",
			 recipients[i]);
		wire_dialogue(&w, text);
		check_secrets(scene);
		scene_free(scene);
	}
}

static void keeps_no_secrets_after_a_loss(void **state)
{
	(void)state;
	for (unsigned int which = 0; which < 55; which++) {
		struct loss loss = {.scene = scene_new(), .which = which};
		struct wire w = wire_new(take_but_one, &loss);

		wire_dialogue(&w, secret_mail);
		assert_true(loss.at < 55);
		check_secrets(loss.scene);
		scene_free(loss.scene);
	}
}

static void shows_addresses_on_request(void **state)
{
	struct scene *scene = scene_with(true);
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	wire_dialogue(&w, secret_mail);
	finish(scene);
	f = nth(scene, FACT_TRAFFIC_SERVER, 0);
	assert_string_equal(reply_text(f, 550, "RCPT"),
			    "5.1.1 first.Zq7Marker... User unknown");
	assert_string_equal(reply_text(f, 535, "AUTH"), "5.7.8");
	assert_string_equal(reply_text(f, 235, "AUTH"), "2.7.0");
	assert_false(strstr(scene->events, "auth: 535 5.7.8 Zq7") != NULL);
	scene_free(scene);
}

/* A packet of the control channel, all zeros but for what is told. */
struct control_packet {
	uint8_t bytes[240];
};

static struct control_packet control_packet(unsigned int command)
{
	struct control_packet p = {{0}};

	memcpy(p.bytes + 24, "RWSP", 4);
	p.bytes[36] = (uint8_t)(command >> 8);
	p.bytes[37] = (uint8_t)command;
	return p;
}

/* Bind to 0.0.0.0:25, by a program. */
static struct control_packet control_bind(void)
{
	struct control_packet p = control_packet(0x0704);

	p.bytes[61] = 25;
	memcpy(p.bytes + 156, "smtpd.exe", 9);
	return p;
}

static void tells_of_the_control_channel(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	struct control_packet packet;
	const struct fact *f;

	(void)state;
	wire_address(&w, WIRE_CLIENT, "192.0.2.10", 1037);
	wire_address(&w, WIRE_SERVER, "192.0.2.1", 1745);
	for (int i = 0; i < 2; i++) {
		packet = control_bind();
		wire_udp(&w, WIRE_CLIENT, &packet, sizeof(packet));
		w.time += 49 * 1000000;
		packet = control_packet(0x0701);
		wire_udp(&w, WIRE_SERVER, &packet, sizeof(packet));
	}
	packet = control_bind();
	wire_udp(&w, WIRE_CLIENT, &packet, sizeof(packet));
	wire_udp(&w, WIRE_CLIENT, "no such packet", 14);
	finish(scene);
	assert_int_equal(count(scene, FACT_CONTROL_REQUEST), 2);
	f = nth(scene, FACT_CONTROL_REQUEST, 0);
	assert_string_equal(fact_string(f, "address"), "192.0.2.1");
	assert_int_equal(number(f, "port"), 1745);
	assert_string_equal(fact_string(f, "protocol"), "udp");
	assert_string_equal(fact_string(f, "client"), "192.0.2.10");
	assert_string_equal(fact_string(f, "program"), "smtpd.exe");
	assert_null(fact_string(f, "user"));
	assert_string_equal(fact_string(f, "request"), "bind");
	assert_string_equal(fact_string(f, "outcome"), "in-use");
	assert_string_equal(fact_string(f, "answer"), "address in use");
	assert_string_equal(fact_string(f, "wanted_address"), "0.0.0.0");
	assert_int_equal(number(f, "wanted_port"), 25);
	assert_int_equal(number(f, "count"), 2);
	assert_int_equal(number(f, "asked"), 2);
	assert_int_equal(number(f, "took"), 50);
	f = nth(scene, FACT_CONTROL_REQUEST, 1);
	assert_string_equal(fact_string(f, "outcome"), "no-answer");
	assert_null(fact_string(f, "answer"));
	assert_int_equal(number(f, "took"), -1);
	assert_int_equal(number(nth(scene, FACT_CAPTURE, 0), "judged"), 5);
	assert_true(said(scene, "192.0.2.10>192.0.2.1:1745 !bind: "
				"0.0.0.0:25 by smtpd.exe: in-use"));
	scene_free(scene);
}

/* A RST that nobody can have believed ends nothing, and is told. */
static void tells_of_resets_in_vain(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);

	(void)state;
	wire_open(&w);
	wire_script(&w, "S 220 mx1\nC EHLO c\n");
	wire_segment_at(&w, WIRE_SERVER, WIRE_RST,
			w.sides[WIRE_SERVER].sequence + 0x20000000, 0, "", 0);
	wire_script(&w, "S 250 mx1\nC QUIT\nS 221 bye\n");
	wire_close(&w);
	finish(scene);
	assert_int_equal(number(nth(scene, FACT_TRAFFIC_SERVER, 0), "reset"),
			 0);
	assert_int_equal(count(scene, FACT_TRAFFIC_RESET), 1);
	assert_true(said(scene, "!reset: by the server"));
	scene_free(scene);
}

static void is_bounded(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	for (unsigned int i = 0; i < 6000; i++) {
		struct address *a = &w.sides[WIRE_SERVER].address;

		a->bytes[0] = 10;
		a->bytes[2] = (uint8_t)(i >> 8);
		a->bytes[3] = (uint8_t)i;
		w.sides[WIRE_CLIENT].address.bytes[1] = (uint8_t)(i >> 8);
		w.sides[WIRE_CLIENT].address.bytes[2] = (uint8_t)i;
		if (i < 1000)
			wire_segment(&w, WIRE_CLIENT, WIRE_SYN, "", 0);
		else
			wire_dialogue(&w, "S 220 mx1\n");
		wire_again(&w);
	}
	finish(scene);
	assert_int_equal(count(scene, FACT_TRAFFIC_SERVER), 1024);
	assert_int_equal(count(scene, FACT_TRAFFIC_CLIENT), 4096);
	/* Those that never answered left room. */
	assert_int_equal(count(scene, FACT_TRAFFIC_GREETING), 1024 - 768);
	f = nth(scene, FACT_CAPTURE, 0);
	assert_int_equal(number(f, "connections"), 6000);
	assert_true(number(f, "others_dropped") > 0);
	scene_free(scene);
}

/* Not a line for each recipient; how it ended is told all the same. */
static void tells_no_more_than_one_reads(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);

	(void)state;
	wire_open(&w);
	wire_script(&w, "S 220 mx1\n");
	for (int i = 0; i < 50; i++)
		wire_script(&w, "C RCPT TO:<a@b>\nS 550 no\n");
	wire_segment(&w, WIRE_SERVER, WIRE_RST | WIRE_ACK, "", 0);
	finish(scene);
	assert_int_equal(scene->event_count, 11);
	assert_true(said(scene, "reset: by the server"));
	scene_free(scene);
}

/* Whoever sends SYNs from invented addresses hides nobody. */
static void outlives_a_flood(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	struct address *a = &w.sides[WIRE_CLIENT].address;

	(void)state;
	for (unsigned int i = 0; i < 9000; i++) {
		a->bytes[0] = i < 8900 ? 10 : 172;
		a->bytes[2] = (uint8_t)(i >> 8);
		a->bytes[3] = (uint8_t)i;
		if (i < 8900)
			wire_segment(&w, WIRE_CLIENT, WIRE_SYN, "", 0);
		else
			wire_dialogue(&w, mail);
		wire_again(&w);
	}
	finish(scene);
	assert_int_equal(count(scene, FACT_TRAFFIC_CLIENT), 3072 + 100);
	assert_int_equal(
		number(nth(scene, FACT_TRAFFIC_SERVER, 0), "messages"), 100);
	assert_int_equal(number(nth(scene, FACT_TRAFFIC_CLIENT, 3072 + 99),
				"messages"),
			 1);
	scene_free(scene);
}

static void is_bounded_in_variants(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	char script[128];

	(void)state;
	for (unsigned int i = 0; i < 100; i++) {
		snprintf(script, sizeof(script),
			 "S 220 mx%u\nC EHLO c%u\nS 250-mx\nS 250 KEY%u\n"
			 "C NOOP\nS %u odd\n", i, i, i, 400 + i);
		w.sides[WIRE_SERVER].window = (uint16_t)(i + 1);
		wire_dialogue(&w, script);
	}
	finish(scene);
	assert_int_equal(count(scene, FACT_TRAFFIC_GREETING), 16);
	assert_int_equal(count(scene, FACT_TRAFFIC_EHLO), 16);
	assert_int_equal(count(scene, FACT_TRAFFIC_STACK), 16);
	assert_int_equal(
		json_array_size(fact_array(
			nth(scene, FACT_TRAFFIC_SERVER, 0), "replies")),
		64);
	assert_int_equal(
		json_array_size(fact_array(
			nth(scene, FACT_TRAFFIC_CLIENT, 0), "names")),
		8);
	scene_free(scene);
}

static void keep_counts(void *user, const struct smtp_reply *reply)
{
	size_t *counts = user;

	counts[0] = reply->count;
	counts[1] = reply->lines_seen;
	for (size_t i = 0; i < reply->count; i++)
		assert_int_equal(reply->lengths[i], i ? 999 : 5);
}

/* Servers that never end a reply share what is kept of it. */
static void is_bounded_in_open_replies(void **state)
{
	struct dialogue_pool pool = {.limit = 8192};
	size_t counts[2] = {0};
	struct dialogue_sink sink = {.reply = keep_counts, .user = counts};
	struct dialogue *dialogues[8];
	char line[1005];

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "220-", 4);
	memcpy(line + sizeof(line) - 2, "\r\n", 2);
	for (size_t i = 0; i < 8; i++) {
		dialogues[i] = dialogue_new(&sink, 0);
		assert_non_null(dialogues[i]);
		dialogue_share(dialogues[i], &pool);
		dialogue_bytes(dialogues[i], SIDE_SERVER, 0,
			       (const uint8_t *)"220-first\r\n", 11);
		for (size_t k = 0; k < 20; k++)
			dialogue_bytes(dialogues[i], SIDE_SERVER, 0,
				       (const uint8_t *)line, sizeof(line));
		assert_true(pool.used <= pool.limit);
	}
	assert_true(pool.used > 4096);
	dialogue_bytes(dialogues[0], SIDE_SERVER, 0,
		       (const uint8_t *)"220 last\r\n", 10);
	assert_in_range(counts[0], 1, 8);
	assert_int_equal(counts[1], 22);
	for (size_t i = 0; i < 8; i++)
		dialogue_free(dialogues[i]);
	assert_int_equal(pool.used, 0);
}

static void reads_ipv6_and_vlans(void **state)
{
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);
	const struct fact *f;

	(void)state;
	w.vlan = 12;
	wire_address(&w, WIRE_CLIENT, "2001:db8::10", 40000);
	wire_address(&w, WIRE_SERVER, "2001:db8::25", 25);
	wire_dialogue(&w, mail);
	finish(scene);
	f = nth(scene, FACT_TRAFFIC_SERVER, 0);
	assert_string_equal(fact_string(f, "address"), "2001:db8::25");
	assert_int_equal(number(f, "messages"), 1);
	assert_true(said(scene, "[2001:db8::10]:40000>[2001:db8::25]:25"));
	scene_free(scene);
}

/* Times that no clock has must harm nobody. */
static void takes_any_time(void **state)
{
	static const int64_t times[] = {
		INT64_MIN, INT64_MAX, 0, -1, INT64_MAX - 1, INT64_MIN + 1,
	};
	struct scene *scene = scene_new();
	struct wire w = wire_new(take, scene);

	(void)state;
	w.step = 0;
	for (size_t i = 0; i < 6; i++) {
		w.time = times[i];
		wire_open(&w);
		w.time = times[5 - i];
		wire_script(&w, "S 220 mx1\nC EHLO c\n");
		w.time = times[(i + 1) % 6];
		wire_script(&w, "S 250 mx1\n");
		wire_close(&w);
		wire_again(&w);
	}
	watch_tick(scene->watch, INT64_MAX);
	finish(scene);
	assert_int_equal(watch_counts(scene->watch).connections,
			 watch_counts(scene->watch).ended);
	scene_free(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_of_a_dialogue),
		cmocka_unit_test(tells_how_it_watched),
		cmocka_unit_test(counts_a_bridge_once),
		cmocka_unit_test(tells_greetings_apart),
		cmocka_unit_test(measures_greetings),
		cmocka_unit_test(tells_of_refusals),
		cmocka_unit_test(tells_of_tls),
		cmocka_unit_test(tells_of_clear_on_465),
		cmocka_unit_test(tells_of_fallbacks),
		cmocka_unit_test(tells_stacks_apart),
		cmocka_unit_test(tells_of_odd_resets),
		cmocka_unit_test(keeps_no_secrets),
		cmocka_unit_test(knows_mailboxes),
		cmocka_unit_test(keeps_no_secrets_after_a_loss),
		cmocka_unit_test(shows_addresses_on_request),
		cmocka_unit_test(tells_of_the_control_channel),
		cmocka_unit_test(tells_of_resets_in_vain),
		cmocka_unit_test(is_bounded),
		cmocka_unit_test(tells_no_more_than_one_reads),
		cmocka_unit_test(outlives_a_flood),
		cmocka_unit_test(is_bounded_in_variants),
		cmocka_unit_test(is_bounded_in_open_replies),
		cmocka_unit_test(reads_ipv6_and_vlans),
		cmocka_unit_test(takes_any_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
