/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The cursor: the only way in which untrusted bytes are read.
 *
 * Every read returns whether enough bytes were left.  If not, the cursor stays
 * where it was and the outputs are untouched.
 */
#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const unsigned char *bytes;	/* not owned */
	size_t length;
	size_t at;
};

/** cursor_over() - A cursor at the start of some bytes; borrows them */
static inline struct cursor cursor_over(const void *bytes, size_t length)
{
	return (struct cursor){bytes, length, 0};
}

/** cursor_left() - How many bytes are left */
static inline size_t cursor_left(const struct cursor *c)
{
	return c->length - c->at;
}

/** cursor_skip() - Skip @n bytes */
static inline bool cursor_skip(struct cursor *c, size_t n)
{
	if (cursor_left(c) < n)
		return false;
	c->at += n;
	return true;
}

/** cursor_peek() - The next byte without skipping it, or -1 at the end */
static inline int cursor_peek(const struct cursor *c)
{
	return cursor_left(c) ? c->bytes[c->at] : -1;
}

/** cursor_u8() - One byte */
static inline bool cursor_u8(struct cursor *c, uint8_t *value)
{
	if (!cursor_left(c))
		return false;
	*value = c->bytes[c->at];
	c->at++;
	return true;
}

/** cursor_be16() - Two bytes, most significant first */
static inline bool cursor_be16(struct cursor *c, uint16_t *value)
{
	const unsigned char *b = c->bytes + c->at;

	if (!cursor_skip(c, 2))
		return false;
	*value = (uint16_t)(b[0] << 8 | b[1]);
	return true;
}

/** cursor_be32() - Four bytes, most significant first */
static inline bool cursor_be32(struct cursor *c, uint32_t *value)
{
	const unsigned char *b = c->bytes + c->at;

	if (!cursor_skip(c, 4))
		return false;
	*value = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 |
		 (uint32_t)b[2] << 8 | b[3];
	return true;
}

/** cursor_le16() - Two bytes, least significant first */
bool cursor_le16(struct cursor *c, uint16_t *value);

/** cursor_le32() - Four bytes, least significant first */
static inline bool cursor_le32(struct cursor *c, uint32_t *value)
{
	const unsigned char *b = c->bytes + c->at;

	if (!cursor_skip(c, 4))
		return false;
	*value = (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 |
		 (uint32_t)b[1] << 8 | b[0];
	return true;
}

/**
 * cursor_take() - The next @n bytes as a cursor of their own
 * @c:		Moved behind them
 * @n:		In bytes
 * @part:	Borrows the same memory as @c
 */
bool cursor_take(struct cursor *c, size_t n, struct cursor *part);

/**
 * cursor_copy() - The next @size bytes into an object, in our byte order
 * @c:		Passed over them
 * @out:	An integer or a struct without padding; written on success only
 */
bool cursor_copy(struct cursor *c, void *out, size_t size);

/**
 * cursor_until() - All bytes before a delimiter, or to the end
 * @c:		Moved behind the delimiter
 * @delimiter:	A byte
 * @part:	The bytes before it; may be empty
 *
 * Return: false only if no bytes were left
 */
bool cursor_until(struct cursor *c, unsigned char delimiter,
		  struct cursor *part);

/**
 * cursor_line() - The next line without its LF or CR LF
 * Return: false only if no bytes were left
 */
bool cursor_line(struct cursor *c, struct cursor *line);

/** cursor_skip_blanks() - Skip spaces and tabs */
void cursor_skip_blanks(struct cursor *c);

/**
 * cursor_trim() - The remaining bytes without the white space around them
 * White space is spaces, tabs, CR, LF and, as in files of /proc, NUL.
 */
struct cursor cursor_trim(struct cursor c);

/**
 * cursor_word() - The next word: bytes without spaces and tabs
 * Return: false if there is none
 */
bool cursor_word(struct cursor *c, struct cursor *word);

/**
 * cursor_number() - A decimal number
 * @c:		Moved behind its digits
 * @value:	A number above UINT64_MAX is not read
 */
bool cursor_number(struct cursor *c, uint64_t *value);

/** cursor_starts() - Skip @prefix if it comes next */
bool cursor_starts(struct cursor *c, const char *prefix);

/** cursor_starts_nocase() - Likewise, ignoring ASCII letter case */
bool cursor_starts_nocase(struct cursor *c, const char *prefix);

/** cursor_is() - Are the remaining bytes equal to a string? */
bool cursor_is(const struct cursor *c, const char *string);

/** cursor_is_nocase() - Likewise, ignoring ASCII letter case */
bool cursor_is_nocase(const struct cursor *c, const char *string);

#endif
