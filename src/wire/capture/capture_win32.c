/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Live captures on Windows with wpcap.dll.
 *
 * If the user does not choose an adapter, all that are up are captured from,
 * and the loopback: each has its own handle, link type and buffer.  The next
 * packet of each is held, and the oldest one is delivered, so that packets of
 * two adapters come in order.
 *
 * We never block in wpcap.dll: pcap_next_ex() returns at once, and if no
 * adapter has a packet we sleep for PAUSE; the buffers hold a second.  Waiting
 * for the event of each adapter (pcap_getevent()) would save a hundred calls a
 * second, but in replacements of WinPcap it may not work, and Wine's function
 * ends the program; the timeout of pcap_next_ex() is not reliable on a link
 * without traffic.
 */
#include "wire/capture/capture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "base/log.h"
#include "base/memory.h"
#include "wire/capture/capture_source.h"
#include "wire/packet/link.h"
#include "wire/capture/wpcap.h"
#include "wire/capture/wpcap_adapter.h"
#include "port/clock.h"

#define BLOCK_WAIT 100		/* ms; wpcap.dll requires one */
#define PAUSE 10		/* ms between two polls of idle adapters */
#define POLL_EVERY 64		/* packets: then poll idle adapters, too */

#define DLT_RAW 12
#define LINKTYPE_RAW 101

/**
 * struct tap - One adapter
 * @handle:	NULL once it has gone
 * @held:	@packet waits to be delivered
 * @last:	wpcap.dll's counters at the last call
 */
struct tap {
	struct wpcap_handle *handle;
	char name[WPCAP_NAME];
	int link;
	bool nanoseconds;
	bool held;
	struct packet packet;
	struct wpcap_stat last;
};

/**
 * struct live - A live capture
 * @left:	Number of adapters that have not gone
 * @last:	Adapter of the packet that was delivered last, or NULL
 * @since:	Packets since all adapters were polled
 */
struct live {
	struct tap *taps;
	size_t count;
	size_t left;
	struct tap *last;
	unsigned int since;
	struct capture_counts counts;
};

static void geterr(struct wpcap_handle *handle, char *text, size_t size)
{
	wpcap_text(wpcap->geterr(handle), text, size);
}

/* Messages of libpcap; before 1.10 with Windows' error number; of Wine. */
static bool has_vanished(const char *text)
{
	return strstr(text, "disappeared") || strstr(text, "(1617)") ||
	       strstr(text, "went down") || strstr(text, "Network is down");
}

static int broke_off(const struct tap *tap, char *error)
{
	char text[WPCAP_ERROR_TEXT];

	geterr(tap->handle, text, sizeof(text));
	if (has_vanished(text)) {
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "interface %.100s has gone during the capture",
			 tap->name);
		return -ENETDOWN;
	}
	snprintf(error, CAPTURE_ERROR_TEXT, "capture on %.60s: %.160s",
		 tap->name, text);
	return -EIO;
}

static struct packet as_packet(const struct tap *tap, unsigned int number,
			       const struct wpcap_header *header,
			       const unsigned char *bytes)
{
	return (struct packet){
		.time = (int64_t)header->seconds * 1000000000 +
			(int64_t)header->fraction *
				(tap->nanoseconds ? 1 : 1000),
		.bytes = bytes,
		.captured = header->captured,
		.length = header->length,
		.link = tap->link,
		.interface = number,
	};
}

/* Hold the next packet, if there is one.  Of several adapters one may go. */
static int poll_tap(struct live *live, struct tap *tap, char *error)
{
	struct wpcap_header *header;
	const unsigned char *bytes;
	int rc = wpcap->next_ex(tap->handle, &header, &bytes);

	if (rc < 0) {
		rc = broke_off(tap, error);
		if (rc != -ENETDOWN || live->left == 1)
			return rc;
		log_debug("%s", error);
		wpcap->close(tap->handle);
		tap->handle = NULL;
		live->left--;
		return 0;
	}
	tap->held = rc > 0;
	if (tap->held)
		tap->packet = as_packet(tap,
					(unsigned int)(tap - live->taps),
					header, bytes);
	return 0;
}

static struct tap *oldest(const struct live *live)
{
	struct tap *oldest = NULL;

	for (size_t i = 0; i < live->count; i++) {
		struct tap *tap = &live->taps[i];

		if (tap->held &&
		    (!oldest || tap->packet.time < oldest->packet.time))
			oldest = tap;
	}
	return oldest;
}

/* Polling an idle adapter costs a system call: not before each packet. */
static int poll_taps(struct live *live, char *error)
{
	bool all = !live->last || ++live->since >= POLL_EVERY;
	int rc = 0;

	if (live->last)
		rc = poll_tap(live, live->last, error);
	live->last = NULL;
	if (!rc && !all && oldest(live))
		return 0;
	live->since = 0;
	for (size_t i = 0; !rc && i < live->count; i++)
		if (live->taps[i].handle && !live->taps[i].held)
			rc = poll_tap(live, &live->taps[i], error);
	return rc;
}

