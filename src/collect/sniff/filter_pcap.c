#include "collect/sniff/filter.h"

#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "collect/sniff/capture.h"
#include "collect/sniff/link.h"

/*
 * What libpcap has to take a link type for (its DLT_), after how many bytes.
 * Of NULL and LOOP it would compare the address family in this machine's byte
 * order and numbering; the IP packet behind it is the same everywhere.
 */
static const struct filter_link {
	int link;
	int dlt;
	size_t skip;
} links[] = {
	{0, DLT_RAW, 4},
	{1, DLT_EN10MB, 0},
	{9, DLT_PPP, 0},
	{12, DLT_RAW, 0},
	{14, DLT_RAW, 0},
	{50, DLT_PPP_SERIAL, 0},
	{51, DLT_PPP_ETHER, 0},
	{101, DLT_RAW, 0},
	{108, DLT_RAW, 4},
	{113, DLT_LINUX_SLL, 0},
	{228, DLT_IPV4, 0},
	{229, DLT_IPV6, 0},
	{276, 276, 0},		/* DLT_LINUX_SLL2, since libpcap 1.10 */
};
#define LINKS (sizeof(links) / sizeof(links[0]))

/**
 * struct filter - A program for each link type
 * @compiled:	Whether there is one, in the order of @links
 */
struct filter {
	struct bpf_program programs[LINKS];
	bool compiled[LINKS];
};

static size_t index_of(int link)
{
	size_t i = 0;

	while (i < LINKS && links[i].link != link)
		i++;
	return i;
}

static int compile(struct filter *filter, size_t i, const char *text,
		   char *error)
{
	pcap_t *dead = pcap_open_dead(links[i].dlt, CAPTURE_PACKET_MAX);

	if (!dead)
		return -ENOMEM;
	filter->compiled[i] = !pcap_compile(dead, &filter->programs[i], text,
					    1, PCAP_NETMASK_UNKNOWN);
	if (!filter->compiled[i])
		snprintf(error, CAPTURE_ERROR_TEXT, "filter: %.200s",
			 pcap_geterr(dead));
	pcap_close(dead);
	return filter->compiled[i] ? 0 : -EINVAL;
}

int filter_new(const char *text, int link, struct filter **filter, char *error)
{
	struct filter *new = calloc(1, sizeof(*new));
	int rc = link >= 0 && index_of(link) == LINKS ? 0 : -EINVAL;

	if (!new) {
		snprintf(error, CAPTURE_ERROR_TEXT, "out of memory");
		return -ENOMEM;
	}
	for (size_t i = 0; i < LINKS; i++)
		if ((link < 0 || links[i].link == link) &&
		    !compile(new, i, text, error))
			rc = 0;
	if (rc)
		filter_free(new);
	else
		*filter = new;
	return rc;
}

int filter_fits(const struct filter *filter, int link, char *error)
{
	size_t i = index_of(link);

	if (i == LINKS || filter->compiled[i])
		return 0;
	snprintf(error, CAPTURE_ERROR_TEXT, "the filter cannot tell packets of"
		 " link type %d (%s)", link, link_name(link));
	return -EINVAL;
}

bool filter_passes(const struct filter *filter, const struct packet *packet)
{
	struct pcap_pkthdr header;
	size_t i, skip;

	if (!filter)
		return true;
	i = index_of(packet->link);
	if (i == LINKS || !filter->compiled[i])
		return true;
	skip = links[i].skip;
	if (packet->captured < skip)
		return false;
	header.caplen = (bpf_u_int32)(packet->captured - skip);
	header.len = packet->length;
	return pcap_offline_filter(&filter->programs[i], &header,
				   packet->bytes + skip) > 0;
}

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	for (size_t i = 0; i < LINKS; i++)
		if (filter->compiled[i])
			pcap_freecode(&filter->programs[i]);
	free(filter);
}
