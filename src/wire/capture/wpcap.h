/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * wpcap.dll: libpcap for Windows, from Npcap or WinPcap.
 *
 * Its types are declared here: the program is built without its headers and
 * import library, and runs without the DLL.  They are those of 64-bit Windows,
 * where `long`, and so the members of struct timeval, have 32 bits.
 */
#ifndef WIRE_CAPTURE_WPCAP_H
#define WIRE_CAPTURE_WPCAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WPCAP_ERROR_TEXT 256		/* PCAP_ERRBUF_SIZE */
#define WPCAP_REASON 160
#define WPCAP_NO_NETMASK 0xffffffffu	/* PCAP_NETMASK_UNKNOWN */

/* pcap_if_t's flags */
#define WPCAP_LOOPBACK 1u
#define WPCAP_UP 2u
#define WPCAP_RUNNING 4u

/* Errors */
#define WPCAP_ERROR (-1)
#define WPCAP_NO_SUCH_DEVICE (-5)
#define WPCAP_DENIED (-8)
#define WPCAP_NOT_UP (-9)
#define WPCAP_PROMISC_DENIED (-11)

#define WPCAP_NANOSECONDS 1		/* PCAP_TSTAMP_PRECISION_NANO */

struct wpcap_handle;

/** struct wpcap_header - struct pcap_pkthdr */
struct wpcap_header {
	uint32_t seconds;
	uint32_t fraction;
	uint32_t captured;
	uint32_t length;
};

/** struct wpcap_program - struct bpf_program */
struct wpcap_program {
	unsigned int length;
	void *instructions;
};

/** struct wpcap_device - pcap_if_t */
struct wpcap_device {
	struct wpcap_device *next;
	char *name;
	char *description;
	void *addresses;
	unsigned int flags;
};

/**
 * struct wpcap_stat - struct pcap_stat
 * @more:	Members that some versions add
 */
struct wpcap_stat {
	unsigned int received;
	unsigned int dropped;
	unsigned int dropped_by_interface;
	unsigned int more[5];
};

/**
 * struct wpcap - Its functions: the names are pcap_ and the member's name
 * @init:	This and the following may be NULL: older DLLs lack them
 * @utf8:	Its texts are UTF-8, else in the system's code page
 */
struct wpcap {
	int (*findalldevs)(struct wpcap_device **devices, char *error);
	void (*freealldevs)(struct wpcap_device *devices);
	struct wpcap_handle *(*create)(const char *name, char *error);
	int (*set_snaplen)(struct wpcap_handle *handle, int bytes);
	int (*set_promisc)(struct wpcap_handle *handle, int on);
	int (*set_timeout)(struct wpcap_handle *handle, int ms);
	int (*set_buffer_size)(struct wpcap_handle *handle, int bytes);
	int (*activate)(struct wpcap_handle *handle);
	int (*setnonblock)(struct wpcap_handle *handle, int on, char *error);
	int (*datalink)(struct wpcap_handle *handle);
	int (*next_ex)(struct wpcap_handle *handle,
		       struct wpcap_header **header,
		       const unsigned char **bytes);
	int (*compile)(struct wpcap_handle *handle,
		       struct wpcap_program *program, const char *text,
		       int optimize, uint32_t netmask);
	int (*setfilter)(struct wpcap_handle *handle,
			 struct wpcap_program *program);
	void (*freecode)(struct wpcap_program *program);
	int (*stats)(struct wpcap_handle *handle, struct wpcap_stat *stat);
	char *(*geterr)(struct wpcap_handle *handle);
	void (*close)(struct wpcap_handle *handle);

	int (*init)(unsigned int options, char *error);
	int (*set_immediate_mode)(struct wpcap_handle *handle, int on);
	int (*set_tstamp_precision)(struct wpcap_handle *handle, int precision);
	int (*get_tstamp_precision)(struct wpcap_handle *handle);
	struct wpcap_handle *(*open_dead)(int link, int length);
	int (*offline_filter)(const struct wpcap_program *program,
			      const struct wpcap_header *header,
			      const unsigned char *bytes);
	bool utf8;
};

/** wpcap - NULL before wpcap_load(); a test may set its own */
extern const struct wpcap *wpcap;

/**
 * wpcap_load() - Load the DLL, if it is not loaded yet
 * @reason:	WPCAP_REASON bytes; on error what is wrong and what to do:
 *		"no wpcap.dll: install Npcap (npcap.com)"
 *
 * Only from the system's directory.  It stays loaded.
 *
 * Return: 0 or -EOPNOTSUPP
 */
int wpcap_load(char *reason);

/**
 * wpcap_text() - A text of the DLL as UTF-8
 * @text:	Written; truncated if it is too long
 * @size:	Of @text
 */
void wpcap_text(const char *said, char *text, size_t size);

#endif
