/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The names in the path of a control group.
 *
 * systemd names a cgroup after its unit, in a directory for each slice; the
 * unit is the first component that is not a slice.  What follows belongs to
 * the unit itself (delegation), except below user@UID.service, where a
 * user's own manager names its units in the same way.  So the
 * `postfix.service` of a container's own systemd is not taken for the host's.
 *
 * Container runtimes have no common scheme; each has its row in a table.
 * The outermost container counts: it is the one that the machine's
 * administrator can stop.
 */
#include "collect/process/cgroup.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "base/cursor.h"

/* Is there something, and then the suffix? */
static bool ends(const struct cursor *name, const char *suffix)
{
	struct cursor tail = *name;
	size_t n = strlen(suffix);

	return cursor_left(name) > n &&
	       cursor_skip(&tail, cursor_left(name) - n) &&
	       cursor_is(&tail, suffix);
}

/* The next component of a path; empty ones are passed over. */
static bool component(struct cursor *path, struct cursor *name)
{
	while (cursor_until(path, '/', name))
		if (name->length)
			return true;
	return false;
}

static int keep(const struct cursor *name, char *out)
{
	if (!name->length || name->length >= CGROUP_NAME)
		return -ENOENT;
	memcpy(out, name->bytes, name->length);
	out[name->length] = '\0';
	return 0;
}

int cgroup_parse_unified(const char *bytes, size_t length, char *path)
{
	struct cursor file = cursor_over(bytes, length), line;
	size_t n;

	while (cursor_line(&file, &line)) {
		n = cursor_starts(&line, "0::") ? cursor_left(&line) : 0;
		if (cursor_peek(&line) != '/' || !n || n >= CGROUP_PATH)
			continue;
		memcpy(path, line.bytes + line.at, n);
		path[n] = '\0';
		return 0;
	}
	return -ENOENT;
}

/* systemd puts `_` before a name that the kernel might want for a file. */
static void unescape_component(struct cursor *name)
{
	if (name->length > 1 && name->bytes[0] == '_')
		*name = cursor_over(name->bytes + 1, name->length - 1);
}

static bool is_unit(const struct cursor *name)
{
	static const char *const suffixes[] = {
		".service", ".scope", ".socket", ".mount", ".swap",
	};

	if (cursor_peek(name) == '.' || cursor_peek(name) == '@')
		return false;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++)
		if (ends(name, suffixes[i]))
			return true;
	return false;
}

/* The first component that is not a slice, if it names a unit.  OpenRC's are
 * openrc.NAME. */
static bool first_unit(struct cursor *path, struct cursor *unit)
{
	struct cursor name;

	while (component(path, &name)) {
		unescape_component(&name);
		if (ends(&name, ".slice"))
			continue;
		*unit = name;
		if (!cursor_starts(&name, "openrc."))
			return is_unit(&name);
		return cursor_take(&name, cursor_left(&name), unit);
	}
	return false;
}

/* user@1000.service */
static bool is_user_manager(struct cursor unit, uint64_t *uid)
{
	return cursor_starts(&unit, "user@") && cursor_number(&unit, uid) &&
	       cursor_is(&unit, ".service");
}

int cgroup_unit(const char *path, char *unit)
{
	struct cursor rest = cursor_over(path, strlen(path)), name, inner;
	uint64_t uid;

	if (!first_unit(&rest, &name))
		return -ENOENT;
	if (is_user_manager(name, &uid) && first_unit(&rest, &inner) &&
	    !cursor_is(&inner, "init.scope"))
		name = inner;
	return keep(&name, unit);
}

bool cgroup_user(const char *path, uint64_t *uid)
{
	struct cursor rest = cursor_over(path, strlen(path)), name, inner;
	uint64_t number;

	if (!first_unit(&rest, &name) || !is_user_manager(name, &number) ||
	    !first_unit(&rest, &inner) || cursor_is(&inner, "init.scope"))
		return false;
	*uid = number;
	return true;
}

/*
 * How runtimes name cgroups: a component PREFIX ID SUFFIX, which may have to
 * be below a component of some name (or start, where that ends in `*`).
 * A prefix that starts with a colon may follow anything.
 */
