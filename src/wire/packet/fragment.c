/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/packet/fragment.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define DATAGRAM_MAX 65535		/* bytes */
#define UNIT 8				/* bytes: the unit of offsets */
#define PAGES_EACH (65536 / FRAGMENT_PAGE)
#define NO_PAGE UINT16_MAX

enum state {
	UNUSED,
	WAITING,
	COMPLETE,
	UNUSABLE,
};

/**
 * struct incomplete - A datagram that is being reassembled
 * @number:	Sequence number of its first fragment among all; the smallest
 *		is the oldest
 * @time:	Of its first fragment; once complete, of the last one
 * @end:	End of the data received so far
 * @length:	Of the whole datagram; 0 before the last fragment came
 * @held:	Bytes received
 * @pages:	Of the pool; NO_PAGE for a page without data
 * @have:	A bit for each UNIT
 */
struct incomplete {
	enum state state;
	uint64_t number;
	int64_t time;
	uint32_t id;
	uint8_t family;
	uint8_t protocol;
	unsigned char source[16];
	unsigned char target[16];
	size_t end;
	size_t length;
	size_t held;
	uint64_t fragments;
	uint16_t pages[PAGES_EACH];
	uint64_t have[65536 / UNIT / 64];
};

struct fragments {
	struct incomplete datagrams[FRAGMENT_DATAGRAMS];
	uint16_t free_pages[FRAGMENT_PAGES];
	size_t free_count;
	uint64_t seen;
	uint64_t used;
	unsigned char pool[FRAGMENT_PAGES][FRAGMENT_PAGE];
	unsigned char whole[65536];
};

struct fragments *fragments_new(void)
{
	struct fragments *f = memory_zeroed(1, sizeof(*f));

	if (!f)
		return NULL;
	for (uint16_t i = 0; i < FRAGMENT_PAGES; i++)
		f->free_pages[f->free_count++] = i;
	return f;
}

void fragments_free(struct fragments *fragments)
{
	free(fragments);
}

uint64_t fragments_useless(const struct fragments *fragments)
{
	return fragments->seen - fragments->used;
}

/* Times may run backwards or be absurd. */
static bool is_past(int64_t since, int64_t now, int64_t wait)
{
	uint64_t apart = now > since ? (uint64_t)now - (uint64_t)since :
				       (uint64_t)since - (uint64_t)now;

	return apart > (uint64_t)wait;
}

static void give_pages_back(struct fragments *f, struct incomplete *d)
{
	for (size_t i = 0; i < PAGES_EACH; i++) {
		if (d->pages[i] != NO_PAGE)
			f->free_pages[f->free_count++] = d->pages[i];
		d->pages[i] = NO_PAGE;
	}
}

static void end(struct fragments *f, struct incomplete *d, enum state state)
{
	if (d->state == WAITING)
		give_pages_back(f, d);
	d->state = state;
}

static bool is_of(const struct incomplete *d, const struct fragment *fragment)
{
	size_t size = fragment->family == 4 ? 4 : 16;

	return d->state != UNUSED && d->id == fragment->id &&
	       d->family == fragment->family &&
	       (d->family == 6 || d->protocol == fragment->protocol) &&
	       !memcmp(d->source, fragment->source, size) &&
	       !memcmp(d->target, fragment->target, size);
}

/* The oldest of those that wait, or of all; NULL if there is none. */
static struct incomplete *oldest(struct fragments *f, bool waiting,
				 const struct incomplete *except)
{
	struct incomplete *found = NULL;

	for (size_t i = 0; i < FRAGMENT_DATAGRAMS; i++) {
		struct incomplete *d = &f->datagrams[i];

		if (d == except || (waiting && d->state != WAITING))
			continue;
		if (d->state == UNUSED)
			return d;
		if (!found || d->number < found->number)
			found = d;
	}
	return found;
}

static struct incomplete *begin(struct fragments *f,
				const struct fragment *fragment, int64_t time)
{
	struct incomplete *d = oldest(f, false, NULL);
	size_t size = fragment->family == 4 ? 4 : 16;

	end(f, d, UNUSED);
	*d = (struct incomplete){
		.state = WAITING,
		.number = f->seen,
		.time = time,
		.id = fragment->id,
		.family = fragment->family,
		.protocol = fragment->protocol,
	};
	memcpy(d->source, fragment->source, size);
	memcpy(d->target, fragment->target, size);
	for (size_t i = 0; i < PAGES_EACH; i++)
		d->pages[i] = NO_PAGE;
	return d;
}

/* The datagram of a fragment; those that waited too long are dropped. */
static struct incomplete *find(struct fragments *f,
			       const struct fragment *fragment, int64_t time)
{
	struct incomplete *found = NULL;

	for (size_t i = 0; i < FRAGMENT_DATAGRAMS; i++) {
		struct incomplete *d = &f->datagrams[i];

		if (d->state == UNUSED)
			continue;
		if (is_past(d->time, time, d->state == COMPLETE ?
			    FRAGMENT_REMEMBERED : FRAGMENT_WAIT))
			end(f, d, UNUSED);
		else if (is_of(d, fragment))
			found = d;
	}
	return found ? found : begin(f, fragment, time);
}

