/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One of the Winsock Proxy client's files becomes facts, line by line.
 *
 * Of System.ini only the client's own section is kept.  A file of more than
 * WSP_FILE_MAX bytes is not read, and of a file with very many keys only the
 * first WSP_KEYS_MAX are kept; the facts say so.
 */
#include "collect/wsp/read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "collect/wsp/decode.h"
#include "collect/wsp/ini.h"
#include "facts/code.h"
#include "port/file/directory.h"
#include "port/file/file.h"

#define WSP_FILE_MAX (1 << 20)	/* bytes */
#define WSP_KEYS_MAX 4096

const char wsp_source[] = "Winsock Proxy client's files";
static const char client_section[] = "Microsoft Proxy Service";

void wsp_say(struct wsp_reading *r, const char *what)
{
	r->detail = r->detail && what ?
			    arena_printf(r->arena, "%s; %s", r->detail, what) :
			    what ? what : r->detail;
}

void wsp_end(struct wsp_reading *r, enum fact_status status, int error)
{
	json_t *value = json_object();
	struct fact_code code = code_errno(error);

	if (value) {
		json_object_set_new(value, "file", value_string(r->path));
		json_object_set_new(
			value, "role",
			value_string(r->role == WSP_ROLES ?
					     NULL : wsp_role_name(r->role)));
		json_object_set_new(value, "encoding",
				    value_string(r->encoding));
		if (r->encoding)
			json_object_set_new(value, "blank_lines",
					    json_boolean(r->blank > 0));
		if (r->blank)
			json_object_set_new(value, "line",
					    json_integer((json_int_t)r->blank));
		json_object_set_new(value, "program",
				    value_string(r->program));
		json_object_set_new(value, "detail", value_string(r->detail));
	}
	facts_add(r->facts, FACT_WSP_FILE, status, wsp_source,
		  error ? &code : NULL, value, "%s", r->path);
}

static void add_name(struct wsp_reading *r, const struct ini_line *line)
{
	const char *name = arena_strndup(r->arena,
					 (const char *)line->value.bytes,
					 line->value.length);
	struct address address;
	json_t *value;

	if (!name || !*name)
		return;
	value = json_object();
	if (value) {
		json_object_set_new(value, "name", value_string(name));
		json_object_set_new(value, "role", json_string("proxy"));
		json_object_set_new(value, "from",
				    value_string(arena_printf(
					    r->arena, "%s:%zu", r->path,
					    line->number)));
		if (!address_parse(name, &address))
			json_object_set_new(value, "is_address", json_true());
	}
	facts_add(r->facts, FACT_NAME, FACT_SEEN, wsp_source, NULL,
		  value, "name %s", name);
}

static json_t *part_text(const struct cursor *part)
{
	return value_text((const char *)part->bytes, part->length);
}

/* Of several keys with one name Windows uses the first. */
static void take_hint(struct wsp_reading *r, const struct ini_line *line)
{
	const char **hint = NULL;

	if (cursor_is_nocase(&line->key, "Ini File Path"))
		hint = &r->hints.ini;
	else if (cursor_is_nocase(&line->key, "Configuration Location"))
		hint = &r->hints.location;
	if (hint && !*hint && line->value.length)
		*hint = arena_strndup(r->arena,
				      (const char *)line->value.bytes,
				      line->value.length);
}

static void add_key(struct wsp_reading *r, const struct ini_line *line)
{
	json_t *value;

	if (r->role == WSP_SYSTEM &&
	    !cursor_is_nocase(&line->section, client_section))
		return;
	if (r->kept == WSP_KEYS_MAX) {
		r->dropped++;
		return;
	}
	r->kept++;
	value = json_object();
	if (value) {
		json_object_set_new(value, "file", value_string(r->path));
		json_object_set_new(value, "role",
				    value_string(wsp_role_name(r->role)));
		json_object_set_new(value, "line",
				    json_integer((json_int_t)line->number));
		json_object_set_new(value, "section",
				    part_text(&line->section));
		json_object_set_new(value, "key", part_text(&line->key));
		json_object_set_new(value, "value", part_text(&line->value));
	}
	facts_add(r->facts, FACT_WSP_SETTING, FACT_SEEN, wsp_source, NULL,
		  value, "%s:%zu", r->path, line->number);
	if (r->role == WSP_SYSTEM)
		take_hint(r, line);
	/* The articles write it in two ways that differ in letter case. */
	if (r->role == WSP_MSPCLNT && cursor_is_nocase(&line->key, "Name") &&
	    (cursor_is_nocase(&line->section, "Servers Ip Addresses") ||
	     cursor_is_nocase(&line->section, "Servers Ip Address")))
		add_name(r, line);
}

static void see_odd(struct wsp_reading *r, size_t number)
{
	if (!r->odd++)
		r->first_odd = number;
}

static void read_ini(struct wsp_reading *r, const struct decoded *text)
{
	struct ini ini = ini_over(text->text, text->length);
	struct ini_line line;

	while (ini_next(&ini, &line)) {
		if (line.type == INI_BLANK) {
			if (r->any && !r->last_blank)
				r->last_blank = line.number;
			continue;
		}
		/* Blank lines at the end are not between lines. */
		if (r->last_blank && !r->blank)
			r->blank = r->last_blank;
		r->last_blank = 0;
		r->any = true;
		if (line.type == INI_KEY)
			add_key(r, &line);
		else if (line.type == INI_OTHER && r->role != WSP_SYSTEM)
			see_odd(r, line.number);
	}
}

