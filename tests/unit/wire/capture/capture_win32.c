/* SPDX-License-Identifier: BSD-2-Clause */
/* Adapters and a wpcap.dll that no machine at hand has; all synthetic. */
#include "wire/capture/capture.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "wire/filter/filter.h"
#include "wire/capture/wpcap.h"
#include "wire/capture/wpcap_adapter.h"
#include "port/win32/api.h"
#include "port/clock.h"
#include "unit/unit.h"

/* What COM's headers make of the word. */
#undef interface

#define GUID_1 "{11111111-2222-3333-4444-555555555555}"
#define GUID_2 "{AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE}"
#define GUID_3 "{CCCCCCCC-0000-0000-0000-000000000003}"
#define DEVICE(guid) "\\Device\\NPF_" guid
#define LOOPBACK "\\Device\\NPF_Loopback"
#define PACKETS 8

/* What each handle does, by its device. */
static struct wpcap_handle {
	const char *device;
	int link;
	int status;		/* of pcap_activate() */
	const char *says;	/* then, or when its packets are over */
	struct wpcap_header headers[PACKETS];
	int count, at, looks;
	int buffer;
	int opened;
	bool starved;		/* there is memory for 4 MiB and no more */
	bool no_vlans;
	char filter[4096];
	struct wpcap_stat stat;
} handles[4];

static struct wpcap_device devices[4];
static const char *said = "";
static int nonblocking, closed, freed, compiled, freecoded;
static IP_ADAPTER_ADDRESSES known[3];
static const unsigned char bytes[64];

static int give_devices(struct wpcap_device **list, char *error)
{
	snprintf(error, WPCAP_ERROR_TEXT, "%s", said);
	*list = devices[0].name ? devices : NULL;
	return *said ? WPCAP_ERROR : 0;
}

static void take_devices(struct wpcap_device *list)
{
	(void)list;
	freed++;
}

static struct wpcap_handle *make(const char *name, char *error)
{
	for (size_t i = 0; i < 4; i++)
		if (handles[i].device && !strcmp(handles[i].device, name)) {
			handles[i].opened++;
			return &handles[i];
		}
	snprintf(error, WPCAP_ERROR_TEXT, "no device %s", name);
	return NULL;
}

static int set_number(struct wpcap_handle *handle, int number)
{
	(void)handle;
	(void)number;
	return 0;
}

static int set_buffer(struct wpcap_handle *handle, int number)
{
	handle->buffer = number;
	return 0;
}

static int start(struct wpcap_handle *handle)
{
	if (handle->starved && handle->buffer > 4 << 20) {
		handle->says = "not enough memory for the kernel buffer";
		return WPCAP_ERROR;
	}
	return handle->status;
}

static int set_nonblocking(struct wpcap_handle *handle, int on, char *error)
{
	(void)handle;
	(void)error;
	nonblocking += on;
	return 0;
}

static int link_of(struct wpcap_handle *handle)
{
	return handle->link;
}

static int next(struct wpcap_handle *handle, struct wpcap_header **header,
		const unsigned char **data)
{
	handle->looks++;
	if (handle->at == handle->count)
		return handle->says ? WPCAP_ERROR : 0;
	*header = &handle->headers[handle->at++];
	*data = bytes;
	return 1;
}

static int compile(struct wpcap_handle *handle, struct wpcap_program *program,
		   const char *text, int optimize, uint32_t netmask)
{
	assert_int_equal(optimize, 1);
	assert_int_equal(netmask, 0xffffffff);
	handle->says = "syntax error";
	if (strstr(text, "nonsense") ||
	    (handle->no_vlans && strstr(text, "vlan")))
		return WPCAP_ERROR;
	handle->says = NULL;
	snprintf(handle->filter, sizeof(handle->filter), "%s", text);
	program->length = 1;
	program->instructions = handle;
	compiled++;
	return 0;
}

static int filter_by(struct wpcap_handle *handle, struct wpcap_program *program)
{
	assert_ptr_equal(program->instructions, handle);
	return 0;
}

static void free_program(struct wpcap_program *program)
{
	program->instructions = NULL;
	freecoded++;
}

