# SPDX-License-Identifier: BSD-2-Clause
# Parsers of untrusted bytes over their seeds; scripts/fuzz looks for more.
FUZZ_TARGETS = \
	%D%/btf \
	%D%/capture \
	%D%/cgroup \
	%D%/cmdline \
	%D%/command \
	%D%/container \
	%D%/control \
	%D%/database \
	%D%/dialogue \
	%D%/dns \
	%D%/dpkg \
	%D%/facts \
	%D%/fdinfo \
	%D%/flow \
	%D%/greeting \
	%D%/handover \
	%D%/hosts \
	%D%/mask \
	%D%/mountinfo \
	%D%/netbios \
	%D%/package \
	%D%/packet \
	%D%/proc_net \
	%D%/proc_stat \
	%D%/procfs \
	%D%/range \
	%D%/rtnetlink \
	%D%/sock_diag \
	%D%/stream \
	%D%/unit \
	%D%/version_resource \
	%D%/watch \
	%D%/wsp_ini \
	%D%/wsp_lat \
	%D%/wsp_path \
	%D%/wsp_ports \
	%D%/wsp_tree
if OS_LINUX
# Its main() is linked into programs that have none.
FUZZ_DRIVER = %D%/libdriver.a
check_LIBRARIES = $(FUZZ_DRIVER)
%C%_libdriver_a_SOURCES = %D%/driver.c
check_PROGRAMS += $(FUZZ_TARGETS)
TESTS += $(FUZZ_TARGETS)
endif
EXTRA_DIST += %D%/COVERAGE %D%/fuzz.h %D%/seeds
