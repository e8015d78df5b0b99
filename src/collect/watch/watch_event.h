/* SPDX-License-Identifier: BSD-2-Clause */
/* Events: the lines that a user sees while traffic is watched. */
#ifndef COLLECT_WATCH_WATCH_EVENT_H
#define COLLECT_WATCH_WATCH_EVENT_H

#include "collect/watch/watch_state.h"

/** watch_tell() - Report an event of a connection, if not too many came */
void watch_tell(struct connection *connection, int64_t time, bool bad,
		const char *what, const char *format, ...)
	COMPILER_PRINTF(5, 6);

/** watch_tell_control() - Report an event of the control channel */
void watch_tell_control(struct watch *watch,
			const struct control_request *request);

/** watch_tell_end() - Report the end of a connection, if it is remarkable */
void watch_tell_end(struct connection *connection, enum flow_end end);

/** watch_tell_ehlo() - Report the reply to EHLO */
void watch_tell_ehlo(struct connection *connection,
		     const struct smtp_reply *reply, bool starttls);

#endif
