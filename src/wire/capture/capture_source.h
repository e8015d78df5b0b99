/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kinds of captures, behind capture.c.
 *
 * One packet a call, without batches: libpcap, too, gives one packet a call,
 * which is 4 % of the cost of a packet live.  Files are read, not mapped: a
 * mapped file that shrinks would end the program (SIGBUS), and read() is a
 * sixth of the time.
 */
#ifndef WIRE_CAPTURE_CAPTURE_SOURCE_H
#define WIRE_CAPTURE_CAPTURE_SOURCE_H

#include "wire/capture/capture.h"

#define CAPTURE_ROOM_MIN ((size_t)2 << 20)	/* bytes */

/**
 * struct capture_source - A kind of capture
 * The functions are those of capture.h; @state is the kind's own.  A kind that
 * has no socket leaves @socket out.
 */
struct capture_source {
	int (*next)(void *state, struct packet *packet, int wait, char *error);
	void (*counts)(void *state, struct capture_counts *counts);
	int (*socket)(const void *state);
	void (*close)(void *state);
};

/**
 * capture_new() - A capture of some kind
 * @source:	Kept: not copied
 *
 * Return: NULL without memory
 */
struct capture *capture_new(const struct capture_source *source, void *state);

/**
 * capture_room() - A good size for the buffer of a live capture
 * @rate:	Of the interface, in bytes a second; 0 if unknown
 * @memory:	Memory of the machine, divided by the number of buffers, in
 *		bytes; 0 if unknown
 *
 * Return: bytes, at least CAPTURE_ROOM_MIN
 */
size_t capture_room(uint64_t rate, uint64_t memory);

/**
 * capture_tagged() - A filter that also looks behind up to two VLAN tags
 * @filter:	For Ethernet frames, as pcap-filter(7) has it
 *
 * Return: to be freed; NULL without memory
 */
char *capture_tagged(const char *filter);

#endif
