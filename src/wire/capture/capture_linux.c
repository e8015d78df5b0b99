/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Live captures with libpcap.
 *
 * libpcap does not block; we wait for its socket ourselves, so that a signal
 * or a deadline ends the wait.  The kernel delivers packets in blocks, each
 * when it is full or BLOCK_WAIT old.
 */
#include "wire/capture/capture.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "wire/capture/capture_source.h"
#include "wire/packet/link.h"
#include "wire/capture/link_rate_linux.h"

#define BLOCK_WAIT 100		/* ms */

#ifndef DLT_LINUX_SLL2
#define DLT_LINUX_SLL2 276	/* since libpcap 1.10 */
#endif
#define LINKTYPE_RAW 101	/* DLT_RAW differs between systems */

/**
 * struct live - A live capture
 * @name:	Of the interface, for messages
 * @fd:		For poll()
 * @last:	libpcap's counters, of 32 bits, at the last call
 */
struct live {
	pcap_t *pcap;
	char name[64];
	int fd;
	int link;
	bool nanoseconds;
	struct pcap_stat last;
	struct capture_counts counts;
	struct link_drops *drops;
};

static int link_of(pcap_t *pcap)
{
	int dlt = pcap_datalink(pcap);

	return dlt == DLT_RAW ? LINKTYPE_RAW : dlt;
}

static bool has_vanished(const char *text)
{
	/* Messages of libpcap since 1.10, of older ones, and the kernel's. */
	return strstr(text, "disappeared") || strstr(text, "went down") ||
	       strstr(text, strerror(ENETDOWN));
}

/* libpcap failed. */
static int broke_off(struct live *live, char *error)
{
	const char *text = pcap_geterr(live->pcap);

	if (has_vanished(text)) {
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "interface %s has gone during the capture",
			 live->name);
		return -ENETDOWN;
	}
	snprintf(error, CAPTURE_ERROR_TEXT, "capture on %s: %.160s",
		 live->name, text);
	return -EIO;
}

static int live_next(void *state, struct packet *packet, int wait, char *error)
{
	struct live *live = state;
	struct pollfd ready = {.fd = live->fd, .events = POLLIN};
	struct pcap_pkthdr *header;
	const unsigned char *bytes;
	int rc = pcap_next_ex(live->pcap, &header, &bytes);

	if (!rc && wait && poll(&ready, 1, wait) > 0)
		rc = pcap_next_ex(live->pcap, &header, &bytes);
	if (rc < 0)
		return broke_off(live, error);
	if (!rc)
		return 0;
	*packet = (struct packet){
		.time = (int64_t)header->ts.tv_sec * 1000000000 +
			(int64_t)header->ts.tv_usec *
				(live->nanoseconds ? 1 : 1000),
		.bytes = bytes,
		.captured = header->caplen,
		.length = header->len,
		.link = live->link,
	};
	return 1;
}

/* libpcap's counters wrap around; ours do not if this is called often. */
static void live_counts(void *state, struct capture_counts *counts)
{
	struct live *live = state;
	struct pcap_stat now;

	if (!pcap_stats(live->pcap, &now)) {
		live->counts.received += (uint32_t)(now.ps_recv -
						    live->last.ps_recv);
		live->counts.dropped += (uint32_t)(now.ps_drop -
						   live->last.ps_drop);
		live->counts.known = true;
		live->last = now;
	}
	live->counts.dropped_by_interface = link_drops(live->drops);
	*counts = live->counts;
}

static int live_socket(const void *state)
{
	const struct live *live = state;

	return live->fd;
}

static void live_close(void *state)
{
	struct live *live = state;

	if (live->pcap)
		pcap_close(live->pcap);
	link_drops_close(live->drops);
	free(live);
}

static const struct capture_source live_source = {
	.next = live_next,
	.counts = live_counts,
	.socket = live_socket,
	.close = live_close,
};

static size_t buffer_size(const struct capture_live *options)
{
	long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGESIZE);
	uint64_t memory = pages > 0 && size > 0 ?
				  (uint64_t)pages * (uint64_t)size :
				  0;

	return options->buffer ? options->buffer :
				 capture_room(link_rate(options->interface),
					      memory);
}

