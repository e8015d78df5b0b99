# SPDX-License-Identifier: BSD-2-Clause
# src/diagnose/bind
libbindwhy_a_SOURCES += %D%/bind.c %D%/bind.h %D%/draft.c %D%/draft.h \
	%D%/evidence.c %D%/evidence.h %D%/forbidden.c %D%/greet.c \
	%D%/greet.h %D%/holder.c \
	%D%/holder.h %D%/in_use.c %D%/leak.c %D%/leak.h %D%/notes.c \
	%D%/policy.c %D%/policy.h %D%/reach.c %D%/reach.h %D%/rules.h %D%/scene.c %D%/scene.h %D%/socket_bind.c \
	%D%/socket_bind.h %D%/terms.c %D%/terms.h %D%/unaddressable.c \
	%D%/undetermined.c %D%/warnings.c
