/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/version_resource.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define LANGUAGES_MAX 16	/* looked at */
#define ANY_LANGUAGE 64		/* a rank behind all others */

/*
 * One of the blocks that a resource is made of: a head, a key, a value and
 * more blocks.  Each part starts at a multiple of four bytes of the resource,
 * so cursors keep counting from its start.
 */
struct block {
	struct cursor key;
	uint16_t value_length;	/* bytes; of text, units of two, mostly */
	struct cursor value;	/* up to the block's end */
};

static void align(struct cursor *c)
{
	size_t padding = -c->at & 3;

	if (!cursor_skip(c, padding))
		c->at = c->length;
}

/* Up to a NUL, which is passed over, or to the end. */
static struct cursor take_text(struct cursor *c)
{
	struct cursor text = *c;
	uint16_t unit;

	text.length = c->at;
	while (cursor_le16(c, &unit) && unit)
		text.length = c->at;
	return text;
}

static bool next_block(struct cursor *c, struct block *block)
{
	struct cursor inside;
	uint16_t length, type;
	size_t start;

	align(c);
	start = c->at;
	inside = *c;
	if (!cursor_le16(&inside, &length) ||
	    !cursor_le16(&inside, &block->value_length) ||
	    !cursor_le16(&inside, &type) || length < inside.at - start ||
	    !cursor_skip(c, length))
		return false;
	inside.length = c->at;
	block->key = take_text(&inside);
	align(&inside);
	block->value = inside;
	return true;
}

static bool is_called(struct cursor key, const char *name)
{
	uint16_t unit;

	for (; *name; name++)
		if (!cursor_le16(&key, &unit) ||
		    text_lower(unit) != text_lower(*name))
			return false;
	return !cursor_left(&key);
}

/* A table's key is eight digits: its language, and its code page. */
static bool read_language(struct cursor key, uint32_t *language)
{
	uint32_t value = 0;
	uint16_t unit;

	if (cursor_left(&key) != 16)
		return false;
	while (cursor_le16(&key, &unit)) {
		int digit = text_lower(unit);

		if (digit >= '0' && digit <= '9')
			digit -= '0';
		else if (digit >= 'a' && digit <= 'f')
			digit -= 'a' - 10;
		else
			return false;
		value = value << 4 | (uint32_t)digit;
	}
	*language = value;
	return true;
}

/* The languages in the order in which they are preferred. */
struct languages {
	uint32_t items[LANGUAGES_MAX + 3];
	size_t count;
};

static void add_language(struct languages *l, uint16_t language, uint16_t page)
{
	if (l->count < sizeof(l->items) / sizeof(*l->items))
		l->items[l->count++] = (uint32_t)language << 16 | page;
}

/* VarFileInfo has one Var: pairs of a language and a code page. */
static void read_translation(struct cursor c, struct languages *l)
{
	uint16_t language, page;
	struct block var;

	while (next_block(&c, &var)) {
		if (!is_called(var.key, "Translation"))
			continue;
		if (cursor_left(&var.value) > var.value_length)
			var.value.length = var.value.at + var.value_length;
		while (l->count < LANGUAGES_MAX &&
		       cursor_le16(&var.value, &language) &&
		       cursor_le16(&var.value, &page))
			add_language(l, language, page);
	}
}

static size_t rank(const struct languages *l, struct cursor key)
{
	uint32_t language;

	if (!read_language(key, &language))
		return ANY_LANGUAGE;
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i] == language)
			return i;
	return ANY_LANGUAGE;
}

static void read_table(struct cursor c, struct version_texts *texts)
{
	const struct cursor none = {.bytes = c.bytes};
	struct block string;

	*texts = (struct version_texts){none, none};
	while (next_block(&c, &string)) {
		if (is_called(string.key, "ProductName"))
			texts->product = take_text(&string.value);
		else if (is_called(string.key, "CompanyName"))
			texts->company = take_text(&string.value);
	}
}

static void read_strings(struct cursor c, const struct languages *l,
			 struct version_texts *texts)
{
	size_t best = ANY_LANGUAGE + 1;
	struct version_texts found;
	struct block table;

	while (next_block(&c, &table)) {
		size_t r = rank(l, table.key);

		if (r >= best)
			continue;
		read_table(table.value, &found);
		if (!cursor_left(&found.product) && !cursor_left(&found.company))
			continue;
		best = r;
		*texts = found;
	}
}

/* The blocks in the one that is the resource, behind its binary value. */
static bool open_root(struct cursor *c)
{
	struct block root;

	if (!next_block(c, &root) || !is_called(root.key, "VS_VERSION_INFO") ||
	    !cursor_skip(&root.value, root.value_length))
		return false;
	*c = root.value;
	return true;
}

void version_resource_parse(const void *bytes, size_t length,
			    struct version_texts *texts)
{
	struct cursor c = cursor_over(bytes, length), again;
	struct languages languages = {.count = 0};
	struct block block;

	*texts = (struct version_texts){cursor_over(bytes, 0),
					cursor_over(bytes, 0)};
	if (!open_root(&c))
		return;
	again = c;
	while (next_block(&c, &block))
		if (is_called(block.key, "VarFileInfo"))
			read_translation(block.value, &languages);
	add_language(&languages, 0x0409, 0x04b0);
	add_language(&languages, 0x0409, 0x04e4);
	add_language(&languages, 0, 0x04b0);
	while (next_block(&again, &block))
		if (is_called(block.key, "StringFileInfo"))
			read_strings(block.value, &languages, texts);
}
