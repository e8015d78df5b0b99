/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packets FILE [FILTER]: how long the first steps of a packet's way take, from
 * the file to the IP datagram, and what they found.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "collect/sniff/sniff_source.h"
#include "wire/packet/ip.h"
#include "wire/packet/link.h"
#include "port/clock.h"

int main(int argc, char **argv)
{
	uint64_t packets = 0, bytes = 0, no_ip = 0, cut = 0, by[256] = {0};
	char error[CAPTURE_ERROR_TEXT] = "";
	struct sniff_options options = {0};
	struct sniff_source source = {0};
	struct datagram datagram;
	struct packet packet;
	struct frame frame;
	struct ip *ip = ip_new();
	int64_t start = clock_now();
	int rc;

	if (argc < 2 || !ip)
		return 3;
	options.file = argv[1];
	options.filter = argv[2];
	rc = sniff_source_open(&source, &options, NULL, 0, error);
	if (!rc)
		rc = sniff_source_start(&source, error);
	if (rc) {
		fprintf(stderr, "packets: %s: %s\n", argv[1], error);
		return 1;
	}
	while ((rc = sniff_source_next(&source, &packet, 1000, error)) >= 0 ||
	       rc == -EAGAIN) {
		if (rc != 1)
			continue;
		packets++;
		bytes += packet.captured;
		rc = link_strip(&packet, &frame);
		no_ip += rc == -ENOENT;
		cut += rc == -EINVAL;
		if (!rc && !ip_parse(ip, frame.ip, frame.length,
					      packet.time, &datagram))
			by[datagram.protocol]++;
	}
	printf("packets %" PRIu64 " bytes %" PRIu64 " no-ip %" PRIu64
	       " cut %" PRIu64 " damaged %" PRIu64 " fragments %" PRIu64
	       " dropped %" PRIu64, packets, bytes, no_ip, cut,
	       ip_counts(ip).damaged, ip_counts(ip).fragments,
	       ip_counts(ip).fragments_dropped);
	for (int i = 0; i < 256; i++)
		if (by[i])
			printf(" protocol-%d %" PRIu64, i, by[i]);
	printf("\n");
	fprintf(stderr, "%.1f ns for a packet\n", packets ?
		(double)(clock_now() - start) * 1e6 / (double)packets : 0);
	if (rc != -ENODATA)
		fprintf(stderr, "packets: %s: %s\n", argv[1], error);
	sniff_source_close(&source);
	ip_free(ip);
	return rc == -ENODATA ? 0 : 1;
}
