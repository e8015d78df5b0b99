/* SPDX-License-Identifier: BSD-2-Clause */
/* Requests on the control channel: equal ones are counted together. */
#include "collect/watch/watch_control.h"

#include <string.h>

#include "collect/watch/watch_event.h"
#include "collect/watch/watch_keep.h"

#define KEY_MAX (6 * sizeof(struct endpoint_key) + 3 * CONTROL_TEXT + \
		 CONTROL_HOST)

static size_t append(char *key, size_t at, const void *bytes, size_t length)
{
	memcpy(key + at, bytes, length);
	return at + length;
}

static size_t append_text(char *key, size_t at, const char *text, size_t max)
{
	size_t length = text ? strnlen(text, max - 1) : 0;

	at = append(key, at, text ? text : "", length);
	key[at] = '\0';
	return at + 1;
}

/* The fields by which requests differ, as one key. */
static size_t make_key(const struct control_request *request, char *key)
{
	struct endpoint_key client = endpoint_key(&request->client, 0);
	struct endpoint_key proxy = endpoint_key(&request->proxy, 0);
	struct endpoint_key wanted =
		endpoint_key(&request->address, request->port);
	struct endpoint_key given =
		endpoint_key(&request->external, request->external_port);
	uint8_t kinds[] = {
		(uint8_t)request->request, (uint8_t)request->answer,
		(uint8_t)request->outcome,
	};
	size_t at = append(key, 0, &client, sizeof(client));

	at = append(key, at, &proxy, sizeof(proxy));
	at = append(key, at, &wanted, sizeof(wanted));
	at = append(key, at, &given, sizeof(given));
	at = append(key, at, kinds, sizeof(kinds));
	at = append_text(key, at, request->user, CONTROL_TEXT);
	at = append_text(key, at, request->program, CONTROL_TEXT);
	at = append_text(key, at, request->computer, CONTROL_TEXT);
	return append_text(key, at, request->name, CONTROL_HOST);
}

static const char *keep(struct watch *watch, const char *text)
{
	return text && text[0] ? watch_keep_text(watch, text, strlen(text))
			       : NULL;
}

static struct request_count *
request_new(struct watch *watch, const struct control_request *request,
	    const char *key, size_t length)
{
	struct request_count *counted;
	const char *kept;

	if (watch_index_count(&watch->requests) == WATCH_REQUESTS_MAX) {
		watch->others_dropped++;
		return NULL;
	}
	counted = watch_keep(watch, sizeof(*counted));
	kept = counted ? watch_keep_text(watch, key, length) : NULL;
	if (!kept)
		return NULL;
	counted->client = endpoint_key(&request->client, 0);
	counted->proxy = endpoint_key(&request->proxy, CONTROL_PORT);
	counted->wanted = endpoint_key(&request->address, request->port);
	counted->given =
		endpoint_key(&request->external, request->external_port);
	counted->request = request->request;
	counted->answer = request->answer;
	counted->outcome = request->outcome;
	counted->user = keep(watch, request->user);
	counted->program = keep(watch, request->program);
	counted->computer = keep(watch, request->computer);
	counted->name = keep(watch, request->name);
	counted->took = -1;
	watch_index_add(&watch->requests, &counted->entry, kept, length);
	return counted;
}

void watch_control(void *user, const struct control_request *request)
{
	struct watch *watch = user;
	int64_t took = watch_span(request->asked_time, request->answer_time);
	char key[KEY_MAX];
	size_t length = make_key(request, key);
	struct request_count *counted =
		watch_index_find(&watch->requests, key, length);

	watch->counts.requests++;
	watch_tell_control(watch, request);
	if (!counted)
		counted = request_new(watch, request, key, length);
	if (!counted)
		return;
	counted->count++;
	counted->times += request->asked;
	if (took > counted->took)
		counted->took = took;
}