static int live_next(void *state, struct packet *packet, int wait, char *error)
{
	int64_t until = clock_now() + wait, left;
	struct live *live = state;
	struct tap *tap;
	int rc;

	for (;;) {
		rc = poll_taps(live, error);
		if (rc)
			return rc;
		tap = oldest(live);
		if (tap)
			break;
		left = until - clock_now();
		if (left <= 0)
			return 0;
		Sleep((DWORD)(left < PAUSE ? left : PAUSE));
	}
	tap->held = false;
	live->last = tap;
	*packet = tap->packet;
	return 1;
}

/* Its counters wrap around; ours do not if this is called often. */
static void live_counts(void *state, struct capture_counts *counts)
{
	struct live *live = state;
	struct capture_counts *sum = &live->counts;

	for (size_t i = 0; i < live->count; i++) {
		struct tap *tap = &live->taps[i];
		struct wpcap_stat now = {0};

		if (!tap->handle || wpcap->stats(tap->handle, &now))
			continue;
		sum->known = true;
		sum->received += now.received - tap->last.received;
		sum->dropped += now.dropped - tap->last.dropped;
		sum->dropped_by_interface += now.dropped_by_interface -
					     tap->last.dropped_by_interface;
		tap->last = now;
	}
	*counts = *sum;
}

static void live_close(void *state)
{
	struct live *live = state;

	for (size_t i = 0; i < live->count; i++)
		if (live->taps[i].handle)
			wpcap->close(live->taps[i].handle);
	free(live->taps);
	free(live);
}

static const struct capture_source live_source = {
	.next = live_next,
	.counts = live_counts,
	.close = live_close,
};

static int refused(const char *name, int status, const char *text, char *error)
{
	/* Before 1.10 there is only Windows' error number. */
	if (status == WPCAP_ERROR && strstr(text, "(5)"))
		status = WPCAP_DENIED;
	switch (status) {
	case WPCAP_DENIED:
	case WPCAP_PROMISC_DENIED:
		snprintf(error, CAPTURE_ERROR_TEXT, "capture on %.100s: not "
			 "permitted; run this as an administrator", name);
		return -EPERM;
	case WPCAP_NO_SUCH_DEVICE:
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "interface %.100s has gone", name);
		return -ENODEV;
	case WPCAP_NOT_UP:
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "interface %.100s is down", name);
		return -ENETDOWN;
	default:
		snprintf(error, CAPTURE_ERROR_TEXT, "capture on %.60s: %.160s",
			 name, *text ? text : "wpcap.dll does not say why not");
		return -EIO;
	}
}

/* Start capturing.  Return: the status; of an error, @text is set. */
static int activate(struct wpcap_handle *handle, size_t buffer, char *text)
{
	int status;

	wpcap->set_snaplen(handle, CAPTURE_PACKET_MAX);
	wpcap->set_promisc(handle, 0);
	wpcap->set_timeout(handle, BLOCK_WAIT);
	wpcap->set_buffer_size(handle, (int)buffer);
	if (wpcap->set_immediate_mode)
		wpcap->set_immediate_mode(handle, 1);
	if (wpcap->set_tstamp_precision && wpcap->get_tstamp_precision)
		wpcap->set_tstamp_precision(handle, WPCAP_NANOSECONDS);
	status = wpcap->activate(handle);
	if (status >= 0 && wpcap->setnonblock(handle, 1, text))
		return WPCAP_ERROR;
	if (status < 0)
		geterr(handle, text, WPCAP_ERROR_TEXT);
	return status;
}

/* If memory is short, try with a smaller buffer. */
static int open_handle(struct tap *tap, const char *device, size_t buffer,
		       char *error)
{
	char text[WPCAP_ERROR_TEXT];
	int status;

	do {
		*text = '\0';
		status = WPCAP_ERROR;
		tap->handle = wpcap->create(device, text);
		if (tap->handle)
			status = activate(tap->handle, buffer, text);
		if (status >= 0)
			return 0;
		if (tap->handle)
			wpcap->close(tap->handle);
		tap->handle = NULL;
		buffer /= 2;
	} while (strstr(text, "memory") && buffer >= CAPTURE_ROOM_MIN);
	return refused(tap->name, status, text, error);
}