static const struct scheme {
	const char *runtime;
	const char *below;
	const char *prefix;
	const char *suffix;
	size_t digits;	/* the id has as many of 0-9a-f, or more; 0: any */
} schemes[] = {
	{"docker", NULL, "docker-", ".scope", 12},
	{"podman", NULL, "libpod-payload-", "", 12},
	{"podman", NULL, "libpod-", ".scope", 12},
	{"podman", NULL, "libpod-", "", 12},
	{"containerd", NULL, "cri-containerd-", ".scope", 12},
	{"containerd", NULL, ":cri-containerd:", "", 12},
	{"containerd", NULL, "nerdctl-", ".scope", 12},
	{"cri-o", NULL, "crio-", ".scope", 12},
	{"cri-o", NULL, "crio-", "", 12},
	{"docker", "docker", "", "", 64},
	{"docker", "ecs", "", "", 64},
	{"containerd", "kubepods*", "", "", 64},
	{"buildkit", "buildkit", "", "", 0},
	{"garden", "garden", "", "", 0},
	{"lxc", NULL, "lxc.payload.", "", 0},
	{"lxc", "lxc.payload", "", "", 0},
	{"lxc", "lxc", "", "", 0},
	{"systemd-nspawn", NULL, "systemd-nspawn@", ".service", 0},
	{"libvirt-lxc", NULL, "machine-lxc\\x2d", ".scope", 0},
	{"libvirt", NULL, "machine-qemu\\x2d", ".scope", 0},
	{"systemd-nspawn", NULL, "machine-", ".scope", 0},
};

_Static_assert(sizeof(schemes) / sizeof(*schemes) <= 32,
	       "schemes_below() has a bit for each");

static bool has_digits(struct cursor id, size_t least)
{
	uint8_t c;

	if (!least)
		return true;
	if (id.length < least)
		return false;
	while (cursor_u8(&id, &c))
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f'))
			return false;
	return true;
}

static bool is_called(struct cursor name, const char *below)
{
	size_t n = strlen(below) - 1;
	struct cursor start;

	if (below[n] != '*')
		return cursor_is(&name, below);
	return cursor_take(&name, n, &start) && !memcmp(start.bytes, below, n);
}

/*
 * The schemes whose `below` a component has, as bits.  They are collected on
 * the way, since a path may have two thousand components.
 */
static uint32_t schemes_below(const struct cursor *name)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if (schemes[i].below && is_called(*name, schemes[i].below))
			bits |= 1u << i;
	return bits;
}

static bool starts(struct cursor *name, const char *prefix)
{
	if (prefix[0] == ':')
		while (cursor_left(name) && cursor_peek(name) != ':')
			cursor_skip(name, 1);
	return cursor_starts(name, prefix);
}

static bool fits(const struct scheme *scheme, struct cursor name,
		 struct cursor *id)
{
	size_t tail = strlen(scheme->suffix);

	return starts(&name, scheme->prefix) && cursor_left(&name) > tail &&
	       (!tail || ends(&name, scheme->suffix)) &&
	       cursor_take(&name, cursor_left(&name) - tail, id) &&
	       has_digits(*id, scheme->digits);
}

/* @above: schemes_below() of the components before */
static const struct scheme *scheme_of(uint32_t above, struct cursor name,
				      struct cursor *id)
{
	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++)
		if ((!schemes[i].below || above & 1u << i) &&
		    fits(&schemes[i], name, id))
			return &schemes[i];
	return NULL;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Machines' names are escaped as units' are: `\x2d` is a dash. */
static void unescape_name(char *name)
{
	char *to = name;

	for (const char *from = name; *from; to++) {
		if (from[0] == '\\' && from[1] == 'x' && digit(from[2]) > 0 &&
		    digit(from[3]) >= 0) {
			*to = (char)(digit(from[2]) << 4 | digit(from[3]));
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

int cgroup_container(const char *path, const char **runtime, char *id)
{
	struct cursor rest = cursor_over(path, strlen(path)), name, part;
	uint32_t above = 0;

	while (component(&rest, &name)) {
		uint32_t seen = above;
		const struct scheme *scheme;

		above |= schemes_below(&name);
		unescape_component(&name);
		if (ends(&name, ".slice"))
			continue;
		scheme = scheme_of(seen, name, &part);
		if (!scheme)
			continue;
		if (!strcmp(scheme->runtime, "libvirt") || keep(&part, id))
			return -ENOENT;
		*runtime = scheme->runtime;
		unescape_name(id);
		return 0;
	}
	return -ENOENT;
}
