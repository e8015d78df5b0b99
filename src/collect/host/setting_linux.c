#include "collect/host/host.h"

void host_setting_collect(struct facts *facts)
{
	(void)facts;
}
