/* SPDX-License-Identifier: BSD-2-Clause */
/* A version resource for a test. */
#ifndef TESTS_UNIT_COLLECT_PROCESS_RESOURCE_H
#define TESTS_UNIT_COLLECT_PROCESS_RESOURCE_H

#include <stdint.h>
#include <string.h>

/* Zero at first. */
struct resource {
	uint8_t bytes[1024];
	size_t at;
};

static inline void resource_put(struct resource *r, unsigned int value)
{
	r->bytes[r->at++] = (uint8_t)value;
	r->bytes[r->at++] = (uint8_t)(value >> 8);
}

static inline void resource_text(struct resource *r, const char *text)
{
	do
		resource_put(r, (unsigned char)*text);
	while (*text++);
	r->at += -r->at & 3;
}

/* A block's start; blocks may follow in it, up to resource_close(). */
static inline size_t resource_open(struct resource *r, const char *key,
				   size_t value_length)
{
	size_t start = r->at;

	resource_put(r, 0);
	resource_put(r, (unsigned int)value_length);
	resource_put(r, 0);
	resource_text(r, key);
	return start;
}

static inline void resource_close(struct resource *r, size_t start)
{
	r->bytes[start] = (uint8_t)(r->at - start);
	r->bytes[start + 1] = (uint8_t)((r->at - start) >> 8);
}

static inline void resource_string(struct resource *r, const char *key,
				   const char *value)
{
	size_t start = resource_open(r, key, strlen(value) + 1);

	resource_text(r, value);
	resource_close(r, start);
}

static inline void resource_translation(struct resource *r,
					unsigned int language,
					unsigned int page)
{
	size_t info = resource_open(r, "VarFileInfo", 0);
	size_t var = resource_open(r, "Translation", 4);

	resource_put(r, language);
	resource_put(r, page);
	resource_close(r, var);
	resource_close(r, info);
}

#endif
