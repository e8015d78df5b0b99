/* SPDX-License-Identifier: BSD-2-Clause */
/* Does nothing, which takes time as well: tests/bench/windows. */
int main(void)
{
	return 0;
}
