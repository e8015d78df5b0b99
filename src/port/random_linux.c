/* SPDX-License-Identifier: BSD-2-Clause */
#include "port/random.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

#define RANDOM_MOST 256		/* what getrandom() never gives half of */

int random_bytes(void *bytes, size_t length)
{
	unsigned char fresh[RANDOM_MOST];
	ssize_t n;

	if (length > sizeof(fresh))
		return -EINVAL;
	n = getrandom(fresh, length, GRND_NONBLOCK);
	if (n < 0)
		return -errno;
	if ((size_t)n != length)
		return -EIO;
	memcpy(bytes, fresh, length);
	return 0;
}
