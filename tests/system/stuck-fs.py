# SPDX-License-Identifier: BSD-2-Clause
"""A file system that does not answer: whoever reads in it waits.

	stuck-fs.py DIR UID

Mounts it on DIR as the user UID would with `allow_other`, so that root may
look at it too.  DIR/dir is a directory that can be opened; a request to list
it, or DIR, is not answered, nor is a look at any other name.  DIR/file can be
read, and not written; its second opener reads it without the cache.  Prints
"ready", and goes away after two minutes at the latest.

fuse(4), and linux/fuse.h for the numbers.
"""
import ctypes
import errno
import os
import signal
import struct
import sys

LOOKUP, FORGET, GETATTR, OPEN, READ, WRITE, RELEASE = 1, 2, 3, 14, 15, 16, 18
FLUSH, INIT, OPENDIR, READDIR, RELEASEDIR = 25, 26, 27, 28, 29
INTERRUPT, BATCH_FORGET, READDIRPLUS = 36, 42, 44
NO_ANSWER = (FORGET, WRITE, READDIR, INTERRUPT, BATCH_FORGET, READDIRPLUS)
DIRECT_IO = 1
ROOT, FILE, DIR = 1, 2, 3
NAMES = {b"file": FILE, b"dir": DIR}
FOREVER = 1 << 30
opened = []


def attributes(node, uid):
    mode, size = (0o100666, 4096) if node == FILE else (0o40755, 0)
    return struct.pack("<6Q10I", node, size, 1, 0, 0, 0, 0, 0, 0, mode, 1,
                       uid, uid, 0, 4096, 0)


def answer(operation, node, body, uid):
    """The reply's bytes, an errno, or None for no reply at all."""
    if operation == INIT:
        major, minor, readahead, _ = struct.unpack_from("<4I", body)
        return struct.pack("<4I2H3I7I", major, min(minor, 31), readahead, 0,
                           12, 12, 4096, 1, 0, *[0] * 7)[:64]
    if operation == LOOKUP:
        name = body.rstrip(b"\0")
        if name not in NAMES:
            return None
        return struct.pack("<4Q2I", NAMES[name], 0, FOREVER, FOREVER, 0, 0) \
            + attributes(NAMES[name], uid)
    if operation == GETATTR:
        return struct.pack("<Q2I", FOREVER, 0, 0) + attributes(node, uid)
    if operation in (OPEN, OPENDIR):
        opened.append(node)
        again = opened.count(FILE) > 1
        return struct.pack("<Q2I", 1, DIRECT_IO if again else 0, 0)
    if operation == READ:
        return bytes(4096)
    if operation in (FLUSH, RELEASE, RELEASEDIR):
        return b""
    if operation in NO_ANSWER:
        return None
    return errno.ENOSYS


def main():
    where, uid = sys.argv[1], int(sys.argv[2])
    signal.alarm(120)
    device = os.open("/dev/fuse", os.O_RDWR)
    options = "fd=%d,rootmode=40000,user_id=%d,group_id=%d,allow_other" % (
        device, uid, uid)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"stuck", where.encode(), b"fuse", 0, options.encode()):
        sys.exit("mount: " + os.strerror(ctypes.get_errno()))
    ready = False
    while True:
        request = os.read(device, 1 << 20)
        _, operation, unique, node = struct.unpack_from("<2I2Q", request)
        reply = answer(operation, node, request[40:], uid)
        if reply is not None:
            code = -reply if isinstance(reply, int) else 0
            body = b"" if isinstance(reply, int) else reply
            os.write(device, struct.pack("<IiQ", 16 + len(body), code, unique)
                     + body)
        if not ready:
            print("ready", flush=True)
            ready = True


main()