static int count(struct wpcap_handle *handle, struct wpcap_stat *stat)
{
	*stat = handle->stat;
	return 0;
}

static char *say(struct wpcap_handle *handle)
{
	static char text[WPCAP_ERROR_TEXT];

	snprintf(text, sizeof(text), "%s", handle->says ? handle->says : "");
	return text;
}

static void end(struct wpcap_handle *handle)
{
	(void)handle;
	closed++;
}

/* WinPcap's: what it need not have it has not. */
static const struct wpcap least = {
	.findalldevs = give_devices,
	.freealldevs = take_devices,
	.create = make,
	.set_snaplen = set_number,
	.set_promisc = set_number,
	.set_timeout = set_number,
	.set_buffer_size = set_buffer,
	.activate = start,
	.setnonblock = set_nonblocking,
	.datalink = link_of,
	.next_ex = next,
	.compile = compile,
	.setfilter = filter_by,
	.freecode = free_program,
	.stats = count,
	.geterr = say,
	.close = end,
};

static struct wpcap fake;
static struct win32_api api;

static ULONG WINAPI give_known(ULONG family, ULONG flags, void *reserved,
			       IP_ADAPTER_ADDRESSES *list, ULONG *size)
{
	(void)family, (void)flags, (void)reserved;
	if (*size < sizeof(known)) {
		*size = sizeof(known);
		return ERROR_BUFFER_OVERFLOW;
	}
	memcpy(list, known, sizeof(known));
	for (size_t i = 0; i < 2; i++)
		list[i].Next = &list[i + 1];
	return 0;
}

static void know(size_t i, const char *guid, const WCHAR *name, bool up,
		 ULONG64 rate)
{
	static char guids[3][64];
	static WCHAR names[3][64];

	strcpy(guids[i], guid);
	wcscpy(names[i], name);
	known[i] = (IP_ADAPTER_ADDRESSES){
		.AdapterName = guids[i],
		.FriendlyName = names[i],
		.OperStatus = up ? IfOperStatusUp : IfOperStatusDown,
		.ReceiveLinkSpeed = rate,
	};
}

static void device(size_t i, const char *name, const char *description,
		   unsigned int flags, int link)
{
	devices[i] = (struct wpcap_device){
		.next = i < 3 ? &devices[i + 1] : NULL,
		.name = (char *)name,
		.description = (char *)description,
		.flags = flags,
	};
	handles[i].device = name;
	handles[i].link = link;
}

/* Two cards, one of them without a cable, a tunnel, Npcap's loopback. */
static int set_up(void **state)
{
	(void)state;
	memset(handles, 0, sizeof(handles));
	said = "";
	nonblocking = closed = freed = compiled = freecoded = 0;
	device(0, DEVICE(GUID_1), "Gigabit Card", 0, 1);
	device(1, DEVICE(GUID_2), "Gigabit Card", 0, 1);
	device(2, DEVICE(GUID_3), "Tunnel", 0, 12);
	device(3, LOOPBACK, "Adapter for loopback traffic capture",
	       WPCAP_LOOPBACK | WPCAP_UP | WPCAP_RUNNING, 0);
	know(0, GUID_1, L"Ethernet", true, 10000000000);
	know(1, GUID_2, L"B\u00fcro", false, UINT64_MAX);
	know(2, GUID_3, L"VPN", true, UINT64_MAX);
	fake = least;
	wpcap = &fake;
	api = win32_system;
	api.GetAdaptersAddresses = give_known;
	win32 = &api;
	return 0;
}

static void arrive(size_t i, uint32_t seconds, uint32_t fraction)
{
	handles[i].headers[handles[i].count++] = (struct wpcap_header){
		.seconds = seconds,
		.fraction = fraction,
		.captured = 60,
		.length = 1514,
	};
}

static struct capture *capture_on(const char *interface, const char *filter)
{
	struct capture *capture = NULL;
	char error[CAPTURE_ERROR_TEXT] = "";
	int rc = capture_open_live(&(struct capture_live){
			.interface = interface,
			.filter = filter,
		}, &capture, error);

