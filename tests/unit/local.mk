# SPDX-License-Identifier: BSD-2-Clause
# Pure parts, in the folders of src/.  A test is one source, named here.
UNIT_TESTS = %D%/base/address %D%/base/cursor %D%/base/hash \
	%D%/base/table %D%/base/text %D%/cli/target \
	%D%/collect/database/database %D%/collect/greeting/reply \
	%D%/collect/names/names %D%/collect/policy/parse \
	%D%/collect/policy/range %D%/collect/process/command \
	%D%/collect/process/version_resource \
	%D%/collect/unit/unit_name %D%/collect/unit/unit_syntax \
	%D%/collect/watch/watch %D%/collect/wsp/parse \
	%D%/data/data \
	%D%/diagnose/bind/overlap %D%/diagnose/bind/socket_bind \
	%D%/diagnose/finding/greeter %D%/diagnose/finding/knowledge \
	%D%/diagnose/finding/program %D%/diagnose/finding/template \
	%D%/diagnose/traffic/traffic %D%/diagnose/wsp/wsp_ports \
	%D%/facts/facts %D%/wire/capture/capture %D%/wire/control/control \
	%D%/wire/packet/ip %D%/wire/packet/link %D%/wire/packet/tcp \
	%D%/wire/packet/udp \
	%D%/wire/smtp/dialogue %D%/wire/smtp/mask %D%/wire/stream/flow \
	%D%/wire/stream/stream
if OS_LINUX
UNIT_TESTS += %D%/collect/bind/bind %D%/collect/greeting/greeting \
	%D%/collect/holder/holder %D%/collect/holder/walk \
	%D%/collect/host/host %D%/collect/package/package \
	%D%/collect/policy/policy_unit \
	%D%/collect/process/cgroup %D%/collect/process/process \
	%D%/collect/sniff/confined %D%/collect/sniff/hostile \
	%D%/collect/sniff/sniff_source \
	%D%/collect/socket/socket %D%/collect/unit/unit \
	%D%/collect/unit/unit_file \
	%D%/collect/wsp/collect %D%/collect/wsp/find \
	%D%/diagnose/wsp/wsp %D%/facts/memory %D%/port/file/draft \
	%D%/port/file/input \
	%D%/port/file/regular %D%/port/process/apart %D%/priv/sandbox \
	%D%/wire/capture/write %D%/wire/filter/filter
endif
if OS_WIN32
UNIT_TESTS += %D%/collect/bind/bind_win32 %D%/collect/holder/holder_win32 \
	%D%/collect/host/host_win32 %D%/collect/names/system_file_win32 \
	%D%/collect/socket/socket_win32 %D%/port/file/input_win32 \
	%D%/wire/capture/capture_win32
endif
if HAVE_CMOCKA
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
endif

check_PROGRAMS += %D%/diagnose/finding/remedies

# For tests in which memory is out.
WRAP_ALLOCATION = -Wl,--wrap=malloc -Wl,--wrap=calloc
%C%_base_table_LDFLAGS = $(AM_LDFLAGS) $(WRAP_ALLOCATION)
%C%_facts_memory_LDFLAGS = $(AM_LDFLAGS) $(WRAP_ALLOCATION)
%C%_wire_stream_flow_LDFLAGS = $(AM_LDFLAGS) $(WRAP_ALLOCATION)
%C%_wire_stream_stream_LDFLAGS = $(AM_LDFLAGS) $(WRAP_ALLOCATION)

UNIT_TAP = %D%/cli/options.sh %D%/data2c.sh %D%/hardened.sh \
	%D%/lint.sh %D%/remedies.sh
if OS_LINUX
TESTS += $(UNIT_TAP)
endif
EXTRA_DIST += $(UNIT_TAP) %D%/run-tap %D%/unit.h %D%/tree.h %D%/captured.h \
	%D%/allocation.h %D%/packets.h %D%/bytes.h \
	%D%/collect/process/resource.h \
	%D%/diagnose/finding/records.h %D%/wire/smtp/dialogue_cases.h
