# SPDX-License-Identifier: BSD-2-Clause
"""Runs a command that may not bind TCP ports: deny.py COMMAND...

By Landlock, as a sandbox does.  Status 77 where the kernel has no Landlock,
or one that knows no ports (before 6.7).
"""
import ctypes
import os
import sys

CREATE, RESTRICT, BIND_TCP, NO_NEW_PRIVS = 444, 446, 1, 38


def main():
    libc = ctypes.CDLL(None, use_errno=True)
    # handled_access_fs, handled_access_net
    rules = (ctypes.c_uint64 * 2)(0, BIND_TCP)
    fd = libc.syscall(CREATE, rules, 16, 0)
    if fd < 0:
        return 77
    libc.prctl(NO_NEW_PRIVS, 1, 0, 0, 0)
    if libc.syscall(RESTRICT, fd, 0):
        return 77
    os.execvp(sys.argv[1], sys.argv[1:])


sys.exit(main())
