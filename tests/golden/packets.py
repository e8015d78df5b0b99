# SPDX-License-Identifier: BSD-2-Clause
"""Captures and packets by hand: what hand.py and convert.py are made of."""
import ipaddress
import struct

ETHERNET, RAW, PPP, NULL, SLL, SLL2, LOOP = 1, 101, 9, 0, 113, 276, 108
PPP_HDLC = 50
CLIENT_CARD = bytes.fromhex("020000000007")
SERVER_CARD = bytes.fromhex("020000000001")
EPOCH = 1_700_000_000 * 10**9   # 2023-11-14 22:13:20 UTC


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xffff) + (total >> 16)
    return ~total & 0xffff


def packed(address):
    return ipaddress.ip_address(address).packed


def ip(source, target, protocol, payload, ttl=64, ident=0, flags=0x4000,
       options=b"", extensions=b"", first=None):
    """An IP packet; extensions are IPv6's, of which the first is numbered."""
    source, target = packed(source), packed(target)
    if len(source) == 16:
        payload = extensions + payload
        return struct.pack("!IHBB", 6 << 28, len(payload),
                           protocol if first is None else first,
                           ttl) + source + target + payload
    words = 5 + len(options) // 4
    header = struct.pack("!BBHHHBBH", 0x40 | words, 0,
                         words * 4 + len(payload), ident, flags, ttl,
                         protocol, 0) + source + target + options
    return (header[:10] + struct.pack("!H", checksum(header)) + header[12:] +
            payload)


def tcp(source, target, ports, sequence, acknowledged, flags, data=b"",
        window=64240, options=b""):
    words = 5 + len(options) // 4
    segment = struct.pack("!HHIIBBHHH", *ports, sequence & 0xffffffff,
                          acknowledged & 0xffffffff, words << 4, flags,
                          window, 0, 0) + options + data
    return with_checksum(source, target, 6, segment, 16)


def udp(source, target, ports, data):
    datagram = struct.pack("!HHHH", *ports, 8 + len(data), 0) + data
    return with_checksum(source, target, 17, datagram, 6)


def with_checksum(source, target, protocol, payload, at):
    pseudo = packed(source) + packed(target) + struct.pack(
        "!II", len(payload), protocol)
    total = struct.pack("!H", checksum(pseudo + payload))
    return payload[:at] + total + payload[at + 2:]


def ethertype(packet):
    return b"\x86\xdd" if packet[0] >> 4 == 6 else b"\x08\x00"


def ethernet(packet, from_client=True, tags=()):
    """Tags are (0x8100, VLAN) from the outside to the inside."""
    cards = (SERVER_CARD + CLIENT_CARD if from_client
             else CLIENT_CARD + SERVER_CARD)
    tags = b"".join(struct.pack("!HH", *tag) for tag in tags)
    return cards + tags + ethertype(packet) + packet


def link(packet, kind, from_client=True):
    """An IP packet with the header of a link."""
    six = packet[0] >> 4 == 6
    if kind == ETHERNET:
        return ethernet(packet, from_client)
    if kind == RAW:
        return packet
    if kind == PPP:
        return (b"\x00\x57" if six else b"\x00\x21") + packet
    if kind == PPP_HDLC:
        return b"\xff\x03" + (b"\x00\x57" if six else b"\x00\x21") + packet
    if kind == NULL:
        return struct.pack("<I", 30 if six else 2) + packet
    if kind == LOOP:
        return struct.pack("!I", 24 if six else 2) + packet
    card = CLIENT_CARD if from_client else SERVER_CARD
    way = 0 if from_client else 4
    if kind == SLL:
        return struct.pack("!HHH8s", way, 1, 6, card) + ethertype(
            packet) + packet
    if kind == SLL2:
        return ethertype(packet) + struct.pack("!HIHBB8s", 0, 2, 1, way, 6,
                                               card) + packet
    raise ValueError(kind)


