/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Unit files: every assignment is within the file and has no blanks around;
 * what a unit sets fits; and its lines as names of units, and as init scripts.
 */
#include "collect/unit/unit_syntax.h"

#include "collect/unit/unit_init.h"
#include "collect/unit/unit_keys.h"
#include "collect/unit/unit_name.h"
#include "fuzz/fuzz.h"

static void check(struct cursor part, const char *bytes, size_t length)
{
	const unsigned char *start = (const unsigned char *)bytes;
	const unsigned char *p = part.bytes;

	must(!part.at && part.length <= length);
	if (!part.length)
		return;
	must(p >= start && p + part.length <= start + length);
	must(*p && !strchr(" \t\r\n", *p));
	p += part.length - 1;
	must(*p && !strchr(" \t\r\n", *p));
}

static bool ends(const char *text, const char *end)
{
	size_t n = strlen(text), m = strlen(end);

	return n >= m && !strcmp(text + n - m, end);
}

static void check_keys(const struct unit_keys *keys)
{
	must(memchr(keys->description, '\0', sizeof(keys->description)));
	must(memchr(keys->command, '\0', sizeof(keys->command)));
	must(memchr(keys->service, '\0', sizeof(keys->service)));
	must(memchr(keys->source, '\0', sizeof(keys->source)));
	for (size_t i = 0; i <= UNIT_SOCKETS; i++)
		must(memchr(keys->sockets[i], '\0', UNIT_NAME));
	must(!keys->sockets[UNIT_SOCKETS][0]);
}

/* Names come out of cgroups and links. */
static void check_name(const char *name)
{
	char template[UNIT_NAME], other[UNIT_NAME];

	if (unit_name_template(name, template)) {
		must(strchr(template, '@') && strlen(template) < UNIT_NAME);
		must(strlen(name) >= UNIT_NAME ||
		     (unit_name_instance(template, name, other) &&
		      !strcmp(other, name)));
		must(unit_name_may_alias(name, template));
	}
	if (unit_name_shorten(name, other))
		must(strlen(other) < strlen(name));
	if (unit_name_retype(name, "@.service", other))
		must(ends(other, "@.service"));
	must(strstr(name, unit_name_type(name)));
	unit_name_may_alias(name, "mail@1.service");
	unit_name_instance("mail@.service", name, other);
}

static void check_script(const uint8_t *bytes, size_t length)
{
	bool openrc;
	json_t *text = init_script_parse((const char *)bytes, length, &openrc);

	must(json_is_null(text) || json_is_string(text));
	must(fuzz_printable(json_string_value(text)));
	json_decref(text);
}

static void check_lines(const uint8_t *bytes, size_t length)
{
	struct cursor c = cursor_over(bytes, length), line;

	for (int i = 0; i < 8 && cursor_line(&c, &line); i++) {
		char *name = fuzz_string(line.bytes, line.length);

		check_name(name);
		free(name);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct unit_assignment a;
	struct unit_syntax syntax;
	struct unit_keys *keys = calloc(1, sizeof(*keys));
	size_t count = 0;
	char *copy = malloc(length ? length : 1);

	must(copy && keys);
	if (length)
		memcpy(copy, bytes, length);
	syntax = unit_syntax_over(copy, length);
	while (unit_syntax_next(&syntax, &a)) {
		must(++count <= length && a.section.length && a.key.length);
		check(a.key, copy, length);
		check(a.value, copy, length);
		unit_keys_set(keys, &a);
	}
	check_keys(keys);
	check_script(bytes, length);
	check_lines(bytes, length);
	free(keys);
	free(copy);
	return 0;
}
