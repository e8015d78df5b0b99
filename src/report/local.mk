# SPDX-License-Identifier: BSD-2-Clause
# src/report
libbindwhy_a_SOURCES += %D%/json.c %D%/report.c %D%/report.h
