#!/usr/bin/env bats
# SPDX-License-Identifier: BSD-2-Clause
# What we read of the Winsock Proxy client's control channel is what Wireshark
# reads.

# shellcheck disable=SC2034,SC2154	# lib.bash's variables
load lib.bash

@test "packets of the control channel are read as Wireshark reads them" {
	command -v tshark >/dev/null || skip "tshark is not installed"
	timeout 60 "${PYTHON[@]}" "$BATS_TEST_DIRNAME/control.py" \
		"$top_builddir/tests/system/control-read" "$T/control.pcap"
}
