# SPDX-License-Identifier: BSD-2-Clause
# src/diagnose/bind
libbindwhy_a_SOURCES += %D%/bind_rule.c %D%/bind_rule.h %D%/culprit.c \
	%D%/culprit.h %D%/in_use.c %D%/rules.c %D%/rules.h %D%/scene.c \
	%D%/scene.h %D%/warnings.c