	if (rc)
		fail_msg("%d: %s", rc, error);
	return capture;
}

static void refuses(int rc, const char *interface, const char *text)
{
	struct capture *capture = NULL;
	char error[CAPTURE_ERROR_TEXT] = "";

	assert_int_equal(capture_open_live(&(struct capture_live){
				 .interface = interface,
				 .filter = "tcp",
			 }, &capture, error), rc);
	assert_string_equal(error, text);
	assert_null(capture);
}

/* All that are up, each packet in its turn, with its own link type. */
static void watches_all(void **state)
{
	static const struct {
		int64_t time;
		int link;
		unsigned int interface;
	} wanted[] = {
		{999999999000, 0, 2},
		{1000000001000, 1, 0},
		{1000000002000, 101, 1},
		{1000000003000, 1, 0},
		{4294967295000000000, 101, 1},
	};
	struct capture *capture;
	char error[CAPTURE_ERROR_TEXT];
	struct packet packet;

	(void)state;
	arrive(0, 1000, 1);
	arrive(0, 1000, 3);
	arrive(2, 1000, 2);
	arrive(2, 0xffffffff, 0);
	arrive(3, 999, 999999);
	capture = capture_on(NULL, "tcp");
	assert_int_equal(nonblocking, 3);
	assert_int_equal(handles[1].opened, 0);
	for (size_t i = 0; i < 5; i++) {
		assert_int_equal(capture_next(capture, &packet, 0, error), 1);
		assert_int_equal(packet.time, wanted[i].time);
		assert_int_equal(packet.link, wanted[i].link);
		assert_int_equal(packet.interface, wanted[i].interface);
		assert_int_equal(packet.captured, 60);
		assert_int_equal(packet.length, 1514);
		assert_ptr_equal(packet.bytes, bytes);
	}
	assert_int_equal(capture_next(capture, &packet, 0, error), 0);
	capture_close(capture);
	assert_int_equal(closed, 3);
	assert_int_equal(freed, 1);
	assert_int_equal(compiled, freecoded);
}

/* A busy adapter does not make others wait, and does not cost their looks. */
static void looks_at_the_idle(void **state)
{
	struct capture *capture = capture_on(NULL, NULL);
	char error[CAPTURE_ERROR_TEXT];
	struct packet packet;

	(void)state;
	arrive(0, 5000, 0);
	for (int i = 0; i < 1000; i++) {
		handles[0].at = 0;
		if (i == 500)
			arrive(3, 1000, 0);
		assert_int_equal(capture_next(capture, &packet, 0, error), 1);
		if (packet.interface == 2)
			assert_in_range(i, 500, 500 + 64);
	}
	assert_int_equal(handles[3].at, 1);
	assert_in_range(handles[3].looks, 10, 20);
	capture_close(capture);
}

/* A time-out is ours, and kept. */
static void waits(void **state)
{
	struct capture *capture = capture_on("Ethernet", "tcp");
	char error[CAPTURE_ERROR_TEXT];
	struct packet packet;
	int64_t start = clock_now();

	(void)state;
	assert_int_equal(capture_next(capture, &packet, 60, error), 0);
	assert_in_range(clock_now() - start, 60, 1000);
	assert_in_range(handles[0].looks, 2, 12);
	capture_close(capture);
}

static void named(const char *what, const char *name)
{
	capture_close(capture_on(what, "tcp"));
	for (size_t i = 0; i < 4; i++)
		assert_int_equal(handles[i].opened,
				 !strcmp(handles[i].device, name));
	set_up(NULL);
}

