/* Numbers that nobody foresees. */
#ifndef PORT_RANDOM_H
#define PORT_RANDOM_H

#include <stddef.h>

/**
 * random_fill() - Fill memory with random bytes
 * @size:	At most 256
 *
 * Return: 0, or -errno
 */
int random_fill(void *bytes, size_t size);

#endif
