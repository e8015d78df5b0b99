# SPDX-License-Identifier: BSD-2-Clause
# src/report/text
libbindwhy_a_SOURCES += %D%/event.c %D%/facts.c %D%/knowledge.c \
	%D%/names.c %D%/owners.c %D%/path.c %D%/style.c %D%/style.h \
	%D%/text.c %D%/text.h %D%/traffic.c %D%/verdicts.c
