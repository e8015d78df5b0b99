# SPDX-License-Identifier: BSD-2-Clause
# src/diagnose/names
libbindwhy_a_SOURCES += %D%/name_notes.c %D%/name_odd.c %D%/name_rules.c \
	%D%/name_rules.h %D%/name_scene.c %D%/name_scene.h \
	%D%/name_source.c %D%/name_source.h %D%/names.c %D%/names.h
