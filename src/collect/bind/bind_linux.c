#include "collect/bind/bind.h"

void bind_collect(struct facts *facts, const struct target *target)
{
	(void)facts;
	(void)target;
}