static void finds_names(void **state)
{
	(void)state;
	named(DEVICE(GUID_2), DEVICE(GUID_2));
	named("\\device\\npf_{aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee}",
	      DEVICE(GUID_2));
	named("Ethernet", DEVICE(GUID_1));
	named("ethernet", DEVICE(GUID_1));
	named("B\u00dcRO", DEVICE(GUID_2));
	named("Tunnel", DEVICE(GUID_3));
	named("adapter for loopback traffic capture", LOOPBACK);
	named("1", DEVICE(GUID_1));
	named("4", LOOPBACK);
	/* One that is called 1 is it, and not the first. */
	know(2, GUID_3, L"1", true, 0);
	named("1", DEVICE(GUID_3));
	refuses(-EINVAL, "gigabit card", "several interfaces are called "
		"gigabit card; choose one by number: 1 Ethernet, 2 B\u00fcro, 3 VPN, "
		"4 Adapter for loopback traffic capture");
	refuses(-ENODEV, "5", "no interface 5; by number and name there "
		"are: 1 Ethernet, 2 B\u00fcro, 3 VPN, "
		"4 Adapter for loopback traffic capture");
	refuses(-ENODEV, "", "no interface ; by number and name there "
		"are: 1 Ethernet, 2 B\u00fcro, 3 VPN, "
		"4 Adapter for loopback traffic capture");
}

/* What a WinPcap says is in the system's code page. */
static void reads_code_pages(void **state)
{
	struct wpcap_adapter *adapters;
	char error[CAPTURE_ERROR_TEXT], ansi[64] = "";
	size_t n;

	(void)state;
	WideCharToMultiByte(CP_ACP, 0, L"Karte \u00fc", -1, ansi, sizeof(ansi),
			    NULL, NULL);
	devices[0].description = ansi;
	assert_int_equal(wpcap_adapter_read(&adapters, &n, error), 0);
	assert_int_equal(n, 4);
	assert_string_equal(adapters[0].description, "Karte \u00fc");
	free(adapters);
	fake.utf8 = true;
	devices[0].description = (char *)"Karte \u0436";
	assert_int_equal(wpcap_adapter_read(&adapters, &n, error), 0);
	assert_string_equal(adapters[0].description, "Karte \u0436");
	assert_string_equal(adapters[0].name, "Ethernet");
	assert_string_equal(adapters[3].name, adapters[3].description);
	assert_true(adapters[0].watched && adapters[3].watched);
	assert_false(adapters[1].watched);
	assert_int_equal(adapters[0].rate, 1250000000);
	assert_int_equal(adapters[1].rate, 0);
	free(adapters);
}

/* A second of the adapter's rate, or what the user wants, or what there is. */
static void makes_buffers(void **state)
{
	struct capture *capture;
	char error[CAPTURE_ERROR_TEXT];

	(void)state;
	capture_close(capture_on(NULL, NULL));
	assert_in_range(handles[0].buffer, 2 << 20, 128 << 20);
	assert_int_equal(capture_open_live(&(struct capture_live){
				 .interface = "VPN",
				 .buffer = 5555555,
			 }, &capture, error), 0);
	assert_int_equal(handles[2].buffer, 5555555);
	capture_close(capture);
	handles[3].starved = true;
	capture = capture_on("4", NULL);
	assert_in_range(handles[3].buffer, 2 << 20, 4 << 20);
	capture_close(capture);
	assert_int_equal(closed, 3 + handles[3].opened);
}

static void filters(void **state)
{
	(void)state;
	capture_close(capture_on(NULL, "tcp port 25"));
	assert_string_equal(handles[0].filter, "(tcp port 25) or (vlan and "
			    "((tcp port 25) or (vlan and (tcp port 25))))");
	assert_string_equal(handles[2].filter, "tcp port 25");
	handles[0].no_vlans = true;
	capture_close(capture_on("Ethernet", "tcp port 26"));
	assert_string_equal(handles[0].filter, "tcp port 26");
}

