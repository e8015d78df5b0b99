# SPDX-License-Identifier: BSD-2-Clause
# src/collect/holder
libbindwhy_a_SOURCES += %D%/btf.h %D%/describe.h %D%/descriptor.h \
	%D%/holder.h %D%/search.h %D%/seen.h %D%/walk.h %D%/walk_bpf.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/btf_linux.c %D%/describe_linux.c \
	%D%/descriptor_linux.c %D%/holder_linux.c %D%/search_linux.c \
	%D%/seen.c %D%/walk_bpf_linux.c %D%/walk_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/holder_win32.c
endif
