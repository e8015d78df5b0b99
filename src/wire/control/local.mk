# SPDX-License-Identifier: BSD-2-Clause
# src/wire/control
libbindwhy_a_SOURCES += %D%/control.c %D%/control.h %D%/control_session.c \
	%D%/control_session.h %D%/control_table.c %D%/control_table.h
