/* SPDX-License-Identifier: BSD-2-Clause */
/* Events: the lines that a user sees while traffic is watched. */
#ifndef COLLECT_WATCH_WATCH_EVENT_H
#define COLLECT_WATCH_WATCH_EVENT_H

#include "collect/watch/watch_state.h"

/** watch_tell() - An event of a connection, if it has not told too many */
void watch_tell(struct connection *connection, int64_t time, bool bad,
		const char *what, const char *format, ...)
	COMPILER_PRINTF(5, 6);

/** watch_tell_control() - An event of the control channel */
void watch_tell_control(struct watch *watch,
			const struct control_request *request);

/** watch_tell_end() - How a connection ended, where that is worth a line */
void watch_tell_end(struct connection *connection, enum flow_end end);

/** watch_tell_ehlo() - What was offered */
void watch_tell_ehlo(struct connection *connection,
		     const struct smtp_reply *reply, bool starttls);

#endif
