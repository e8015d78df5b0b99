# SPDX-License-Identifier: BSD-2-Clause
# src/diagnose/database
libbindwhy_a_SOURCES += %D%/database.c %D%/database.h
