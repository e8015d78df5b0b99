#include "collect/smtp/greeting.h"

void greeting_collect(struct facts *facts, const struct address *listener,
		      uint16_t port, int64_t deadline)
{
	(void)facts;
	(void)listener;
	(void)port;
	(void)deadline;
}
