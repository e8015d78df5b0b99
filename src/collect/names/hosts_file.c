/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/names/hosts_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "collect/names/dns.h"
#include "collect/names/hosts.h"
#include "collect/names/system_file.h"
#include "facts/code.h"
#include "port/file/directory.h"
#include "port/file/file.h"

/* A pipe could make us wait for ever. */
static int read_file(struct hosts_file *file)
{
	enum directory_kind kind;
	int rc = directory_kind(file->path, &kind);

	if (rc)
		return rc;
	if (kind != DIRECTORY_FILE)
		return kind == DIRECTORY_FOLDER ? -EISDIR : -EINVAL;
	/* A file that is called "-" is not standard input. */
	return file_read(strcmp(file->path, "-") ? file->path : "./-",
			 HOSTS_FILE_MAX, &file->bytes, &file->length);
}

void hosts_file_read(struct hosts_file *file, const char *path)
{
	*file = (struct hosts_file){.path = path, .given = path != NULL};
	if (!path) {
		file->own = system_file_path(SYSTEM_FILE_HOSTS);
		file->path = file->own ? file->own : "hosts";
	}
	file->error = path || file->own ? read_file(file) : -ENOMEM;
}

void hosts_file_free(struct hosts_file *file)
{
	free(file->bytes);
	free(file->own);
	file->bytes = NULL;
	file->own = NULL;
}

/* c-ares does not need a file for these, RFC 6761, section 6.3. */
static bool is_localhost(const char *name)
{
	return text_equal(name, "localhost") ||
	       text_matches("*.localhost", name, NULL, NULL);
}

void hosts_file_peer(const struct hosts_file *file, const char *name,
		     struct hosts_peer *peer)
{
	struct address address;

	peer->count = -1;
	if (!file->error && name[0] && address_parse(name, &address) &&
	    !is_localhost(name))
		peer->count = dns_hosts(file->given ? file->path : NULL, name,
					peer->addresses, HOSTS_FOUND);
}

static bool has_all(const struct address *a, size_t a_count,
		    const struct address *b, size_t b_count)
{
	for (size_t i = 0; i < b_count; i++) {
		size_t j = 0;

		while (j < a_count && !address_equal(&a[j], &b[i]))
			j++;
		if (j == a_count)
			return false;
	}
	return true;
}

static void compare(const struct hosts_file *file,
		    const struct hosts_peer *peer, struct answer *answer)
{
	struct address ours[HOSTS_FOUND];
	char text[ADDRESS_TEXT];
	size_t count, theirs;

	if (peer->count < 0 || !answer)
		return;
	theirs = (size_t)peer->count;
	count = hosts_find(file->bytes, file->length, answer->name, ours,
			   HOSTS_FOUND);
	if (has_all(ours, count, peer->addresses, theirs) &&
	    has_all(peer->addresses, theirs, ours, count))
		return;
	answer_detail(answer, "c-ares reads the file otherwise and finds %s",
		      theirs ? address_format(&peer->addresses[0], text) :
			       "nothing");
	for (size_t i = 1; i < theirs && i < 4; i++)
		answer_detail(answer, "%s",
			      address_format(&peer->addresses[i], text));
}

/* What the other sources gave. */
static size_t find_addresses(const struct answers *others,
			     struct address found[HOSTS_FOUND])
{
	const json_t *text;
	size_t count = 0, i;

	for (const struct answer *a = others->first; a; a = a->next)
		json_array_foreach(a->addresses, i, text)
			if (count < HOSTS_FOUND &&
			    !address_parse(json_string_value(text),
					   &found[count]))
				count++;
	return count;
}

static void say_failed(const struct hosts_file *file, struct answers *list)
{
	struct answer *a = answer_new(list, "hosts", file->path, NULL);
	int rc = file->error;

	if (!a)
		return;
	a->file = file->path;
	if (rc == -EFBIG)
		answer_detail(a, "larger than %d MiB: not read",
			      HOSTS_FILE_MAX >> 20);
	else if (rc == -EINVAL)
		answer_detail(a, "neither a file nor a link to one");
	answer_errno(a, rc == -ENOENT ? FACT_ABSENT : code_errno_status(rc),
		     rc);
}

void hosts_file_answer(const struct hosts_file *file,
		       const struct hosts_peer *peer,
		       const struct answers *others, struct answers *list)
{
	struct address found[HOSTS_FOUND];
	size_t count = find_addresses(others, found);

	if (file->error)
		say_failed(file, list);
	else
		compare(file, peer, hosts_answer(list, file->bytes,
						 file->length, file->path,
						 found, count));
}
