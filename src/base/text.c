/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* A byte that a `{...}` may match. */
static bool is_token(unsigned char c)
{
	return c > ' ' && !strchr("()[]<>;,", c);
}

static bool matches(const char *p, const char *s, const char **capture,
		    size_t *length, int depth);

static bool matches_token(const char *p, const char *s, const char **capture,
			  size_t *length, int depth)
{
	const char *end = strchr(p, '}');
	size_t n = 0;

	if (!end)
		return false;
	while (is_token((unsigned char)s[n]))
		n++;
	for (; n > 0; n--) {
		if (!matches(end + 1, s + n, NULL, NULL, depth + 1))
			continue;
		if (capture)
			*capture = s;
		if (length)
			*length = n;
		return true;
	}
	return false;
}

static bool matches(const char *p, const char *s, const char **capture,
		    size_t *length, int depth)
{
	/* The patterns are our own and short; this bounds a careless one. */
	if (depth > 16)
		return false;
	for (; *p; p++) {
		if (*p == '{')
			return matches_token(p, s, capture, length, depth);
		if (*p == '*') {
			while (p[1] == '*')
				p++;
			if (!p[1])
				return true;
			for (; *s; s++)
				if (matches(p + 1, s, capture, length,
					    depth + 1))
					return true;
			return matches(p + 1, s, capture, length, depth + 1);
		}
		if (!*s || (*p != '?' && text_lower(*p) != text_lower(*s)))
			return false;
		s++;
	}
	return !*s;
}

bool text_matches(const char *pattern, const char *string,
		  const char **capture, size_t *length)
{
	if (length)
		*length = 0;
	return matches(pattern, string, capture, length, 0);
}

void text_make_lower(char *string)
{
	for (; *string; string++)
		*string = (char)text_lower(*string);
}

bool text_equal(const char *a, const char *b)
{
	while (*a && text_lower(*a) == text_lower(*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

bool text_starts(const char *string, const char *prefix)
{
	return !strncmp(string, prefix, strlen(prefix));
}

bool text_ends(const char *string, const char *suffix)
{
	size_t n = strlen(string), m = strlen(suffix);

	return n >= m && !strcmp(string + n - m, suffix);
}

const char *text_base(const char *path)
{
	const char *base = path;

	for (const char *p = path; *p; p++)
		if ((*p == '/' || (*p == '\\' && *path != '/')) && p[1])
			base = p + 1;
	return base;
}

/* The length of the valid, printable UTF-8 sequence at @b, or 0. */
static size_t utf8_length(const unsigned char *b, size_t left)
{
	unsigned int point;
	size_t n;

	if (b[0] < 0x80)
		return b[0] >= 0x20 && b[0] != 0x7f ? 1 : 0;
	if (b[0] >= 0xc2 && b[0] <= 0xdf)
		n = 2;
	else if (b[0] >= 0xe0 && b[0] <= 0xef)
		n = 3;
	else if (b[0] >= 0xf0 && b[0] <= 0xf4)
		n = 4;
	else
		return 0;
	if (n > left)
		return 0;
	point = b[0] & (0xff >> (n + 1));
	for (size_t i = 1; i < n; i++) {
		if ((b[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (b[i] & 0x3f);
	}
	/* Overlong, surrogate, out of range; C1 controls; bidi overrides. */
	if ((n == 3 && point < 0x800) || (n == 4 && point < 0x10000) ||
	    (point >= 0xd800 && point <= 0xdfff) || point > 0x10ffff ||
	    point < 0xa0 || (point >= 0x202a && point <= 0x202e) ||
	    (point >= 0x2066 && point <= 0x2069))
		return 0;
	return n;
}

size_t text_printable(const char *bytes, size_t length, char *out)
{
	const unsigned char *b = (const unsigned char *)bytes;
	char *o = out;

	for (size_t i = 0; i < length;) {
		size_t n = utf8_length(b + i, length - i);

		if (n) {
			memcpy(o, b + i, n);
			o += n;
			i += n;
		} else {
			o += sprintf(o, "\\x%02x", b[i++]);
		}
	}
	*o = '\0';
	return (size_t)(o - out);
}
