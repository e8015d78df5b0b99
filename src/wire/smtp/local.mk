# SPDX-License-Identifier: BSD-2-Clause
# src/wire/smtp
libbindwhy_a_SOURCES += %D%/dialogue.c %D%/dialogue.h %D%/dialogue_body.c \
	%D%/dialogue_body.h %D%/dialogue_client.c %D%/dialogue_client.h \
	%D%/dialogue_gap.c %D%/dialogue_line.c %D%/dialogue_line.h \
	%D%/dialogue_pool.c %D%/dialogue_pool.h %D%/dialogue_proxy.c \
	%D%/dialogue_proxy.h %D%/dialogue_queue.c %D%/dialogue_queue.h \
	%D%/dialogue_server.c %D%/dialogue_server.h %D%/dialogue_state.c \
	%D%/dialogue_state.h %D%/mask.c %D%/mask.h %D%/smtp_verb.c \
	%D%/smtp_verb.h
