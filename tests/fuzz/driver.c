/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a fuzz target over its seeds, as an ordinary test: each seed whole,
 * and cut off after every byte of its first DRIVER_CUTS.  Prints TAP.
 *
 * The target's name is the program's, its seeds are in tests/fuzz/seeds/NAME.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "port/file/file.h"

#define DRIVER_CUTS 512
#define DRIVER_SEED_MAX (1 << 20)	/* bytes */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* On a piece of memory of its own, so that reading past it shows. */
static void run(const char *bytes, size_t length)
{
	uint8_t *copy = malloc(length ? length : 1);

	if (!copy)
		abort();
	memcpy(copy, bytes, length);
	LLVMFuzzerTestOneInput(copy, length);
	free(copy);
}

static int run_seed(const char *directory, const char *name)
{
	char path[4096], *bytes;
	size_t length;
	int rc;

	snprintf(path, sizeof(path), "%s/%s", directory, name);
	rc = file_read(path, DRIVER_SEED_MAX, &bytes, &length);
	if (rc)
		return rc;
	for (size_t n = 0; n < length && n < DRIVER_CUTS; n++)
		run(bytes, n);
	run(bytes, length);
	free(bytes);
	return 0;
}

static int is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	const char *top = getenv("top_srcdir"), *name = strrchr(argv[0], '/');
	char directory[2048];
	struct dirent **seeds;
	int count, failed = 0;

	(void)argc;
	snprintf(directory, sizeof(directory), "%s/tests/fuzz/seeds/%s",
		 top ? top : ".", name ? name + 1 : argv[0]);
	count = scandir(directory, &seeds, is_seed, alphasort);
	if (count <= 0) {
		printf("Bail out! no seeds in %s\n", directory);
		return 1;
	}
	printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		int rc = run_seed(directory, seeds[i]->d_name);

		printf("%sok %d - %s\n", rc ? "not " : "", i + 1,
		       seeds[i]->d_name);
		fflush(stdout);
		failed |= rc;
		free(seeds[i]);
	}
	free(seeds);
	return failed ? 1 : 0;
}