/* There is always one: a single datagram cannot fill the pool. */
static uint16_t take_page(struct fragments *f, const struct incomplete *d)
{
	while (!f->free_count)
		end(f, oldest(f, true, d), UNUSED);
	return f->free_pages[--f->free_count];
}

/* How many units of a range were received already. */
static size_t units_held(const struct incomplete *d, size_t from, size_t to)
{
	size_t held = 0;

	for (size_t unit = from / UNIT; unit * UNIT < to; unit++)
		held += d->have[unit / 64] >> unit % 64 & 1;
	return held;
}

/* The bytes from @at to the end of their page, at most @want. */
static unsigned char *span(struct fragments *f, const struct incomplete *d,
			   size_t at, size_t want, size_t *length)
{
	size_t in_page = at % FRAGMENT_PAGE, room = FRAGMENT_PAGE - in_page;

	*length = want < room ? want : room;
	return f->pool[d->pages[at / FRAGMENT_PAGE]] + in_page;
}

static bool is_same(struct fragments *f, const struct incomplete *d, size_t at,
		    struct cursor bytes)
{
	struct cursor part;
	size_t n;

	for (; cursor_left(&bytes); at += n) {
		const unsigned char *old = span(f, d, at, cursor_left(&bytes),
						&n);

		if (!cursor_take(&bytes, n, &part) ||
		    memcmp(old, part.bytes, n) != 0)
			return false;
	}
	return true;
}

static void store(struct fragments *f, struct incomplete *d, size_t at,
		  struct cursor bytes)
{
	size_t to = at + cursor_left(&bytes), n;
	struct cursor part;

	for (size_t unit = at / UNIT; unit * UNIT < to; unit++)
		d->have[unit / 64] |= UINT64_C(1) << unit % 64;
	d->held += cursor_left(&bytes);
	if (d->end < to)
		d->end = to;
	for (; at < to; at += n) {
		uint16_t *page = &d->pages[at / FRAGMENT_PAGE];
		unsigned char *room;

		if (*page == NO_PAGE)
			*page = take_page(f, d);
		room = span(f, d, at, to - at, &n);
		cursor_take(&bytes, n, &part);
		memcpy(room, part.bytes, n);
	}
}

/* -EEXIST for a copy; -EINVAL for a fragment that contradicts the others. */
static int put(struct fragments *f, struct incomplete *d,
	       const struct fragment *fragment)
{
	size_t from = fragment->offset;
	size_t to = from + cursor_left(&fragment->payload);
	size_t units = (to - from + UNIT - 1) / UNIT;
	size_t held;

	if (fragment->cut)
		return -EINVAL;
	if (d->length && to > d->length)
		return -EINVAL;
	if (!fragment->more && (d->length ? to != d->length : to < d->end))
		return -EINVAL;
	held = units_held(d, from, to);
	if (held)
		return held == units && is_same(f, d, from, fragment->payload) ?
			       -EEXIST : -EINVAL;
	if (!fragment->more)
		d->length = to;
	if (!from)
		d->protocol = fragment->protocol;
	store(f, d, from, fragment->payload);
	return 0;
}

static void gather(struct fragments *f, const struct incomplete *d)
{
	size_t n;

	for (size_t at = 0; at < d->length; at += n) {
		const unsigned char *bytes = span(f, d, at, d->length - at, &n);

		memcpy(f->whole + at, bytes, n);
	}
}

int fragments_add(struct fragments *fragments, const struct fragment *fragment,
		  int64_t time, struct cursor *whole, uint8_t *protocol)
{
	size_t length = cursor_left(&fragment->payload);
	struct incomplete *d;
	int rc;

	fragments->seen++;
	if (!fragment->cut && (!length || fragment->offset + length >
				       DATAGRAM_MAX ||
			       (fragment->more && length % UNIT)))
		return -EINVAL;
	d = find(fragments, fragment, time);
	if (d->state == COMPLETE)
		fragments->used++;
	if (d->state != WAITING)
		return -EAGAIN;
	rc = put(fragments, d, fragment);
	if (rc == -EEXIST) {
		fragments->used++;
		return -EAGAIN;
	}
	if (rc) {
		end(fragments, d, UNUSABLE);
		return -EAGAIN;
	}
	d->fragments++;
	if (!d->length || d->held < d->length)
		return -EAGAIN;
	gather(fragments, d);
	fragments->used += d->fragments;
	*whole = cursor_over(fragments->whole, d->length);
	*protocol = d->protocol;
	end(fragments, d, COMPLETE);
	d->time = time;
	return 0;
}
