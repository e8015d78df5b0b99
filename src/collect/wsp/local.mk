# SPDX-License-Identifier: BSD-2-Clause
# src/collect/wsp
libbindwhy_a_SOURCES += %D%/decode.c %D%/decode.h %D%/find.c %D%/find.h \
	%D%/ini.c %D%/ini.h %D%/place.h %D%/read.c %D%/read.h %D%/wsp.c \
	%D%/wsp.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/place_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/place_win32.c
endif
