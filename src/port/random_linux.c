#include "port/random.h"

#include <errno.h>
#include <sys/random.h>

/* Up to 256 bytes come whole or not at all, getrandom(2). */
int random_fill(void *bytes, size_t size)
{
	ssize_t got = getrandom(bytes, size, GRND_NONBLOCK);

	if (got == (ssize_t)size)
		return 0;
	return got < 0 ? -errno : -EIO;
}