static int refused(const char *name, int rc, const char *text, char *error)
{
	char names[CAPTURE_ERROR_TEXT / 2];

	switch (rc) {
	case PCAP_ERROR_PERM_DENIED:
	case PCAP_ERROR_PROMISC_PERM_DENIED:
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "capture on %s: not permitted: needs CAP_NET_RAW; run "
			 "it as root", name);
		return -EPERM;
	case PCAP_ERROR_NO_SUCH_DEVICE:
		link_names(names, sizeof(names));
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "no interface %s; there are: %s", name, names);
		return -ENODEV;
	case PCAP_ERROR_IFACE_NOT_UP:
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "interface %s is down: ip link set %s up", name,
			 name);
		return -ENETDOWN;
	default:
		snprintf(error, CAPTURE_ERROR_TEXT, "capture on %s: %.160s",
			 name, *text ? text : pcap_statustostr(rc));
		return -EIO;
	}
}

/* Return: an active capture, or NULL with *rc and @error set. */
static pcap_t *activate(const char *interface, size_t buffer, int *rc,
			char *error)
{
	const char *name = interface ? interface : "all interfaces";
	char text[PCAP_ERRBUF_SIZE] = "";
	pcap_t *pcap = pcap_create(interface ? interface : "any", text);
	int status = PCAP_ERROR;

	if (pcap) {
		pcap_set_snaplen(pcap, CAPTURE_PACKET_MAX);
		pcap_set_promisc(pcap, 0);
		pcap_set_timeout(pcap, BLOCK_WAIT);
		pcap_set_buffer_size(pcap, (int)buffer);
		pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
		status = pcap_activate(pcap);
		snprintf(text, sizeof(text), "%s", pcap_geterr(pcap));
	}
	if (status >= 0 && !pcap_setnonblock(pcap, 1, text))
		return pcap;
	if (pcap)
		pcap_close(pcap);
	*rc = status == PCAP_ERROR && strstr(text, strerror(ENOMEM)) ?
		      -ENOMEM :
		      refused(name, status, text, error);
	if (*rc == -ENOMEM)
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "capture on %s: no memory for its buffer", name);
	return NULL;
}

/* Install the filter in the kernel. */
static int set_filter(struct live *live, const char *filter, char *error)
{
	struct bpf_program program;
	char *tagged = NULL;
	int rc = -1;

	if (live->link == DLT_EN10MB) {
		tagged = capture_tagged(filter);
		if (!tagged)
			return -ENOMEM;
		rc = pcap_compile(live->pcap, &program, tagged, 1,
				  PCAP_NETMASK_UNKNOWN);
	}
	/* For an interface without VLANs, and for errors in the user's own
	 * text. */
	if (rc)
		rc = pcap_compile(live->pcap, &program, filter, 1,
				  PCAP_NETMASK_UNKNOWN);
	free(tagged);
	if (rc) {
		snprintf(error, CAPTURE_ERROR_TEXT, "filter: %.200s",
			 pcap_geterr(live->pcap));
		return -EINVAL;
	}
	rc = pcap_setfilter(live->pcap, &program);
	pcap_freecode(&program);
	return rc ? broke_off(live, error) : 0;
}

int capture_open_live(const struct capture_live *options,
		      struct capture **capture, char *error)
{
	struct live *live = memory_zeroed(1, sizeof(*live));
	size_t buffer = buffer_size(options);
	struct capture *new;
	int rc = -ENOMEM;

	snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
	if (!live)
		goto out;
	snprintf(live->name, sizeof(live->name), "%s",
		 options->interface ? options->interface : "all interfaces");
	while (!(live->pcap = activate(options->interface, buffer, &rc,
				       error))) {
		if (rc != -ENOMEM || buffer / 2 < CAPTURE_ROOM_MIN)
			goto out;
		buffer /= 2;
	}
	/* The newer header has the index of the interface. */
	if (!options->interface)
		pcap_set_datalink(live->pcap, DLT_LINUX_SLL2);
	live->link = link_of(live->pcap);
	if (!link_supported(live->link)) {
		snprintf(error, CAPTURE_ERROR_TEXT,
			 "interface %s: link type %d is not supported",
			 live->name, live->link);
		rc = -EPROTONOSUPPORT;
		goto out;
	}
	live->fd = pcap_get_selectable_fd(live->pcap);
	live->nanoseconds = pcap_get_tstamp_precision(live->pcap) ==
			    PCAP_TSTAMP_PRECISION_NANO;
	rc = options->filter ? set_filter(live, options->filter, error) : 0;
	if (rc)
		goto out;
	live->drops = link_drops_open(options->interface);
	new = capture_new(&live_source, live);
	if (new) {
		*capture = new;
		return 0;
	}
	rc = -ENOMEM;
	snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
out:
	if (live)
		live_close(live);
	return rc;
}
