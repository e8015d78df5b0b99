/*
 * Stands for bindwhy.exe, and does what the environment says:
 *
 *	STUB_STATUS	the exit status
 *	STUB_LINE	what it prints; `#` stands for an end of the line
 *	STUB_FACTS	what it writes into the file behind --save; none: no file
 *	STUB_AGAIN	the exit status of `diagnose`, else STUB_STATUS
 *	STUB_CRASH	set: it writes to address 0
 *
 * `diagnose` prints "{}".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void save(const char *path, const char *facts)
{
	FILE *file = fopen(path, "wb");

	if (!file)
		exit(3);
	fputs(facts, file);
	fclose(file);
}

int main(int argc, char **argv)
{
	const char *status = getenv("STUB_STATUS");
	const char *again = getenv("STUB_AGAIN");
	const char *line = getenv("STUB_LINE");
	const char *facts = getenv("STUB_FACTS");

	if (argc > 1 && !strcmp(argv[1], "diagnose")) {
		puts("{}");
		return again ? atoi(again) : status ? atoi(status) : 0;
	}
	for (int i = 1; facts && i + 1 < argc; i++)
		if (!strcmp(argv[i], "--save"))
			save(argv[i + 1], facts);
	for (; line && *line; line++)
		putchar(*line == '#' ? '\n' : *line);
	if (line)
		putchar('\n');
	fflush(stdout);
	if (getenv("STUB_CRASH"))
		*(volatile int *)0 = 1;
	return status ? atoi(status) : 0;
}
