/* SPDX-License-Identifier: BSD-2-Clause */
#include "base/near.h"

#include <stdbool.h>

#include "base/text.h"

static size_t min(size_t a, size_t b)
{
	return a < b ? a : b;
}

static bool same_letter(char a, char b)
{
	return text_lower(a) == text_lower(b);
}

/* The three rows are those of @a's letters i - 2, i - 1 and i. */
size_t near_distance(const char *a, size_t a_length, const char *b,
		     size_t b_length)
{
	size_t rows[3][NEAR_SIZE];

	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		const size_t *before = rows[(i + 2) % 3];
		const size_t *twice = rows[(i + 1) % 3];
		size_t *row = rows[i % 3];

		row[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			bool same = same_letter(a[i - 1], b[j - 1]);

			row[j] = min(before[j], row[j - 1]) + 1;
			row[j] = min(row[j], before[j - 1] + !same);
			if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
			    same_letter(a[i - 2], b[j - 1]))
				row[j] = min(row[j], twice[j - 2] + 1);
		}
	}
	return rows[a_length % 3][b_length];
}
