# SPDX-License-Identifier: BSD-2-Clause
# src/wire/stream
libbindwhy_a_SOURCES += %D%/flow.c %D%/flow.h %D%/flow_gap.c \
	%D%/flow_icmp.c %D%/flow_segment.c %D%/flow_table.c \
	%D%/flow_table.h %D%/reset.c %D%/reset.h %D%/stream.c %D%/stream.h
