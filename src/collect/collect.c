#include "collect/collect.h"

#include "port/error.h"

struct fact_code collect_errno(int number)
{
	return (struct fact_code){"errno", number, error_name(number)};
}

void collect_check(const struct collect *run)
{
	(void)run;
}

void collect_owners(const struct collect *run)
{
	(void)run;
}
