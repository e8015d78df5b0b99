# SPDX-License-Identifier: BSD-2-Clause
# src/diagnose
libbindwhy_a_SOURCES += %D%/diagnose.c %D%/diagnose.h %D%/owners.c \
	%D%/unseen.c %D%/unseen.h
