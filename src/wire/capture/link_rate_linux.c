/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The rate comes from a system call, which is about our own network namespace.
 * The counters are only in /sys, which shows the namespace in which it was
 * mounted: an interface there is ours only if its index and hardware address
 * are the same.
 */
#include "wire/capture/link_rate_linux.h"

#include <fcntl.h>
#include <inttypes.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/cursor.h"
#include "base/memory.h"

#define MEGABIT (1000000 / 8)	/* bytes in a second */
#define COUNTERS_MAX 64

/* The speed of such an interface is a constant in its driver
 * (drivers/net/veth.c, drivers/net/tun.c). */
static bool is_virtual(int s, struct ifreq *request)
{
	struct ethtool_drvinfo driver = {.cmd = ETHTOOL_GDRVINFO};

	request->ifr_data = (char *)&driver;
	return !ioctl(s, SIOCETHTOOL, request) &&
	       (!strcmp(driver.driver, "veth") ||
		!strcmp(driver.driver, "tun"));
}

/* In megabits; 0 if unknown, as for the loopback. */
static unsigned int speed_of(int s, const char *interface)
{
	struct ethtool_cmd command = {.cmd = ETHTOOL_GSET};
	struct ifreq request = {0};
	unsigned int speed;

	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", interface);
	if (is_virtual(s, &request))
		return 0;
	request.ifr_data = (char *)&command;
	if (ioctl(s, SIOCETHTOOL, &request))
		return 0;
	speed = ethtool_cmd_speed(&command);
	return speed == (unsigned int)SPEED_UNKNOWN ? 0 : speed;
}

uint64_t link_rate(const char *interface)
{
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct if_nameindex *names = interface ? NULL : if_nameindex();
	unsigned int rate = 0;

	if (s >= 0 && interface)
		rate = speed_of(s, interface);
	for (size_t i = 0; s >= 0 && names && names[i].if_name; i++) {
		unsigned int speed = speed_of(s, names[i].if_name);

		rate = speed > rate ? speed : rate;
	}
	if (names)
		if_freenameindex(names);
	if (s >= 0)
		close(s);
	return (uint64_t)rate * MEGABIT;
}

void link_names(char *text, size_t size)
{
	struct if_nameindex *names = if_nameindex();
	size_t at = 0;

	*text = '\0';
	for (size_t i = 0; names && names[i].if_name && at < size; i++)
		at += (size_t)snprintf(text + at, size - at, "%s%s",
				       i ? ", " : "", names[i].if_name);
	if (names)
		if_freenameindex(names);
}

/**
 * struct link_drops - Counters
 * @files:	Open files of /sys
 * @first:	Their values at the start
 */
struct link_drops {
	int files[COUNTERS_MAX];
	uint64_t first[COUNTERS_MAX];
	size_t count;
};

static bool read_text(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	if (n <= 0)
		return false;
	text[n] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return true;
}

static bool read_counter(int fd, uint64_t *value)
{
	char text[32];
	struct cursor c;

	if (!read_text(fd, text, sizeof(text)))
		return false;
	c = cursor_over(text, strlen(text));
	return cursor_number(&c, value);
}

static int open_sys(const char *interface, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/class/net/%s/%s", interface, name);
	return open(path, O_RDONLY | O_CLOEXEC);
}

static bool sys_says(const char *interface, const char *name,
		     const char *want)
{
	int fd = open_sys(interface, name);
	char text[64];
	bool says = fd >= 0 && read_text(fd, text, sizeof(text)) &&
		    !strcmp(text, want);

	if (fd >= 0)
		close(fd);
	return says;
}

/* Is it about the interface of this name in our namespace? */
static bool is_ours(const char *interface)
{
	int s = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = {0};
	const unsigned char *mac =
		(const unsigned char *)request.ifr_hwaddr.sa_data;
	char number[16], text[24];
	bool ours;

	if (s < 0)
		return false;
	snprintf(request.ifr_name, sizeof(request.ifr_name), "%s", interface);
	ours = !ioctl(s, SIOCGIFHWADDR, &request);
	close(s);
	snprintf(number, sizeof(number), "%u", if_nametoindex(interface));
	snprintf(text, sizeof(text), "%02x:%02x:%02x:%02x:%02x:%02x", mac[0],
		 mac[1], mac[2], mac[3], mac[4], mac[5]);
	return ours && sys_says(interface, "ifindex", number) &&
	       sys_says(interface, "address", text);
}

static void open_counters(struct link_drops *drops, const char *interface)
{
	static const char *const names[] = {
		"statistics/rx_missed_errors", "statistics/rx_fifo_errors",
	};

	if (strchr(interface, '/') || !is_ours(interface))
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t at = drops->count;

		if (at == COUNTERS_MAX)
			return;
		drops->files[at] = open_sys(interface, names[i]);
		if (drops->files[at] < 0)
			continue;
		drops->count++;
		if (!read_counter(drops->files[at], &drops->first[at]))
			close(drops->files[--drops->count]);
	}
}

struct link_drops *link_drops_open(const char *interface)
{
	struct link_drops *drops = memory_zeroed(1, sizeof(*drops));
	struct if_nameindex *names;

	if (!drops)
		return NULL;
	if (interface) {
		open_counters(drops, interface);
		return drops;
	}
	names = if_nameindex();
	for (size_t i = 0; names && names[i].if_name; i++)
		open_counters(drops, names[i].if_name);
	if (names)
		if_freenameindex(names);
	return drops;
}

uint64_t link_drops(struct link_drops *drops)
{
	uint64_t sum = 0, now;

	/* The counter of an interface that has gone cannot be read; one that
	 * was reset is smaller. */
	for (size_t i = 0; drops && i < drops->count; i++)
		if (read_counter(drops->files[i], &now) &&
		    now > drops->first[i])
			sum += now - drops->first[i];
	return sum;
}

void link_drops_close(struct link_drops *drops)
{
	for (size_t i = 0; drops && i < drops->count; i++)
		close(drops->files[i]);
	free(drops);
}
