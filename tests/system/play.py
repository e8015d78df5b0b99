# SPDX-License-Identifier: BSD-2-Clause
"""Plays a capture onto an interface, as fast as that goes.

	play.py FILE INTERFACE

FILE is a pcap file of Ethernet, in this machine's byte order.
"""
import socket
import struct
import sys

with open(sys.argv[1], "rb") as file:
    header = struct.unpack("=IHHiIII", file.read(24))
    assert header[0] in (0xa1b2c3d4, 0xa1b23c4d) and header[6] == 1
    out = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    out.bind((sys.argv[2], 0))
    while record := file.read(16):
        out.send(file.read(struct.unpack("=IIII", record)[2]))
