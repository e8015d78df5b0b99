#include "collect/wsp/wsp.h"

void wsp_collect(struct facts *facts, const struct collect *run)
{
	(void)facts;
	(void)run;
}
