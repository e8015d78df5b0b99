# src/verdict
libbindwhy_a_SOURCES += %D%/verdict.c %D%/verdict.h
