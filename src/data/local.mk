# SPDX-License-Identifier: BSD-2-Clause
# src/data
libbindwhy_a_SOURCES += %D%/data.c %D%/data.h
