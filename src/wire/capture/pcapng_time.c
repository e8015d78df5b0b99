/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/capture/pcapng_time.h"

#define SECOND 1000000000	/* ns */
#define SECONDS_MAX (INT64_MAX / SECOND - 1)

static uint64_t power_of_ten(unsigned int n)
{
	uint64_t power = 1;

	while (n--)
		power *= 10;
	return power;
}

/* 10^20 exceeds 64 bits: with more than 19 digits there are no seconds. */
static void of_ten(uint64_t stamp, unsigned int digits, uint64_t *seconds,
		   uint64_t *ns)
{
	uint64_t unit;

	if (digits > 19) {
		*seconds = 0;
		*ns = digits > 19 + 9 ? 0 : stamp / power_of_ten(digits - 9);
		return;
	}
	unit = power_of_ten(digits);
	*seconds = stamp / unit;
	*ns = stamp % unit;
	if (digits < 9)
		*ns *= power_of_ten(9 - digits);
	else
		*ns /= power_of_ten(digits - 9);
}

/* 32 bits of a fraction are finer than a nanosecond. */
static void of_two(uint64_t stamp, unsigned int bits, uint64_t *seconds,
		   uint64_t *ns)
{
	uint64_t fraction = stamp;

	*seconds = bits < 64 ? stamp >> bits : 0;
	if (bits < 64)
		fraction &= (UINT64_C(1) << bits) - 1;
	if (bits > 32) {
		fraction = bits - 32 < 64 ? fraction >> (bits - 32) : 0;
		bits = 32;
	}
	*ns = fraction * SECOND >> bits;
}

int64_t pcapng_time(uint32_t high, uint32_t low, uint8_t resolution,
		    int64_t offset)
{
	uint64_t stamp = (uint64_t)high << 32 | low, seconds, ns;
	int64_t whole;

	if (resolution & 0x80)
		of_two(stamp, resolution & 0x7f, &seconds, &ns);
	else
		of_ten(stamp, resolution, &seconds, &ns);
	/* Out of range, and the sum below could overflow. */
	if (offset > 2 * SECONDS_MAX || seconds > UINT64_C(4) * SECONDS_MAX)
		return INT64_MAX;
	if (offset < -4 * SECONDS_MAX)
		return INT64_MIN;
	whole = (int64_t)seconds + offset;
	if (whole > SECONDS_MAX)
		return INT64_MAX;
	if (whole < -SECONDS_MAX)
		return INT64_MIN;
	return whole * SECOND + (int64_t)ns;
}