class Capture:
    """Packets with their times, and how they get into a file."""

    def __init__(self, kind=ETHERNET):
        self.kind = kind
        self.packets = []       # (time in ns, bytes, length, interface)

    def add(self, time, packet, length=None, interface=0):
        self.packets.append((time, packet, length or len(packet), interface))

    def pcap(self, order="<", nanoseconds=False, snap=262144):
        unit = 1 if nanoseconds else 1000
        out = [struct.pack(order + "IHHiIII",
                           0xa1b23c4d if nanoseconds else 0xa1b2c3d4,
                           2, 4, 0, 0, snap, self.kind)]
        for time, packet, length, _ in self.packets:
            out.append(struct.pack(
                order + "IIII", time // 10**9 & 0xffffffff,
                time % 10**9 // unit, len(packet), length) + packet)
        return b"".join(out)

    def pcapng(self, kinds=None, order="<", resolution=6):
        """Kinds: the link types of the interfaces."""
        def block(kind, body):
            body += b"\0" * (-len(body) % 4)
            size = struct.pack(order + "I", len(body) + 12)
            return struct.pack(order + "I", kind) + size + body + size

        out = [block(0x0a0d0d0a, struct.pack(order + "IHHq", 0x1a2b3c4d, 1, 0,
                                             -1))]
        options = struct.pack(order + "HHB3xHH", 9, 1, resolution, 0, 0)
        for kind in kinds or [self.kind]:
            out.append(block(1, struct.pack(order + "HHI", kind, 0, 262144) +
                             options))
        for time, packet, length, interface in self.packets:
            ticks = time // 10 ** (9 - resolution)
            out.append(block(6, struct.pack(
                order + "IIIII", interface, ticks >> 32, ticks & 0xffffffff,
                len(packet), length) + packet))
        return b"".join(out)


SYN_OPTIONS = bytes.fromhex("020405b40402080a0000000100000000" "01030307")


class Talk:
    """A TCP connection; what it does goes into a capture."""

    def __init__(self, capture, client="192.0.2.7", server="192.0.2.1",
                 port=25, client_port=40000, time=EPOCH, numbers=(1000, 5000),
                 ttl=(64, 64), window=64240, options=SYN_OPTIONS, step=10**6):
        self.capture = capture
        self.address = (client, server)
        self.ports = (client_port, port)
        self.time = time
        self.step = step
        self.next = list(numbers)
        self.ttl = list(ttl)
        self.ident = [100, 20000]
        self.window = window
        self.options = options

    def segment(self, side, flags, data=b"", sequence=None, acknowledged=None,
                ttl=None, ident=None, options=b""):
        """The IP packet of a segment, in order unless it is told otherwise."""
        source, target = self.address[side], self.address[1 - side]
        ports = self.ports if side == 0 else self.ports[::-1]
        if sequence is None:
            sequence = self.next[side]
            self.next[side] += len(data) + bool(flags & 3)
        if acknowledged is None:
            acknowledged = self.next[1 - side] if flags & 0x10 else 0
        self.ident[side] += 1
        body = tcp(source, target, ports, sequence, acknowledged, flags, data,
                   self.window, options)
        return ip(source, target, 6, body, ttl or self.ttl[side],
                  self.ident[side] if ident is None else ident)

    def send(self, side, flags, data=b"", **more):
        self.put(side, self.segment(side, flags, data, **more))

    def put(self, side, packet):
        self.capture.add(self.time, link(packet, self.capture.kind, not side))
        self.time += self.step

    def open(self):
        self.send(0, 2, options=self.options)
        self.send(1, 0x12, options=self.options)
        self.send(0, 0x10)
        return self

    def client(self, data, **more):
        self.send(0, 0x18, data, **more)

    def server(self, data, **more):
        self.send(1, 0x18, data, **more)

    def ask(self, command, reply):
        self.client(command + b"\r\n")
        self.server(reply)

    def greeted(self):
        self.open()
        self.server(b"220 mail1.example ESMTP Postfix\r\n")
        return self

    def quit(self):
        self.ask(b"QUIT", b"221 2.0.0 Bye\r\n")
        self.close()

    def close(self):
        self.send(0, 0x11)
        self.send(1, 0x11)
        self.send(0, 0x10)
