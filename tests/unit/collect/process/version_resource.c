/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/process/version_resource.h"

#include <stdbool.h>
#include <stdlib.h>

#include "unit/collect/process/resource.h"
#include "unit/unit.h"

struct table {
	const char *language, *product, *company;
};

static void make(struct resource *r, const struct table *tables, size_t count,
		 unsigned int language, unsigned int page)
{
	size_t root, strings;

	*r = (struct resource){.at = 0};
	root = resource_open(r, "VS_VERSION_INFO", 52);
	r->at += 52;
	strings = resource_open(r, "StringFileInfo", 0);
	for (size_t i = 0; i < count; i++) {
		size_t table = resource_open(r, tables[i].language, 0);

		resource_string(r, "FileDescription", "ProductName");
		if (tables[i].company)
			resource_string(r, "CompanyName", tables[i].company);
		if (tables[i].product)
			resource_string(r, "ProductName", tables[i].product);
		resource_close(r, table);
	}
	resource_close(r, strings);
	if (language)
		resource_translation(r, language, page);
	resource_close(r, root);
}

static bool is_text(struct cursor text, const char *want)
{
	uint16_t unit;

	for (; *want; want++)
		if (!cursor_le16(&text, &unit) || unit != *want)
			return false;
	return !cursor_left(&text);
}

static void expect(const struct resource *r, const char *product,
		   const char *company)
{
	struct version_texts texts;

	version_resource_parse(r->bytes, r->at, &texts);
	assert_true(is_text(texts.product, product));
	assert_true(is_text(texts.company, company));
}

static void takes_the_language_that_it_says(void **state)
{
	static const struct table tables[] = {
		{"040904B0", "The Relay", "Post Ltd"},
		{"040c04b0", "Le Relais", "Poste & Cie"},
		{"040704b0", NULL, NULL},
	};
	struct resource r;

	(void)state;
	make(&r, tables, 3, 0x40c, 0x4b0);
	expect(&r, "Le Relais", "Poste & Cie");
	make(&r, tables, 3, 0x409, 0x4b0);
	expect(&r, "The Relay", "Post Ltd");
	/* One without texts, one that is not there, and none: English. */
	make(&r, tables, 3, 0x407, 0x4b0);
	expect(&r, "The Relay", "Post Ltd");
	make(&r, tables, 3, 0x411, 0x4e4);
	expect(&r, "The Relay", "Post Ltd");
	make(&r, tables, 3, 0, 0);
	expect(&r, "The Relay", "Post Ltd");
	/* No English: any. */
	make(&r, tables + 1, 2, 0x411, 0x4e4);
	expect(&r, "Le Relais", "Poste & Cie");
	make(&r, tables + 2, 1, 0x407, 0x4b0);
	expect(&r, "", "");
}

/* Cut off anywhere, or with any byte turned over. */
static void takes_broken_ones(void **state)
{
	static const struct table table = {"040904b0", "Relay", "Post"};
	struct version_texts texts;
	struct resource r;

	(void)state;
	make(&r, &table, 1, 0x409, 0x4b0);
	for (size_t n = 0; n < r.at; n++) {
		uint8_t *part = malloc(n ? n : 1);

		assert_non_null(part);
		memcpy(part, r.bytes, n);
		version_resource_parse(part, n, &texts);
		assert_int_equal(cursor_left(&texts.product), 0);
		free(part);
	}
	for (size_t n = 0; n < r.at; n++) {
		r.bytes[n] ^= 0xff;
		version_resource_parse(r.bytes, r.at, &texts);
		assert_true(texts.product.length <= r.at);
		r.bytes[n] ^= 0xff;
	}
	expect(&r, "Relay", "Post");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_language_that_it_says),
		cmocka_unit_test(takes_broken_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
