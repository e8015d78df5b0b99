/* SPDX-License-Identifier: BSD-2-Clause */
#include "verdict/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct diagnosis *diagnosis_new(void)
{
	struct diagnosis *d = memory_zeroed(1, sizeof(*d));

	if (!d)
		return NULL;
	d->arena = arena_new();
	if (!d->arena) {
		free(d);
		return NULL;
	}
	return d;
}

struct diagnosis *diagnosis_finish(struct diagnosis *diagnosis)
{
	if (!arena_failed(diagnosis->arena))
		return diagnosis;
	diagnosis_free(diagnosis);
	return NULL;
}

void diagnosis_free(struct diagnosis *diagnosis)
{
	if (!diagnosis)
		return;
	arena_free(diagnosis->arena);
	free(diagnosis);
}

static const struct {
	const char *name, *words;
} states[] = {
	[STATE_FREE] = {"free", "free"},
	[STATE_IN_USE] = {"in-use", "in use"},
	[STATE_FORBIDDEN] = {"forbidden", "forbidden"},
	[STATE_UNADDRESSABLE] = {"unaddressable", "unaddressable"},
	[STATE_SHADOWED] = {"shadowed", "shadowed"},
	[STATE_UNDETERMINED] = {"undetermined", "undetermined"},
};

static const struct {
	const char *name, *words;
} classes[] = {
	{"smtp-service", "SMTP service"},
	{"mail-shield", "mail shield"},
	{"wsp-client", "Winsock Proxy client"},
	{"interposer", "interposer"},
	{"socket-activation", "socket activation"},
	{"container-proxy", "container's published port"},
	{"port-forwarder", "port forwarder"},
	{"same-service", "the service itself"},
	{"leaked-descriptor", "leaked descriptor"},
	{"kernel", "kernel"},
	{"reserved-range", "reserved range"},
	{"permission", "permission"},
	{"address", "address"},
	{"name-resolution", "name resolution"},
	{"protocol-database", "protocol database"},
	{"packet-path", "packet path"},
	{"remote-proxy", "remote proxy"},
	{"program", "program"},
};

const char *state_name(enum state state)
{
	return states[state].name;
}

const char *state_words(enum state state)
{
	return states[state].words;
}

const char *agreement_name(enum agreement agreement)
{
	static const char *const names[] = {
		[NAME_AGREE] = "agree",
		[NAME_DIFFER] = "differ",
		[NAME_ONLY_IN_ONE] = "only-in-one",
		[NAME_NOWHERE] = "nowhere",
		[NAME_UNDETERMINED] = "undetermined",
	};

	return names[agreement];
}

const char *confidence_name(enum confidence confidence)
{
	static const char *const names[] = {
		[CONFIDENCE_CERTAIN] = "certain",
		[CONFIDENCE_LIKELY] = "likely",
		[CONFIDENCE_POSSIBLE] = "possible",
	};

	return names[confidence];
}

const char *class_words(const char *class)
{
	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (!strcmp(classes[i].name, class))
			return classes[i].words;
	return class;
}

enum exit_status exit_worse(enum exit_status a, enum exit_status b)
{
	static const int rank[] = {
		[EXIT_HAD] = 0,
		[EXIT_WARNING] = 1,
		[EXIT_UNKNOWN] = 2,
		[EXIT_CANNOT] = 3,
	};

	return rank[a] >= rank[b] ? a : b;
}
