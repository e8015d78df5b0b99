# SPDX-License-Identifier: BSD-2-Clause
# src/base
libbindwhy_a_SOURCES += %D%/address.c %D%/address.h %D%/arena.c \
	%D%/arena.h %D%/compiler.h %D%/cursor.c %D%/cursor.h %D%/hash.c \
	%D%/hash.h %D%/heap.h %D%/log.c %D%/log.h %D%/memory.c \
	%D%/memory.h %D%/near.c %D%/near.h %D%/table.c %D%/table.h \
	%D%/target.h %D%/text.c %D%/text.h
