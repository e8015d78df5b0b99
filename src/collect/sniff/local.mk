# SPDX-License-Identifier: BSD-2-Clause
# src/collect/sniff
libbindwhy_a_SOURCES += %D%/confined.c %D%/confined.h %D%/handover.c %D%/handover.h \
	%D%/sniff.c %D%/sniff.h \
	%D%/sniff_filter.c %D%/sniff_filter.h %D%/sniff_source.c \
	%D%/sniff_source.h
if !HAVE_SANDBOX
libbindwhy_a_SOURCES += %D%/confined_none.c
endif
if HAVE_SANDBOX
libbindwhy_a_SOURCES += %D%/confined_linux.c %D%/patience.h \
	%D%/patience_linux.c
endif
