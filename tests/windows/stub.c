/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Stands for bindwhy.exe, and does what the environment says:
 *
 *	STUB_STATUS	the exit status; "port": the port's last digit
 *	STUB_LINE	what it prints; `#` stands for an end of the line
 *	STUB_FACTS	what it writes into the file behind --save; none: no file
 *	STUB_AGAIN	the exit status of `diagnose`; else the same again
 *	STUB_CRASH	set: it writes to address 0
 *
 * `diagnose` prints "{}".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void save(const char *path, const char *facts, int status)
{
	FILE *file = fopen(path, "wb");

	if (!file)
		exit(3);
	fprintf(file, "%d %s", status, facts);
	fclose(file);
}

/* What save() wrote. */
static int saved_status(const char *path)
{
	FILE *file = fopen(path, "rb");
	int status = 3;

	if (file && fscanf(file, "%d", &status) != 1)
		status = 3;
	return status;
}

int main(int argc, char **argv)
{
	const char *asked = getenv("STUB_STATUS");
	const char *again = getenv("STUB_AGAIN");
	const char *line = getenv("STUB_LINE");
	const char *facts = getenv("STUB_FACTS");
	const char *last = argv[argc - 1];
	int status = asked ? atoi(asked) : 0;

	if (argc > 1 && !strcmp(argv[1], "diagnose")) {
		puts("{}");
		return again ? atoi(again) : saved_status(last);
	}
	if (asked && !strcmp(asked, "port"))
		status = last[strlen(last) - 1] - '0';
	for (int i = 1; facts && i + 1 < argc; i++)
		if (!strcmp(argv[i], "--save"))
			save(argv[i + 1], facts, status);
	for (; line && *line; line++)
		putchar(*line == '#' ? '\n' : *line);
	if (line)
		putchar('\n');
	fflush(stdout);
	if (getenv("STUB_CRASH"))
		*(volatile int *)0 = 1;
	return status;
}
