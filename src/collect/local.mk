# src/collect
libbindwhy_a_SOURCES += %D%/collect.c %D%/collect.h
