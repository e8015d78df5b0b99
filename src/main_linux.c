/* SPDX-License-Identifier: BSD-2-Clause */
#include "cli/cli.h"
#include "port/terminal/terminal.h"

int main(int argc, char **argv)
{
	terminal_setup();
	return (int)cli_main(argc, argv);
}
