/* SPDX-License-Identifier: BSD-2-Clause */
/* Mailboxes and credentials, taken out of what is shown and kept. */
#ifndef WIRE_SMTP_MASK_H
#define WIRE_SMTP_MASK_H

#include <stddef.h>

/**
 * mask_text() - A line with its mailboxes masked
 * @text:	Any bytes, of a reply or a command's argument
 * @length:	In bytes
 * @out:	Room for @length + 1 bytes
 *
 * What stands in <...> becomes <*>, and any other word with an @ becomes *;
 * <>, and <CR>, <LF> and <CRLF> but as a path or a value, stay, and so do parameters behind (SIZE=, BODY=) but those that hold a
 * mailbox or a sender's mark (AUTH=, ORCPT=, ENVID=; XCLIENT's LOGIN=).  In
 * doubt more is masked than less.
 *
 * Return: the length of @out without its NUL
 */
size_t mask_text(const char *text, size_t length, char *out);

/**
 * mask_status() - Does a text begin with an enhanced status code?
 * Return: the length of "5.1.1" (RFC 3463), or 0
 */
size_t mask_status(const char *text, size_t length);

#endif
