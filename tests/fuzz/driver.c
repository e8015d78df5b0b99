/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Runs a fuzz target over its seeds, as an ordinary test: each seed whole,
 * and cut off after every byte of its first DRIVER_CUTS.  Prints TAP.  Seeds
 * that fuzzing has found, found-*, are many and run whole only.
 *
 * The target's name is the program's, its seeds are in tests/fuzz/seeds/NAME.
 * With arguments it runs those files instead.
 *
 * A target may stand for a part of port/, so nothing of it is used here.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool run_seed(const char *path, bool cut)
{
	char *bytes = malloc(DRIVER_SEED_MAX);
	FILE *file = fopen(path, "rb");
	size_t length = 0;
	bool good = bytes && file;

	if (good)
		length = fread(bytes, 1, DRIVER_SEED_MAX, file);
	good = good && !ferror(file) && length < DRIVER_SEED_MAX;
	for (size_t n = 0; good && cut && n < length && n < DRIVER_CUTS; n++)
		run(bytes, n);
	if (good)
		run(bytes, length);
	if (file)
		fclose(file);
	free(bytes);
	return good;
}

static bool told(bool good, int number, const char *name)
{
	printf("%sok %d - %s\n", good ? "" : "not ", number, name);
	fflush(stdout);
	return good;
}

static int is_seed(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int run_seeds(const char *directory)
{
	struct dirent **seeds;
	int count = scandir(directory, &seeds, is_seed, alphasort);
	bool good = count > 0;

	if (count <= 0)
		printf("Bail out! no seeds in %s\n", directory);
	else
		printf("1..%d\n", count);
	for (int i = 0; i < count; i++) {
		const char *name = seeds[i]->d_name;
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", directory, name);
		good &= told(run_seed(path, strncmp(name, "found-", 6) != 0),
			     i + 1, name);
		free(seeds[i]);
	}
	if (count >= 0)
		free(seeds);
	return good ? 0 : 1;
}

int main(int argc, char **argv)
{
	const char *top = getenv("top_srcdir"), *name = strrchr(argv[0], '/');
	char directory[2048];
	bool good = true;

	snprintf(directory, sizeof(directory), "%s/tests/fuzz/seeds/%s",
		 top ? top : ".", name ? name + 1 : argv[0]);
	if (argc < 2)
		return run_seeds(directory);
	for (int i = 1; i < argc; i++)
		good &= told(run_seed(argv[i], false), i, argv[i]);
	return good ? 0 : 1;
}
