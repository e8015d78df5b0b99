/* Time. */
#ifndef PORT_CLOCK_H
#define PORT_CLOCK_H

#include <stdint.h>

/** clock_now() - Milliseconds from an arbitrary start, never backwards */
int64_t clock_now(void);

/** clock_wall() - Seconds since 1970-01-01 UTC */
int64_t clock_wall(void);

#endif
