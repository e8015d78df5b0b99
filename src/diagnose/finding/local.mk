# SPDX-License-Identifier: BSD-2-Clause
# src/diagnose/finding
libbindwhy_a_SOURCES += %D%/evidence.c %D%/evidence.h %D%/finding.c \
	%D%/finding.h %D%/host.c %D%/host.h %D%/knowledge.c \
	%D%/knowledge.h %D%/lookup.c %D%/lookup.h %D%/program.c \
	%D%/program.h %D%/shell.c %D%/shell.h %D%/template.c %D%/template.h
