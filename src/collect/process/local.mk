# SPDX-License-Identifier: BSD-2-Clause
# src/collect/process
libbindwhy_a_SOURCES += %D%/cgroup.h %D%/command.c %D%/command.h \
	%D%/container.h %D%/image.h %D%/look.h %D%/mount.h %D%/pids.h \
	%D%/proc.h %D%/process.h %D%/process_list.h %D%/version_resource.c \
	%D%/version_resource.h
if OS_LINUX
libbindwhy_a_SOURCES += %D%/cgroup_linux.c %D%/cgroup_name_linux.c \
	%D%/container_linux.c %D%/look_linux.c %D%/mount_linux.c \
	%D%/pids_linux.c %D%/proc_linux.c %D%/proc_parse_linux.c \
	%D%/process_linux.c
endif
if OS_WIN32
libbindwhy_a_SOURCES += %D%/image_win32.c %D%/process_list_win32.c
endif
