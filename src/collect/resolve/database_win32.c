/* The databases are not looked at on Windows yet. */
#include "collect/resolve/resolve.h"

void database_collect(struct facts *facts, const struct collect *run)
{
	(void)facts;
	(void)run;
}
