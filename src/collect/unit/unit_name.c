/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/unit/unit_name.h"

#include <stdio.h>
#include <string.h>

/* The parts of a name; the type has its dot. */
struct parts {
	int prefix;		/* bytes before the @ or the dot */
	int instance;		/* bytes behind the @ */
	const char *at;		/* of the instance; NULL without an @ */
	const char *type;
};

static struct parts split(const char *name)
{
	struct parts parts = {.at = strchr(name, '@')};
	const char *end;

	parts.type = strrchr(name, '.');
	if (!parts.type)
		parts.type = name + strlen(name);
	if (parts.at && parts.at > parts.type)
		parts.at = NULL;
	end = parts.at ? parts.at : parts.type;
	parts.prefix = (int)(end - name);
	if (parts.at)
		parts.instance = (int)(parts.type - ++parts.at);
	return parts;
}

bool unit_name_template(const char *name, char *template)
{
	struct parts parts = split(name);

	if (!parts.at || !parts.instance)
		return false;
	return snprintf(template, UNIT_NAME, "%.*s@%s", parts.prefix, name,
			parts.type) < UNIT_NAME;
}

bool unit_name_instance(const char *template, const char *like, char *name)
{
	struct parts parts = split(template), other = split(like);

	if (!parts.at || parts.instance || !other.at || !other.instance)
		return false;
	return snprintf(name, UNIT_NAME, "%.*s@%.*s%s", parts.prefix, template,
			other.instance, other.at, parts.type) < UNIT_NAME;
}

bool unit_name_shorten(const char *name, char *shorter)
{
	struct parts parts = split(name);
	int length = parts.prefix;

	/* foo- has foo-.service.d as its own already. */
	if (length && name[length - 1] == '-')
		length--;
	while (length && name[length - 1] != '-')
		length--;
	if (length < 2)
		return false;
	return snprintf(shorter, UNIT_NAME, "%.*s%s", length, name,
			parts.instance ? parts.at - 1 : parts.type) < UNIT_NAME;
}

bool unit_name_may_alias(const char *name, const char *target)
{
	struct parts from = split(name), to = split(target);

	if (strcmp(from.type, to.type) || !from.at != !to.at ||
	    !strcmp(name, target))
		return false;
	return !to.instance || (from.instance == to.instance &&
				!strncmp(from.at, to.at, (size_t)to.instance));
}

const char *unit_name_type(const char *name)
{
	const char *type = split(name).type;

	return type[0] ? type + 1 : type;
}

bool unit_name_retype(const char *name, const char *ending, char *other)
{
	return snprintf(other, UNIT_NAME, "%.*s%s",
			(int)(split(name).type - name), name,
			ending) < UNIT_NAME;
}