static int set_filter(struct tap *tap, const char *filter, char *error)
{
	char *tagged = tap->link == 1 ? capture_tagged(filter) : NULL;
	char text[WPCAP_ERROR_TEXT];
	struct wpcap_program program;
	int rc = tagged ? wpcap->compile(tap->handle, &program, tagged, 1,
					 WPCAP_NO_NETMASK) :
			  WPCAP_ERROR;

	/* For an adapter without VLANs, and for errors in the user's own
	 * text. */
	if (rc)
		rc = wpcap->compile(tap->handle, &program, filter, 1,
				    WPCAP_NO_NETMASK);
	free(tagged);
	if (rc) {
		geterr(tap->handle, text, sizeof(text));
		snprintf(error, CAPTURE_ERROR_TEXT, "filter: %.200s", text);
		return -EINVAL;
	}
	rc = wpcap->setfilter(tap->handle, &program);
	wpcap->freecode(&program);
	return rc ? broke_off(tap, error) : 0;
}

static int open_tap(struct tap *tap, const struct wpcap_adapter *adapter,
		    size_t buffer, const char *filter, char *error)
{
	int rc, link;

	snprintf(tap->name, sizeof(tap->name), "%s", adapter->name);
	rc = open_handle(tap, adapter->device, buffer, error);
	if (rc)
		return rc;
	link = wpcap->datalink(tap->handle);
	tap->link = link == DLT_RAW ? LINKTYPE_RAW : link;
	tap->nanoseconds = wpcap->get_tstamp_precision &&
			   wpcap->get_tstamp_precision(tap->handle) ==
				   WPCAP_NANOSECONDS;
	if (!link_supported(tap->link)) {
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "interface %.100s: link type %d is not supported",
			 tap->name, tap->link);
		rc = -EPROTONOSUPPORT;
	} else if (filter) {
		rc = set_filter(tap, filter, error);
	}
	if (rc) {
		wpcap->close(tap->handle);
		tap->handle = NULL;
	}
	return rc;
}

/* The memory of the machine is shared by all adapters. */
static size_t buffer_size(const struct capture_live *options,
			  const struct wpcap_adapter *adapter, size_t sharers)
{
	MEMORYSTATUSEX memory = {.dwLength = sizeof(memory)};

	if (options->buffer)
		return options->buffer;
	if (!GlobalMemoryStatusEx(&memory))
		memory.ullTotalPhys = 0;
	return capture_room(adapter->rate, memory.ullTotalPhys / sharers);
}

/*
 * An adapter that cannot be opened is left out, unless all fail.  An invalid
 * filter is invalid for all.
 */
static int open_taps(struct live *live, const struct capture_live *options,
		     const struct wpcap_adapter *adapters, size_t count,
		     char *error)
{
	char reason[CAPTURE_ERROR_TEXT];
	int first = -ENODEV;
	size_t sharers = 0;

	for (size_t i = 0; i < count; i++)
		sharers += adapters[i].watched;
	snprintf(error, CAPTURE_ERROR_TEXT, "no interface is up: -i takes "
		 "another by its name");
	for (size_t i = 0; i < count && first != -EINVAL; i++) {
		int rc;

		if (!adapters[i].watched)
			continue;
		rc = open_tap(&live->taps[live->count], &adapters[i],
			      buffer_size(options, &adapters[i], sharers),
			      options->filter, reason);
		if (!rc) {
			live->count++;
			continue;
		}
		log_debug("left out: %s", reason);
		live->counts.left_out++;
		if (first == -ENODEV || rc == -EINVAL) {
			first = rc;
			memcpy(error, reason, sizeof(reason));
		}
	}
	live->left = live->count;
	return live->count && first != -EINVAL ? 0 : first;
}

static int open_live(struct live *live, const struct capture_live *options,
		     char *error)
{
	struct wpcap_adapter *adapters;
	size_t count;
	int rc = wpcap_adapter_read(&adapters, &count, error), chosen = 0;

	if (rc)
		return rc;
	if (options->interface) {
		chosen = wpcap_adapter_find(adapters, count,
					    options->interface, error);
		rc = chosen < 0 ? chosen : 0;
		count = 1;
	}
	live->taps = rc ? NULL : memory_zeroed(count, sizeof(*live->taps));
	if (live->taps) {
		/* Also one that is down, if the user named it. */
		if (options->interface)
			adapters[chosen].watched = true;
		rc = open_taps(live, options, adapters + chosen, count, error);
	} else if (!rc) {
		snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
		rc = -ENOMEM;
	}
	free(adapters);
	return rc;
}

int capture_open_live(const struct capture_live *options,
		      struct capture **capture, char *error)
{
	char reason[WPCAP_REASON];
	struct capture *new = NULL;
	struct live *live;
	int rc = wpcap_load(reason);

	if (rc) {
		snprintf(error, CAPTURE_ERROR_TEXT, "%s to capture from the "
			 "network; -r FILE works without", reason);
		return rc;
	}
	live = memory_zeroed(1, sizeof(*live));
	rc = live ? open_live(live, options, error) : -ENOMEM;
	if (!rc) {
		new = capture_new(&live_source, live);
		rc = new ? 0 : -ENOMEM;
	}
	if (rc == -ENOMEM)
		snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
	if (rc && live)
		live_close(live);
	else if (!rc)
		*capture = new;
	return rc;
}