static void says_what_is_wrong(void **state)
{
	struct capture *capture = NULL;
	char error[CAPTURE_ERROR_TEXT];

	(void)state;
	assert_int_equal(capture_open_live(&(struct capture_live){
				 .filter = "nonsense",
			 }, &capture, error), -EINVAL);
	assert_string_equal(error, "filter: syntax error");
	handles[0].status = WPCAP_DENIED;
	refuses(-EPERM, "Ethernet", "capture on Ethernet: not permitted; run "
		"this as an administrator");
	handles[0].status = WPCAP_ERROR;
	handles[0].says = "Error opening adapter: Zugriff verweigert (5)";
	refuses(-EPERM, "Ethernet", "capture on Ethernet: not permitted; run "
		"this as an administrator");
	handles[0].says = "the driver is asleep";
	refuses(-EIO, "Ethernet", "capture on Ethernet: the driver is asleep");
	handles[2].link = 147;
	refuses(-EPROTONOSUPPORT, "VPN", "interface VPN: link type 147 is not "
		"supported");
	said = "the driver is not there";
	refuses(-EIO, NULL, "network adapters cannot be listed: the driver is "
		"not there");
	said = "";
	devices[0].name = NULL;
	refuses(-ENODEV, NULL, "wpcap.dll shows no network adapter: run this "
		"as an administrator, and see that its driver runs: sc query "
		"npcap");
	assert_int_equal(closed, 5);
}

/* All but one: told by its count.  None: told by the first. */
static void leaves_out(void **state)
{
	struct capture_counts counts;
	struct capture *capture;

	(void)state;
	handles[0].status = WPCAP_DENIED;
	capture = capture_on(NULL, "tcp");
	capture_counts(capture, &counts);
	assert_int_equal(counts.left_out, 1);
	capture_close(capture);
	handles[2].link = 147;
	handles[3].status = WPCAP_NOT_UP;
	refuses(-EPERM, NULL, "capture on Ethernet: not permitted; run this "
		"as an administrator");
	for (size_t i = 0; i < 3; i++)
		known[i].OperStatus = IfOperStatusDown;
	devices[2].next = NULL;
	refuses(-ENODEV, NULL, "no interface is up: -i takes another by its "
		"name");
}

static void counts_drops(void **state)
{
	struct capture *capture = capture_on(NULL, NULL);
	struct capture_counts counts;

	(void)state;
	handles[0].stat = (struct wpcap_stat){4000000000, 4294967295, 1, {0}};
	handles[3].stat = (struct wpcap_stat){10, 2, 0, {0}};
	capture_counts(capture, &counts);
	assert_true(counts.known);
	assert_int_equal(counts.received, 4000000010);
	assert_int_equal(counts.dropped, 4294967297);
	assert_int_equal(counts.dropped_by_interface, 1);
	assert_int_equal(counts.left_out, 0);
	handles[0].stat = (struct wpcap_stat){5, 4, 1, {0}};
	capture_counts(capture, &counts);
	assert_int_equal(counts.received, 4000000010 + 294967301);
	assert_int_equal(counts.dropped, 4294967297 + 5);
	capture_close(capture);
}

static void breaks_off(const char *says, int rc, const char *text)
{
	struct capture *capture = capture_on("VPN", NULL);
	char error[CAPTURE_ERROR_TEXT] = "";
	struct packet packet;

	arrive(2, 1, 1);
	handles[2].says = says;
	assert_int_equal(capture_next(capture, &packet, 0, error), 1);
	assert_int_equal(capture_next(capture, &packet, 0, error), rc);
	assert_string_equal(error, text);
	capture_close(capture);
	set_up(NULL);
}

static void loses_adapters(void **state)
{
	(void)state;
	breaks_off("The interface disappeared (error code 31/-1073741643)",
		   -ENETDOWN, "interface VPN has gone during the capture");
	breaks_off("PacketReceivePacket error: Das Ger\u00e4t ist fort. (1617)",
		   -ENETDOWN,
		   "interface VPN has gone during the capture");
	breaks_off("PacketReceivePacket error: out of luck", -EIO,
		   "capture on VPN: PacketReceivePacket error: out of luck");
}

