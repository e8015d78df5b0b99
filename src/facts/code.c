/* SPDX-License-Identifier: BSD-2-Clause */
#include "facts/code.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/data.h"
#include "port/error.h"
#include "port/net/socket.h"

struct fact_code code_errno(int number)
{
	return (struct fact_code){"errno", number, error_name(number)};
}

enum fact_status code_errno_status(int number)
{
	switch (abs(number)) {
	case 0:
		return FACT_SEEN;
	case EACCES:
	case EPERM:
		return FACT_DENIED;
	default:
		return FACT_FAILED;
	}
}

struct fact_code code_winsock(int number)
{
	const struct data_record *record;
	char text[16];

	snprintf(text, sizeof(text), "%d", number);
	record = data_find(data_codes, "number", text);
	return (struct fact_code){
		"winsock", number,
		!number ? "OK" : record ? data_get(record, "winsock") : NULL};
}

struct fact_code code_socket(int number)
{
	return strcmp(socket_space, "errno") ? code_winsock(number) :
					       code_errno(number);
}
