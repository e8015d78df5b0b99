/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Is Wine alive?  One that is not prints nothing and leaves with 0.
 */
#include <stdio.h>

int main(void)
{
	puts("a program for Windows runs here");
	return 42;
}
