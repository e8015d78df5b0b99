# SPDX-License-Identifier: BSD-2-Clause
# src/verdict
libbindwhy_a_SOURCES += %D%/verdict.c %D%/verdict.h
