# src/data
libbindwhy_a_SOURCES += %D%/data.c %D%/data.h
