# SPDX-License-Identifier: BSD-2-Clause
# src/wire/stream
libbindwhy_a_SOURCES += %D%/flow.c %D%/flow.h %D%/flow_gap.c \
	%D%/flow_gap.h %D%/flow_icmp.c %D%/flow_life.c %D%/flow_life.h \
	%D%/flow_segment.c %D%/flow_table.c \
	%D%/flow_table.h %D%/reset.c %D%/reset.h %D%/stream.c %D%/stream.h
