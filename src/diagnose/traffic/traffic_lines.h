/* SPDX-License-Identifier: BSD-2-Clause */
/* What was seen of a server, as lines of text. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_LINES_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_LINES_H

#include "diagnose/traffic/traffic_scene.h"

/** traffic_line() - Append a line; label and text are kept; no text, no line */
void traffic_line(struct arena *arena, struct traffic_verdict *verdict,
		  const char *label, const char *text);

/** traffic_server_lines() - Software, greeting, capabilities, TLS, replies */
void traffic_server_lines(const struct traffic_scene *scene,
			  struct traffic_verdict *verdict);

#endif
