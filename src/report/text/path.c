/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The path of a connection through the machine, with the culprit marked below
 * the part where it is:
 *
 *	server ── libc ── kernel rules ── 0.0.0.0:25 ── packet filter ── network
 *	                                      ╳
 *	                                  127.0.0.1:25  exim4, pid 812
 */
#include "report/text/text.h"

#include <inttypes.h>
#include <string.h>

#define CULPRITS_SHOWN 4

static const char *sign(const struct report *report, const char *utf8,
			const char *ascii)
{
	return report->utf8 ? utf8 : ascii;
}

static void print_culprit(const struct report *report,
			  const struct finding *finding, int indent)
{
	const struct culprit *c = finding->culprit;
	char text[ENDPOINT_TEXT];
	struct address address;
	uint16_t port;

	fprintf(report->out, "%*s", indent, "");
	if (c->socket_count &&
	    !fact_endpoint(c->sockets[0], &address, &port, NULL))
		fprintf(report->out, "%s  ",
			endpoint_format(&address, port, text));
	report_styled(report, STYLE_BAD, c->name ? c->name : finding->title);
	if (c->process)
		fprintf(report->out, ", pid %" PRId64,
			fact_integer(c->process, "pid", 0));
	if (c->container && fact_string(c->container, "runtime"))
		fprintf(report->out, ", in a %s container",
			fact_string(c->container, "runtime"));
	fputc('\n', report->out);
}

static bool is_winsock(const struct bind_verdict *verdict)
{
	return verdict->code && verdict->code->space &&
	       !strcmp(verdict->code->space, "winsock");
}

void report_path(const struct report *report,
		 const struct bind_verdict *verdict)
{
	const struct findings *findings = &verdict->conclusion.findings;
	const char *server = fact_string(verdict->target, "for");
	const struct {
		const char *name;
		enum place place;
	} parts[] = {
		{server ? server : "server", PLACE_NONE},
		{is_winsock(verdict) ? "Winsock" : "libc", PLACE_LIBRARY},
		{"kernel rules", PLACE_RULES},
		{verdict->conclusion.name, PLACE_SOCKET},
		{"packet filter", PLACE_NONE},
		{"network", PLACE_NONE},
	};
	enum place place = verdict->place == PLACE_ADDRESS ? PLACE_SOCKET :
							     verdict->place;
	int column = 0, at = 6, indent = 6;

	if (verdict->place == PLACE_NONE)
		return;
	fprintf(report->out, "\n%*s", indent, "");
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		int length = (int)strlen(parts[i].name);

		if (i)
			fprintf(report->out, " %s ", sign(report, "──", "--"));
		fputs(parts[i].name, report->out);
		if (parts[i].place == place) {
			column = at + length / 2;
			indent = at;
		}
		at += length + 4;
	}
	fprintf(report->out, "\n%*s", column, "");
	report_styled(report, STYLE_BAD, sign(report, "╳", "X"));
	fputc('\n', report->out);
	for (size_t i = 0; i < findings->count && i < CULPRITS_SHOWN; i++)
		if (findings->items[i].stops)
			print_culprit(report, &findings->items[i], indent);
}
