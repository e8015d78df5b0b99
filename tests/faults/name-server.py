# SPDX-License-Identifier: BSD-2-Clause
"""A DNS server on 127.0.0.1 port 53, for any name.

It has one address that no hosts file gives, by TCP alone, since it says by
UDP that there are more; and no IPv6.  Says "ready" on stdout.
"""
import socket
import struct
import threading


def reply(query, tcp):
    at = 12
    while query[at]:
        at += query[at] + 1
    question = query[12:at + 5]
    wanted = struct.unpack(">H", question[-4:-2])[0]
    if wanted != 1:
        return query[:2] + struct.pack(">5H", 0x8580, 1, 0, 0, 0) + question
    if not tcp:
        return query[:2] + struct.pack(">5H", 0x8780, 1, 0, 0, 0) + question
    record = struct.pack(">HHHIH4B", 0xc00c, 1, 1, 60, 4, 192, 0, 2, 66)
    return query[:2] + struct.pack(">5H", 0x8580, 1, 1, 0, 0) + question + \
        record


def exactly(peer, size):
    data = b""
    while len(data) < size:
        more = peer.recv(size - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def serve(peer):
    with peer:
        try:
            while True:
                size = struct.unpack(">H", exactly(peer, 2))[0]
                answer = reply(exactly(peer, size), True)
                peer.sendall(struct.pack(">H", len(answer)) + answer)
        except (OSError, EOFError, IndexError):
            pass


def listen(listener):
    while True:
        peer, _ = listener.accept()
        threading.Thread(target=serve, args=(peer,), daemon=True).start()


def main():
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", 53))
    tcp = socket.create_server(("127.0.0.1", 53))
    threading.Thread(target=listen, args=(tcp,), daemon=True).start()
    print("ready", flush=True)
    while True:
        query, sender = udp.recvfrom(4096)
        udp.sendto(reply(query, False), sender)


main()
