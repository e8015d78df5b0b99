# SPDX-License-Identifier: BSD-2-Clause
# src/cli
libbindwhy_a_SOURCES += %D%/check.c %D%/cli.c %D%/cli.h %D%/commands.c \
	%D%/commands.h %D%/diagnose.c %D%/effect.c %D%/effect.h %D%/explain.c %D%/finish.c \
	%D%/finish.h %D%/names.c %D%/names.h %D%/option_table.c \
	%D%/options.c %D%/options.h %D%/resolve.c %D%/screen.c %D%/screen.h \
	%D%/sniff.c %D%/sniff.h %D%/target.c %D%/target.h %D%/values.c \
	%D%/values.h
