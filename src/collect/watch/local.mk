# SPDX-License-Identifier: BSD-2-Clause
# src/collect/watch
libbindwhy_a_SOURCES += %D%/watch.c %D%/watch.h %D%/watch_client.c \
	%D%/watch_control.c %D%/watch_dialogue.c %D%/watch_event.c \
	%D%/watch_facts.c %D%/watch_facts_client.c %D%/watch_flow.c \
	%D%/watch_server.c %D%/watch_state.h %D%/watch_table.c \
	%D%/watch_table.h %D%/watch_text.c %D%/watch_text.h \
	%D%/watch_variant.c
