/* SPDX-License-Identifier: BSD-2-Clause */
#include "collect/host/host.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cursor.h"
#include "facts/code.h"
#include "port/file/file.h"

#define SETTING_MAX (1 << 20)	/* bytes of one value */

static const char *const settings[] = {
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ip_nonlocal_bind",
	"net.ipv6.ip_nonlocal_bind",
	"net.ipv6.bindv6only",
	"net.ipv6.conf.all.disable_ipv6",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
};

/* One number is an integer; anything else a string, its tabs as blanks. */
static json_t *setting_value(char *bytes, size_t length)
{
	struct cursor text;
	uint64_t number;
	char *tab;

	while ((tab = memchr(bytes, '\t', length)))
		*tab = ' ';
	text = cursor_trim(cursor_over(bytes, length));
	if (cursor_number(&text, &number) && !cursor_left(&text) &&
	    number <= INT64_MAX)
		return json_integer((json_int_t)number);
	return value_text((const char *)text.bytes, text.length);
}

static enum fact_status setting_status(int rc)
{
	/* Without /proc nothing is known about the kernel. */
	if (rc == -ENOENT && !access("/proc/sys", F_OK))
		return FACT_ABSENT;
	return code_errno_status(rc);
}

static void add_setting(struct facts *facts, const char *name)
{
	char path[128], *bytes;
	struct fact_code code;
	size_t length;
	int rc;

	snprintf(path, sizeof(path), "/proc/sys/%s", name);
	for (char *p = path; *p; p++)
		if (*p == '.')
			*p = '/';
	rc = file_read(path, SETTING_MAX, &bytes, &length);
	if (rc) {
		code = code_errno(-rc);
		facts_add(facts, FACT_SETTING, setting_status(rc), path, &code,
			  json_pack("{s:s}", "name", name), "%s", name);
		return;
	}
	facts_add(facts, FACT_SETTING, FACT_SEEN, path, NULL,
		  json_pack("{s:s, s:o}", "name", name, "value",
			    setting_value(bytes, length)),
		  "%s", name);
	free(bytes);
}

void host_setting_collect(struct facts *facts)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		add_setting(facts, settings[i]);
}
