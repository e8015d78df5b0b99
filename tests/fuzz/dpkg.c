/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dpkg's database: paragraphs of the status file, which are the same however
 * the file is divided, and the bytes as a package's list of files.
 */
#include "collect/package/dpkg.h"

#include "fuzz/fuzz.h"

static void is_within(const struct cursor *part, const struct cursor *whole)
{
	must(!part->length ||
	     (part->bytes >= whole->bytes &&
	      part->bytes + part->length <= whole->bytes + whole->length));
}

static void check_entry(const struct cursor *paragraph,
			const struct dpkg_wanted *wanted)
{
	char list[DPKG_LIST], text[PACKAGE_TEXT];
	struct dpkg_entry entry;

	dpkg_parse(*paragraph, &entry);
	is_within(&entry.name, paragraph);
	is_within(&entry.architecture, paragraph);
	is_within(&entry.version, paragraph);
	if (dpkg_list(&entry, list)) {
		size_t n = strlen(list);

		must(n > 5 && n < sizeof(list) && !strchr(list, '/'));
		must(!strcmp(list + n - 5, ".list"));
		must(!strstr(list, ":") || entry.many ||
		     memchr(entry.name.bytes, ':', entry.name.length));
	}
	package_text(&entry.version, text);
	must(strlen(text) <= entry.version.length);
	dpkg_resembles(&entry, wanted);
}

/* As the file is read: more bytes come when no paragraph is whole. */
static size_t in_parts(const uint8_t *bytes, size_t length, size_t part,
		       uint64_t *sum)
{
	size_t have = 0, at = 0, count = 0;
	struct cursor paragraph;

	for (;;) {
		struct cursor c = cursor_over(bytes + at, have - at);

		if (dpkg_next(&c, have == length, &paragraph)) {
			at += c.at;
			count++;
			*sum = *sum * 31 + paragraph.length;
		} else if (have == length) {
			return count;
		} else {
			have = length - have < part ? length : have + part;
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static const char *const files[] = {
		"/usr/sbin/exim4", "/usr/lib/postfix/sbin/master",
		"/opt/Postfix-3.7.2//bin/x", "", "/bin/lib32/bin/sshd",
	};
	struct cursor c = cursor_over(bytes, length), paragraph;
	struct dpkg_wanted wanted;
	uint64_t whole = 0, parts = 0;
	char *text;
	size_t count;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		dpkg_want(files[i], &wanted);
		must(wanted.count <= DPKG_WORDS);
		dpkg_has(c, &wanted);
	}
	text = fuzz_string(bytes, length);
	dpkg_want(text, &wanted);
	dpkg_may_have(text);
	must(!length || strlen(text) != length || strpbrk(text, "\r\n") ||
	     dpkg_has(c, &wanted));
	free(text);
	dpkg_want(files[0], &wanted);
	while (dpkg_next(&c, true, &paragraph))
		check_entry(&paragraph, &wanted);
	must(!cursor_left(&c));
	count = in_parts(bytes, length, length, &whole);
	must(in_parts(bytes, length, 5, &parts) == count && parts == whole);
	return 0;
}
