# SPDX-License-Identifier: BSD-2-Clause
# src/collect/watch
libbindwhy_a_SOURCES += %D%/watch.c %D%/watch.h %D%/watch_client.c \
	%D%/watch_client.h %D%/watch_control.c %D%/watch_control.h \
	%D%/watch_dialogue.c %D%/watch_dialogue.h %D%/watch_event.c \
	%D%/watch_event.h %D%/watch_facts.c %D%/watch_facts.h \
	%D%/watch_facts_client.c %D%/watch_facts_client.h %D%/watch_flow.c \
	%D%/watch_flow.h %D%/watch_keep.c %D%/watch_keep.h %D%/watch_names.c \
	%D%/watch_names.h %D%/watch_server.c %D%/watch_server.h \
	%D%/watch_state.h %D%/watch_index.c %D%/watch_index.h \
	%D%/watch_text.c %D%/watch_text.h %D%/watch_value.c %D%/watch_value.h \
	%D%/watch_variant.c %D%/watch_variant.h
