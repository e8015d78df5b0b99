# SPDX-License-Identifier: BSD-2-Clause
# src/collect
libbindwhy_a_SOURCES += %D%/collect.c %D%/collect.h
