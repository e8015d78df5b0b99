/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Filters of files by wpcap.dll, as on Linux by libpcap.  Compared by hand with
 * libpcap 1.10.3 built for Windows (its pcap-null.c, as
 * system32\Npcap\wpcap.dll, with WINEDLLOVERRIDES=wpcap=n,b): for five filters
 * on each of 41 captures of tests/golden it gave what Linux gives.
 */
#include "wire/filter/filter_program.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "wire/capture/wpcap.h"
#include "wire/packet/packet.h"

struct filter_program {
	struct wpcap_program bpf;
};

int filter_program_ready(char *error)
{
	char reason[WPCAP_REASON];

	if (wpcap_load(reason)) {
		snprintf(error, CAPTURE_ERROR_TEXT, "%s to filter files; -r "
			 "FILE works without a filter", reason);
		return -EOPNOTSUPP;
	}
	if (wpcap->open_dead && wpcap->offline_filter)
		return 0;
	snprintf(error, CAPTURE_ERROR_TEXT, "the wpcap.dll here cannot filter "
		 "files; -r FILE works without a filter");
	return -EOPNOTSUPP;
}

int filter_program_new(const char *text, int dlt,
		       struct filter_program **program, char *error)
{
	struct filter_program *new = memory_new(sizeof(*new));
	struct wpcap_handle *dead = new ? wpcap->open_dead(dlt,
							   CAPTURE_PACKET_MAX) :
					  NULL;
	char said[WPCAP_ERROR_TEXT];
	int rc = -ENOMEM;

	snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
	if (!dead)
		goto out;
	rc = wpcap->compile(dead, &new->bpf, text, 1, WPCAP_NO_NETMASK);
	if (rc) {
		wpcap_text(wpcap->geterr(dead), said, sizeof(said));
		snprintf(error, CAPTURE_ERROR_TEXT, "filter: %.200s", said);
		rc = -EINVAL;
	}
	wpcap->close(dead);
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
	struct wpcap_header header = {
		.captured = (uint32_t)captured,
		.length = length,
	};

	return wpcap->offline_filter(&program->bpf, &header, bytes) > 0;
}

void filter_program_free(struct filter_program *program)
{
	if (program)
		wpcap->freecode(&program->bpf);
	free(program);
}
