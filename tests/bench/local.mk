# SPDX-License-Identifier: BSD-2-Clause
# Measurements: never part of the tests.  tests/bench/NAME makes what it needs.
EXTRA_PROGRAMS = %D%/crowd %D%/measure %D%/packets
%C%_crowd_LDADD =
%C%_measure_LDADD =
EXTRA_DIST += %D%/owners %D%/resolve %D%/sniff %D%/traffic.py %D%/windows
