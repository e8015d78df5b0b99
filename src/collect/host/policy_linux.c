#include "collect/host/host.h"

void host_policy_collect(struct facts *facts, const struct collect *run)
{
	(void)facts;
	(void)run;
}
