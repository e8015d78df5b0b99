/* SPDX-License-Identifier: BSD-2-Clause */
/* What was seen of a server or a client, as lines for a reader. */
#ifndef DIAGNOSE_TRAFFIC_TRAFFIC_LINES_H
#define DIAGNOSE_TRAFFIC_TRAFFIC_LINES_H

#include "diagnose/traffic/traffic_scene.h"

/** traffic_line() - Append a line; label and text are kept, NULL is none */
void traffic_line(struct arena *arena, struct traffic_verdict *verdict,
		  const char *label, const char *text);

/** traffic_server_lines() - Software, greeting, what it offers, TLS, ... */
void traffic_server_lines(const struct traffic_scene *scene,
			  struct traffic_verdict *verdict);

/** traffic_client_judge() - A client's verdict: who it is and what it said */
void traffic_client_judge(struct arena *arena, const struct fact *fact,
			  struct traffic_verdict *verdict);

#endif
