/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Values of facts.  Each function returns a new reference.
 *
 * A value is made in many small steps, and jansson 2.14 crashes, or writes half
 * a file, where one of them got no memory.  So then the process ends, with a
 * line and MEMORY_EXIT (base/memory.h); nothing has been printed by then.
 */
#ifndef FACTS_VALUE_H
#define FACTS_VALUE_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#include "base/address.h"

/** value_setup() - Have jansson take its memory so; any number of times */
void value_setup(void);

/**
 * value_text() - A JSON string from any bytes
 * What is not printable UTF-8 is escaped as text_printable() does; a NULL
 * @bytes gives JSON's null, which facts_add() takes out of the value.
 */
json_t *value_text(const char *bytes, size_t length);

/** value_string() - value_text() for a NUL-terminated string, or NULL */
json_t *value_string(const char *string);

/**
 * value_endpoint() - { "address": …, "port": …, "protocol": … }
 * @port:	Host byte order
 */
json_t *value_endpoint(const struct address *address, uint16_t port,
		       enum protocol protocol);

/**
 * value_wide() - value_text() of UTF-16 that ends with a NUL (Windows)
 *
 * Return: NULL for NULL, too
 */
json_t *value_wide(const wchar_t *wide);

/**
 * value_wide_n() - value_wide() of UTF-16 that need not end with a NUL
 * @length:	In units of 16 bits
 */
json_t *value_wide_n(const wchar_t *wide, size_t length);

#endif
