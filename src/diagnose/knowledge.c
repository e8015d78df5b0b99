#include "diagnose/knowledge.h"

#include <stddef.h>

const struct data_record *knowledge_find(const char *name)
{
	(void)name;
	return NULL;
}

const char *knowledge_nearest(const char *name)
{
	(void)name;
	return NULL;
}

const struct data_record *code_record(const char *name)
{
	return data_find(data_codes, "name", name);
}
