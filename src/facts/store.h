/* SPDX-License-Identifier: BSD-2-Clause */
/* For the fact store and the loading of files only. */
#ifndef FACTS_STORE_H
#define FACTS_STORE_H

#include "facts/facts.h"

/**
 * facts_store() - Append a fact that is already checked
 * @facts:	The store
 * @fact:	Its strings are copied, the reference to its value taken over
 *
 * Return: the stored fact, or NULL with the store's error set
 */
const struct fact *facts_store(struct facts *facts, const struct fact *fact);

#endif
