# src/diagnose
libbindwhy_a_SOURCES += %D%/diagnose.c %D%/diagnose.h
