/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program's version resource; no I/O.
 *
 * It is what the program's maker wrote, and is read here and not by
 * VerQueryValueW().  Its layout: VS_VERSIONINFO, StringFileInfo, StringTable
 * and Var in Microsoft's "Version Information" reference.
 */
#ifndef COLLECT_PROCESS_VERSION_RESOURCE_H
#define COLLECT_PROCESS_VERSION_RESOURCE_H

#include <stddef.h>

#include "base/cursor.h"

/**
 * struct version_texts - Who made a program, and what it belongs to
 * @product:	ProductName; empty where there is none
 * @company:	CompanyName; likewise
 *
 * UTF-16, least significant byte first, without a NUL; they borrow the
 * resource and start at an even offset in it.
 */
struct version_texts {
	struct cursor product, company;
};

/**
 * version_resource_parse() - The texts of a version resource
 * @bytes:	As GetFileVersionInfoW() gives them
 * @length:	In bytes
 * @texts:	Written; of one language, the first of those that the
 *		resource says it has, or else English, or else any
 */
void version_resource_parse(const void *bytes, size_t length,
			    struct version_texts *texts);

#endif