static void add_range(struct wsp_reading *r, size_t number,
		      const struct address *first, const struct address *last)
{
	char a[ADDRESS_TEXT], b[ADDRESS_TEXT];

	if (r->kept == WSP_KEYS_MAX) {
		r->dropped++;
		return;
	}
	r->kept++;
	facts_add(r->facts, FACT_WSP_RANGE, FACT_SEEN, wsp_source, NULL,
		  json_pack("{s:o, s:I, s:s, s:s}", "file",
			    value_string(r->path), "line", (json_int_t)number,
			    "first", address_format(first, a), "last",
			    address_format(last, b)),
		  "%s:%zu", r->path, number);
}

static void read_lat(struct wsp_reading *r, const struct decoded *text)
{
	struct cursor c = cursor_over(text->text, text->length), line;
	struct address first, last;
	size_t number = 0;

	while (lat_next(&c, &line)) {
		int rc = lat_line(&line, &first, &last);

		number++;
		if (line.length)
			r->any = true;
		if (rc > 0)
			add_range(r, number, &first, &last);
		else if (rc < 0)
			see_odd(r, number);
	}
}

static void describe(struct wsp_reading *r)
{
	if (!r->any)
		wsp_say(r, "empty");
	if (r->odd)
		wsp_say(r, arena_printf(
			r->arena, "line %zu%s cannot be read", r->first_odd,
			r->odd > 1 ? arena_printf(r->arena, " and %zu more",
						  r->odd - 1) : ""));
	if (r->dropped)
		wsp_say(r, arena_printf(r->arena,
				    "only the first %d entries were kept",
				    WSP_KEYS_MAX));
}

static bool has_client_section(const struct decoded *text)
{
	struct ini ini = ini_over(text->text, text->length);
	struct ini_line line;

	while (ini_next(&ini, &line))
		if (line.type == INI_SECTION &&
		    cursor_is_nocase(&line.section, client_section))
			return true;
	return false;
}

/* A file that was given by itself may have any name. */
static enum wsp_role role_by_content(const struct decoded *text)
{
	struct ini ini = ini_over(text->text, text->length);
	struct cursor c = cursor_over(text->text, text->length), part;
	struct address first, last;
	enum wsp_role role = WSP_ROLES;
	struct ini_line line;

	while (ini_next(&ini, &line)) {
		if (line.type != INI_SECTION)
			continue;
		if (cursor_is_nocase(&line.section, client_section))
			return WSP_SYSTEM;
		if (cursor_is_nocase(&line.section, "Servers Ip Addresses") ||
		    cursor_is_nocase(&line.section, "Servers Ip Address") ||
		    cursor_is_nocase(&line.section, "Master Config"))
			return WSP_MSPCLNT;
		role = WSP_WSPCFG;
	}
	while (role == WSP_ROLES && lat_next(&c, &part))
		if (lat_line(&part, &first, &last) > 0)
			return WSP_LOCALLAT;
	return role;
}

static void read_text(struct wsp_reading *r, const struct decoded *text)
{
	r->encoding = text->encoding;
	if (r->of_any_machine && !has_client_section(text))
		return;
	if (r->role == WSP_ROLES)
		r->role = role_by_content(text);
	if (r->role == WSP_ROLES) {
		wsp_say(r, "none of the Winsock Proxy client's files");
		wsp_end(r, FACT_FAILED, EINVAL);
		return;
	}
	if (r->role == WSP_LOCALLAT)
		read_lat(r, text);
	else
		read_ini(r, text);
	describe(r);
	wsp_end(r, FACT_SEEN, 0);
}

void wsp_read(struct wsp_reading *r)
{
	enum directory_kind kind;
	struct decoded text;
	char *bytes;
	size_t length;
	int rc = directory_kind(r->path, &kind);

	if (!rc && kind == DIRECTORY_FOLDER)
		rc = -EISDIR;
	if (!rc && kind == DIRECTORY_OTHER) {
		wsp_say(r, "not an ordinary file");
		rc = -EINVAL;
	}
	/* A file that is called "-" is not standard input. */
	if (!rc && !strcmp(r->path, "-"))
		r->path = "./-";
	if (!rc)
		rc = file_read(r->path, WSP_FILE_MAX, &bytes, &length);
	if (rc == -EFBIG)
		wsp_say(r, "larger than 1 MiB: not read");
	if (rc == -ENOENT)
		wsp_say(r, "there is no such file");
	if (rc == -EISDIR)
		wsp_say(r, "a folder, and no file");
	if (rc == -ENOENT && r->of_any_machine)
		return;
	if (rc) {
		wsp_end(r, code_errno_status(rc), -rc);
		return;
	}
	rc = decode(bytes, length, &text);
	free(bytes);
	if (rc) {
		wsp_end(r, FACT_FAILED, -rc);
		return;
	}
	read_text(r, &text);
	free(text.text);
}
