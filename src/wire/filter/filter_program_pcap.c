/* SPDX-License-Identifier: BSD-2-Clause */
#include "wire/filter/filter_program.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/packet/packet.h"

struct filter_program {
	struct bpf_program bpf;
};

int filter_program_ready(char *error)
{
	(void)error;
	return 0;
}

int filter_program_new(const char *text, int dlt,
		       struct filter_program **program, char *error)
{
	struct filter_program *new = memory_new(sizeof(*new));
	pcap_t *dead = new ? pcap_open_dead(dlt, CAPTURE_PACKET_MAX) : NULL;
	int rc = -ENOMEM;

	snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
	if (!dead)
		goto out;
	rc = pcap_compile(dead, &new->bpf, text, 1, PCAP_NETMASK_UNKNOWN);
	if (rc) {
		snprintf(error, CAPTURE_ERROR_TEXT, "filter: %.200s",
			 pcap_geterr(dead));
		rc = -EINVAL;
	}
	pcap_close(dead);
out:
	if (rc)
		free(new);
	else
		*program = new;
	return rc;
}

bool filter_program_passes(const struct filter_program *program,
			   const uint8_t *bytes, size_t captured,
			   uint32_t length)
{
	struct pcap_pkthdr header;

	header.caplen = (bpf_u_int32)captured;
	header.len = length;
	return pcap_offline_filter(&program->bpf, &header, bytes) > 0;
}

void filter_program_free(struct filter_program *program)
{
	if (program)
		pcap_freecode(&program->bpf);
	free(program);
}
