# SPDX-License-Identifier: BSD-2-Clause
"""A capture of SMTP sessions, for tests/bench/sniff.

    traffic.py FILE SESSIONS

Sixteen sessions at a time, their packets interleaved: of four one that ends
with STARTTLS, one with its commands pipelined, and two with a message of some
25 KB.  20,000 are 400 MB and some 400,000 packets; Ethernet, IPv4,
segments put together by the network card.
"""
import os
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "golden"))
import packets  # noqa: E402

AT_ONCE = 16
SEGMENT = 4344          # three at once, as offloading leaves them
STEP = 20_000           # ns from packet to packet
EHLO = (b"250-mail1.example\r\n250-PIPELINING\r\n250-SIZE 10240000\r\n"
        b"250-VRFY\r\n250-ETRN\r\n250-STARTTLS\r\n250-ENHANCEDSTATUSCODES\r\n"
        b"250-8BITMIME\r\n250-DSN\r\n250 SMTPUTF8\r\n")
LINE = b"What a message is made of: a line of some seventy bytes, and a CRLF.\r\n"


def stream(talk, side, data):
    """Data in segments, each second one acknowledged."""
    for i, at in enumerate(range(0, len(data), SEGMENT)):
        talk.send(side, 0x18, data[at:at + SEGMENT])
        if i % 2:
            talk.send(1 - side, 0x10)


def message(talk, size):
    stream(talk, 0, b"Subject: bench\r\nFrom: jane@client.example\r\n\r\n" +
           LINE * (size // len(LINE)) + b".\r\n")
    talk.server(b"250 2.0.0 Ok: queued as 0123456789AB\r\n")


def begin(capture):
    talk = packets.Talk(capture).greeted()
    talk.ask(b"EHLO pc7.example", EHLO)
    return talk


def plain(capture, size):
    talk = begin(capture)
    talk.ask(b"MAIL FROM:<jane@client.example>", b"250 2.1.0 Ok\r\n")
    talk.ask(b"RCPT TO:<bob@mail1.example>", b"250 2.1.5 Ok\r\n")
    talk.ask(b"DATA", b"354 End data with <CR><LF>.<CR><LF>\r\n")
    message(talk, size)
    talk.quit()


def pipelined(capture):
    talk = begin(capture)
    talk.client(b"MAIL FROM:<jane@client.example>\r\n"
                b"RCPT TO:<bob@mail1.example>\r\nDATA\r\n")
    talk.server(b"250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n"
                b"354 End data with <CR><LF>.<CR><LF>\r\n")
    message(talk, 12_000)
    talk.quit()


def encrypted(capture):
    talk = begin(capture)
    talk.ask(b"STARTTLS", b"220 2.0.0 Ready to start TLS\r\n")
    talk.client(b"\x16\x03\x01\x02\x00" + bytes(512))
    talk.server(b"\x16\x03\x03\x04\x00" + bytes(1024))
    stream(talk, 0, b"\x17\x03\x03\x3f\xff" + bytes(range(256)) * 63)
    talk.server(b"\x17\x03\x03\x00\x40" + bytes(64))
    talk.close()


def templates():
    """Frames of a session, each with where the client's address stands."""
    made = []
    for make in (lambda c: plain(c, 26_000), encrypted,
                 lambda c: plain(c, 24_000), pipelined):
        capture = packets.Capture()
        make(capture)
        frames = []
        for _, frame, _, _ in capture.packets:
            client = frame[6:12] == packets.CLIENT_CARD
            address, port = (26, 34) if client else (30, 36)
            frames.append((len(frame), frame[:address],
                           frame[address + 4:port], frame[port + 2:]))
        made.append(frames)
    return made


def main():
    name, sessions = sys.argv[1], int(sys.argv[2])
    kinds = templates()
    now = packets.EPOCH
    pack = struct.Struct("<IIII").pack
    with open(name, "wb", buffering=1 << 20) as file:
        file.write(packets.Capture().pcap())
        for first in range(0, sessions, AT_ONCE):
            group = []
            for number in range(first, min(first + AT_ONCE, sessions)):
                # 1,000 clients, each with ports of its own.
                client = number % 1000
                group.append((kinds[number % 4],
                              bytes((192, 0, 3 + client // 250,
                                     1 + client % 250)),
                              struct.pack("!H", 10000 + number // 1000)))
            out = []
            for step in range(max(len(frames) for frames, _, _ in group)):
                for frames, address, port in group:
                    if step >= len(frames):
                        continue
                    size, head, middle, tail = frames[step]
                    out += (pack(now // 10**9, now % 10**9 // 1000, size,
                                 size), head, address, middle, port, tail)
                    now += STEP
            file.write(b"".join(out))


main()
