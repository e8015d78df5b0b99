/* SPDX-License-Identifier: BSD-2-Clause */
/* Removing mailboxes from text that is shown or kept. */
#ifndef WIRE_SMTP_MASK_H
#define WIRE_SMTP_MASK_H

#include <stddef.h>

/**
 * mask_text() - A line with its mailboxes masked
 * @text:	Any bytes, of a reply or a command's argument
 * @length:	In bytes
 * @out:	Room for @length + 1 bytes
 *
 * Text in <...> becomes <*>, any other word with an @ becomes *.  Not masked
 * are <>, and <CR>, <LF> and <CRLF> where they are not a path or a value; and
 * parameters (SIZE=, BODY=), except those with a mailbox or an id of the sender
 * (AUTH=, ORCPT=, ENVID=; LOGIN= of XCLIENT).  In doubt, text is masked.
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
