# SPDX-License-Identifier: BSD-2-Clause
# src/collect/package
libbindwhy_a_SOURCES += %D%/package.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/dpkg.c %D%/dpkg.h %D%/package_apk_linux.c \
	%D%/package_dpkg_linux.c %D%/package_linux.c \
	%D%/package_name_linux.c %D%/package_rpm_linux.c
endif