/* Of several one may go, and what it had given before counts. */
static void goes_on_without(void **state)
{
	static const unsigned int wanted[] = {0, 1, 2, 0};
	struct capture *capture = capture_on(NULL, NULL);
	struct capture_counts counts;
	char error[CAPTURE_ERROR_TEXT];
	struct packet packet;

	(void)state;
	arrive(0, 1, 0);
	arrive(0, 9, 0);
	arrive(2, 2, 0);
	arrive(3, 3, 0);
	handles[2].stat.dropped = 7;
	capture_counts(capture, &counts);
	handles[2].says = handles[3].says = "The interface disappeared";
	for (size_t i = 0; i < 4; i++) {
		assert_int_equal(capture_next(capture, &packet, 0, error), 1);
		assert_int_equal(packet.interface, wanted[i]);
	}
	assert_int_equal(capture_next(capture, &packet, 0, error), 0);
	assert_int_equal(closed, 2);
	capture_counts(capture, &counts);
	assert_int_equal(counts.dropped, 7);
	handles[0].says = "The interface disappeared";
	assert_int_equal(capture_next(capture, &packet, 0, error), -ENETDOWN);
	assert_int_equal(capture_next(capture, &packet, 0, error), -ENETDOWN);
	capture_close(capture);
	assert_int_equal(closed, 3);
}

/* Packets whose time has nanoseconds, where wpcap.dll has functions for it. */
static int nano_of(struct wpcap_handle *handle)
{
	(void)handle;
	return WPCAP_NANOSECONDS;
}

static void tells_nanoseconds(void **state)
{
	struct capture *capture;
	char error[CAPTURE_ERROR_TEXT];
	struct packet packet;

	(void)state;
	fake.set_tstamp_precision = set_number;
	fake.get_tstamp_precision = nano_of;
	fake.set_immediate_mode = set_number;
	arrive(0, 7, 123456789);
	capture = capture_on("1", NULL);
	assert_int_equal(capture_next(capture, &packet, 0, error), 1);
	assert_int_equal(packet.time, 7123456789);
	capture_close(capture);
}

/* Filters on files. */
/* Handles that were asked for packets which begin with IP. */
static int raw_links;

static struct wpcap_handle *open_dead(int link, int length)
{
	assert_in_range(length, 65535, CAPTURE_PACKET_MAX);
	raw_links += link == 12;
	return &handles[0];
}

static int passes(const struct wpcap_program *program,
		  const struct wpcap_header *header,
		  const unsigned char *data)
{
	assert_ptr_equal(program->instructions, &handles[0]);
	assert_int_equal(header->captured, 56);
	assert_int_equal(header->length, 1514);
	return *data == 0x45;
}

static void filters_files(void **state)
{
	struct filter *filter = NULL;
	unsigned char data[60] = {2, 0, 0, 0, 0x45};
	struct packet packet = {.bytes = data, .captured = 60,
				.length = 1514, .link = 0};
	char error[CAPTURE_ERROR_TEXT];

	(void)state;
	assert_int_equal(filter_new("tcp", &filter, error), -EOPNOTSUPP);
	assert_string_equal(error, "the wpcap.dll here cannot filter files; "
			    "-r FILE works without a filter");
	fake.open_dead = open_dead;
	fake.offline_filter = passes;
	assert_int_equal(filter_new("nonsense", &filter, error), -EINVAL);
	assert_string_equal(error, "filter: syntax error");
	raw_links = 0;
	assert_int_equal(filter_new("tcp", &filter, error), 0);
	/* NULL, two of raw IP, Linux's and BSD's, and LOOP. */
	assert_int_equal(raw_links, 5);
	assert_true(filter_passes(filter, &packet));
	data[4] = 0x46;
	assert_false(filter_passes(filter, &packet));
	filter_free(filter);
	assert_int_equal(compiled, freecoded);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(watches_all, set_up),
		cmocka_unit_test_setup(looks_at_the_idle, set_up),
		cmocka_unit_test_setup(waits, set_up),
		cmocka_unit_test_setup(finds_names, set_up),
		cmocka_unit_test_setup(reads_code_pages, set_up),
		cmocka_unit_test_setup(makes_buffers, set_up),
		cmocka_unit_test_setup(filters, set_up),
		cmocka_unit_test_setup(says_what_is_wrong, set_up),
		cmocka_unit_test_setup(leaves_out, set_up),
		cmocka_unit_test_setup(counts_drops, set_up),
		cmocka_unit_test_setup(loses_adapters, set_up),
		cmocka_unit_test_setup(goes_on_without, set_up),
		cmocka_unit_test_setup(tells_nanoseconds, set_up),
		cmocka_unit_test_setup(filters_files, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
