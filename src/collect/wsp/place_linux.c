/* SPDX-License-Identifier: BSD-2-Clause */
/* The Winsock Proxy client exists only on Windows. */
#include "collect/wsp/place.h"

void wsp_places(struct arena *arena, struct wsp_places *places)
{
	(void)arena;
	*places = (struct wsp_places){.system_ini = NULL};
}

void wsp_program_places(struct arena *arena, const char *program,
			struct wsp_places *places)
{
	(void)arena, (void)program, (void)places;
}
