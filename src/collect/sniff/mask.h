/* Mailboxes and credentials, taken out of what is shown and kept. */
#ifndef COLLECT_SNIFF_MASK_H
#define COLLECT_SNIFF_MASK_H

#include <stddef.h>

/**
 * mask_text() - A line with its mailboxes masked
 * @text:	Any bytes, of a reply or a command's argument
 * @length:	In bytes
 * @out:	Room for @length + 1 bytes
 *
 * What stands in <...> becomes <*>, and any other word with an @ becomes *;
 * parameters behind (SIZE=, BODY=) stay.  In doubt more is masked than less.
 *
 * Return: the length of @out without its NUL
 */
size_t mask_text(const char *text, size_t length, char *out);

#endif
