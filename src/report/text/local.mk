# SPDX-License-Identifier: BSD-2-Clause
# src/report/text
libbindwhy_a_SOURCES += %D%/event.c %D%/knowledge.c %D%/names.c \
	%D%/owners.c %D%/path.c %D%/text.c %D%/traffic.c
