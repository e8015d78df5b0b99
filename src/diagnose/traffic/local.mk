# SPDX-License-Identifier: BSD-2-Clause
# src/diagnose/traffic
libbindwhy_a_SOURCES += %D%/traffic.c %D%/traffic.h %D%/traffic_client.c \
	%D%/traffic_client.h %D%/traffic_dialogue.c %D%/traffic_lines.c \
	%D%/traffic_lines.h %D%/traffic_path.c %D%/traffic_proxy.c \
	%D%/traffic_proxy.h %D%/traffic_rules.c %D%/traffic_rules.h \
	%D%/traffic_scene.c %D%/traffic_scene.h %D%/traffic_service.c \
	%D%/traffic_software.c %D%/traffic_software.h %D%/traffic_stack.c \
	%D%/traffic_stack.h %D%/traffic_starttls.c
