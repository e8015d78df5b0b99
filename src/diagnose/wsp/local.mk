# SPDX-License-Identifier: BSD-2-Clause
# src/diagnose/wsp
libbindwhy_a_SOURCES += %D%/wsp.c %D%/wsp.h %D%/wsp_draft.c \
	%D%/wsp_draft.h %D%/wsp_facts.c %D%/wsp_facts.h %D%/wsp_ports.c \
	%D%/wsp_ports.h %D%/wsp_table.c %D%/wsp_table.h
