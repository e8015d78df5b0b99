# SPDX-License-Identifier: BSD-2-Clause
# src/collect/greeting
libbindwhy_a_SOURCES += %D%/greeting.c %D%/greeting.h %D%/reply.c %D%/reply.h
