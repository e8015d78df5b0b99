# SPDX-License-Identifier: BSD-2-Clause
"""Makes a capture out of another.

    convert.py IN OUT HOW

    null, loop, ppp, hdlc, raw, sll, sll2
                the same packets with another link header
    vlan, qinq  the same in a VLAN, in two
    shuffled    neighbours swapped, each fifth packet twice, in a fixed way
    swapped     big-endian, nanoseconds
    fragments   IPv6 packets beyond 120 bytes in fragments, the last ones first
    two-links   pcapng: what comes from the client on Ethernet, the rest on
                a raw link; nanoseconds
    anonymous   pcapng without what it says about the machine it was made on
    truncated   the last packet ends in its middle
    headless    the last packet's header ends in its middle
"""
import random
import struct
import sys

import packets

LINKS = {"null": packets.NULL, "loop": packets.LOOP, "ppp": packets.PPP,
         "hdlc": packets.PPP_HDLC, "raw": packets.RAW, "sll": packets.SLL,
         "sll2": packets.SLL2}


def read(data):
    """Little-endian pcap with microseconds, Ethernet: tcpdump's."""
    capture = packets.Capture(struct.unpack_from("<I", data, 20)[0])
    at = 24
    while at < len(data):
        seconds, micro, size, length = struct.unpack_from("<IIII", data, at)
        at += 16
        capture.add(seconds * 10**9 + micro * 1000, data[at:at + size],
                    length)
        at += size
    return capture


def from_client(frame):
    return frame[6:12] == packets.CLIENT_CARD


def relink(capture, kind):
    out = packets.Capture(kind)
    for time, frame, _, interface in capture.packets:
        if frame[12:14] in (b"\x08\x00", b"\x86\xdd"):
            out.add(time, packets.link(frame[14:], kind, from_client(frame)),
                    None, interface)
    return out


def tagged(capture, tags):
    out = packets.Capture(capture.kind)
    for time, frame, _, _ in capture.packets:
        out.add(time, frame[:12] + b"".join(
            struct.pack("!HH", *tag) for tag in tags) + frame[12:])
    return out


def shuffled(capture):
    chance = random.Random(25)
    frames = [packet[1] for packet in capture.packets]
    # What opens the connection stays where it is.
    for i in range(4, len(frames) - 1):
        if chance.random() < 0.4:
            frames[i], frames[i + 1] = frames[i + 1], frames[i]
    out = packets.Capture(capture.kind)
    for i, frame in enumerate(frames):
        out.add(capture.packets[i][0], frame)
        if i > 4 and i % 5 == 0:
            out.add(capture.packets[i][0] + 1000, frame)
    return out


def fragments(capture):
    out = packets.Capture(capture.kind)
    for number, (time, frame, _, _) in enumerate(capture.packets):
        header, body = frame[14:54], frame[54:]
        if len(body) <= 120 or header[6] != 6:
            out.add(time, frame)
            continue
        parts = []
        for at in range(0, len(body), 96):
            part = body[at:at + 96]
            more = at + 96 < len(body)
            parts.append(frame[:14] + header[:4] +
                         struct.pack("!HB", len(part) + 8, 44) + header[7:] +
                         struct.pack("!BBHI", 6, 0, at | more, number) + part)
        for i, part in enumerate(reversed(parts)):
            out.add(time + i * 1000, part)
    return out


def two_links(capture):
    out = packets.Capture()
    for time, frame, length, _ in capture.packets:
        if from_client(frame):
            out.add(time, frame, length, 0)
        else:
            out.add(time, frame[14:], length - 14, 1)
    return out.pcapng([packets.ETHERNET, packets.RAW], resolution=9)


def anonymous(data):
    """Sections and interfaces keep no text but an interface's name."""
    out, at = [], 0
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        body = data[at + 8:at + size - 4]
        at += size
        if kind == 0x0a0d0d0a:
            body = body[:16]
        elif kind == 1:
            body = body[:8] + keep(body[8:], (2, 9))
        elif kind not in (3, 6):
            continue
        size = struct.pack("<I", len(body) + 12)
        out.append(struct.pack("<I", kind) + size + body + size)
    return b"".join(out)


def keep(options, codes):
    out, at = b"", 0
    while at + 4 <= len(options):
        code, size = struct.unpack_from("<HH", options, at)
        whole = 4 + (size + 3) // 4 * 4
        if code in codes or not code:
            out += options[at:at + whole]
        at += whole
    return out


def main():
    source, target, how = sys.argv[1:]
    with open(source, "rb") as file:
        data = file.read()
    if how == "anonymous":
        data = anonymous(data)
    elif how in LINKS:
        data = relink(read(data), LINKS[how]).pcap()
    elif how == "vlan":
        data = tagged(read(data), [(0x8100, 25)]).pcap()
    elif how == "qinq":
        data = tagged(read(data), [(0x88a8, 7), (0x8100, 0x6019)]).pcap()
    elif how == "shuffled":
        data = shuffled(read(data)).pcap()
    elif how == "fragments":
        data = fragments(read(data)).pcap()
    elif how == "swapped":
        data = read(data).pcap(">", True)
    elif how == "two-links":
        data = two_links(read(data))
    elif how == "truncated":
        data = data[:-10]
    elif how == "headless":
        last = read(data).packets[-1][1]
        data = data[:-len(last) - 6]
    else:
        sys.exit(f"convert.py: what is {how}?")
    with open(target, "wb") as file:
        file.write(data)


main()
