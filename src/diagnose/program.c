#include "diagnose/program.h"

#include <errno.h>
#include <stddef.h>

const struct data_record *program_of_process(const struct fact *process)
{
	(void)process;
	return NULL;
}

const struct data_record *program_of_unit(const char *name)
{
	(void)name;
	return NULL;
}

const struct data_record *program_named(const char *name)
{
	(void)name;
	return NULL;
}

int program_of_greeting(const char *text, struct greeter *greeter)
{
	(void)text;
	(void)greeter;
	return -ENOENT;
}
