# SPDX-License-Identifier: BSD-2-Clause
"""The Winsock Proxy's control channel, for hand.py.

Where the fields stand is what Wireshark's msproxy dissector and Dante's
client found.
"""
import struct

import packets
from packets import EPOCH, Capture

SECOND = 10**9
MADE = {}


def capture(function):
    MADE[function.__name__.replace("_", "-")] = function
    return function


class Session:
    """A client's talk with its proxy."""

    def __init__(self, out, client="192.0.2.7", proxy="192.0.2.100",
                 port=3456, time=EPOCH, program=b"MSEXCIMC", user=b"jane",
                 computer=b"MAIL1"):
        self.out = out
        self.hosts = (client, proxy)
        self.port = port
        self.time = time
        self.program = program
        self.who = user + b"\0\0" + program + b"\0" + computer + b"\0"
        self.ids = [0x0a000000, 0]
        self.numbers = [0, 0]

    def packet(self, server, command, fields=(), size=172):
        """Fields are (offset, bytes)."""
        data = bytearray(max(size, 38))
        struct.pack_into("!III", data, 0, self.ids[0], 0x00010200, self.ids[1])
        data[12] = self.numbers[not server]
        data[16] = self.numbers[server]
        data[24:28] = b"RWSP"
        data[36:38] = struct.pack("!H", command)
        for at, value in fields:
            data[at:at + len(value)] = value
        del data[size:]
        ports = (1745, self.port) if server else (self.port, 1745)
        source, target = self.hosts[server], self.hosts[not server]
        packet = packets.ip(source, target, 17,
                            packets.udp(source, target, ports, bytes(data)))
        self.out.add(self.time, packets.ethernet(packet, not server))
        self.time += 2_000_000
        # It stays 0 until the second packet has its answer.
        self.numbers[server] += bool(self.numbers[server])

    def ask(self, command, fields=()):
        self.packet(0, command, (*fields, (156, self.program + b"\0")))

    def answer(self, command, fields=()):
        self.packet(1, command, fields)

    def hello(self, command=0x0500):
        self.packet(0, command, [(220, self.who)], 300)

    def begin(self):
        self.hello()
        self.ids = [0x00350001, 0x00460001]
        self.answer(0x1000, [(98, struct.pack("!H", 1745)),
                             (100, packets.packed(self.hosts[1]))])
        self.hello(0x1000)
        self.numbers = [1, 1]
        self.answer(0x0400)
        return self

    def authenticate(self, answer):
        self.ask(0x4700, [(172, b"NTLMSSP\0\1\0\0\0")])
        self.answer(0x4714, [(172, b"NTLMSSP\0\2\0\0\0")])
        self.ask(0x4701, [(172, b"NTLMSSP\0\3\0\0\0secret response")])
        self.answer(answer)

    def bind(self, port, address="0.0.0.0"):
        number = struct.pack("!H", port)
        self.ask(0x0704, [(42, b"\1\0"), (56, packets.packed(address)),
                          (60, number), (64, b"\2\0"),
                          (66, struct.pack("!H", 1050))])

    def bound(self, port, outside="203.0.113.5"):
        number = struct.pack("!H", port)
        self.answer(0x0706, [(44, b"\0\0\0\5"), (58, number),
                             (60, packets.packed(outside))])
        self.ask(0x0707, [(42, b"\1\0"), (44, b"\0\0\0\5"), (56, b"\5\0"),
                          (60, number), (64, b"\2\0"), (66, number)])
        self.answer(0x0708, [(44, b"\0\0\0\5"), (60, number), (66, number),
                             (68, packets.packed(outside))])

    def listen(self, port, outside="203.0.113.5"):
        self.ask(0x0406, [(56, b"\2\0"), (58, struct.pack("!H", port)),
                          (60, packets.packed(outside))])
        peer = struct.pack("!H", 31000)
        self.answer(0x0709, [(58, peer), (60, packets.packed("198.51.100.9")),
                             (72, struct.pack("!H", 1050)),
                             (76, struct.pack("!H", port)),
                             (78, packets.packed(outside))])
        self.ask(0x070a, [(58, peer), (60, packets.packed("198.51.100.9"))])

    def resolve(self, name):
        self.ask(0x070d, [(38, bytes([len(name) + 1])), (56, name + b"\0")])

    def connect(self, port, address):
        self.ask(0x071e, [(58, struct.pack("!H", port)),
                          (60, packets.packed(address)),
                          (72, struct.pack("!H", 1051))])

    def end(self):
        self.ask(0x251e)


@capture
def control_granted():
    out = Capture()
    session = Session(out).begin()
    session.bind(25)
    session.bound(25)
    session.listen(25)
    session.end()
    return out.pcap()


@capture
def control_in_use():
    out = Capture()
    session = Session(out).begin()
    session.bind(25)
    session.answer(0x0701)
    # The service tries again after a minute.
    session.time += 60 * SECOND
    session.bind(25)
    session.answer(0x0701)
    return out.pcap()


@capture
def control_not_authenticated():
    out = Capture()
    session = Session(out, user=b"SYSTEM").begin()
    session.authenticate(0x4716)
    session.time += SECOND
    # A proxy that says so with the bind.
    session = Session(out, user=b"SYSTEM", port=3460,
                      time=session.time).begin()
    session.bind(25)
    session.answer(0x0804)
    return out.pcap()


@capture
def control_authenticated():
    out = Capture()
    session = Session(out).begin()
    session.authenticate(0x4715)
    session.bind(995, "203.0.113.6")
    session.bound(995, "203.0.113.6")
    return out.pcap()


@capture
def control_no_answer():
    """A hello that nobody answers, and a bind in the same way."""
    out = Capture()
    session = Session(out)
    for _ in range(4):
        session.hello()
        session.time += 2 * SECOND
    session = Session(out, port=3470, proxy="192.0.2.101",
                      time=session.time + 30 * SECOND).begin()
    for _ in range(3):
        session.bind(25)
        session.time += 3 * SECOND
    out.add(session.time + 60 * SECOND, packets.ethernet(packets.ip(
        "192.0.2.9", "192.0.2.8", 17, packets.udp(
            "192.0.2.9", "192.0.2.8", (999, 998), b"later"))))
    return out.pcap()


@capture
def control_unresolved():
    out = Capture()
    session = Session(out).begin()
    session.resolve(b"mail9.example")
    session.answer(0x070f, [(38, b"\0"), (52, packets.packed("0.0.0.0"))])
    session.time += SECOND
    session.resolve(b"mail8.example")
    session.answer(0x0433)
    session.time += SECOND
    session.resolve(b"mail1.example")
    session.answer(0x070f, [(38, b"\4"), (56, packets.packed("192.0.2.1"))])
    return out.pcap()


@capture
def control_connect():
    """Connects: one that works, one that may not, one that is refused."""
    out = Capture()
    session = Session(out, program=b"OUTLOOK").begin()
    session.connect(25, "198.51.100.1")
    session.answer(0x0703, [(58, struct.pack("!H", 1051)),
                            (60, packets.packed("203.0.113.5"))])
    session.ask(0x042c)
    session = Session(out, program=b"OUTLOOK", port=3480,
                      time=session.time + SECOND).begin()
    session.connect(25, "198.51.100.2")
    session.answer(0x081e)
    session = Session(out, program=b"OUTLOOK", port=3490,
                      time=session.time + SECOND).begin()
    session.connect(25, "198.51.100.3")
    session.answer(0x4733)
    return out.pcap()


@capture
def control_hostile():
    """Names without end, escapes, absurd offsets, short packets."""
    out = Capture()
    session = Session(out, program=b"\x1b[2JEVIL\x07" + b"A" * 9,
                      user=b"\x1b]0;x\x07", computer=b"B" * 40).begin()
    session.bind(25)
    session.answer(0x0701)
    session.packet(0, 0x0704, size=38)
    session.packet(0, 0x0704, size=37)
    session.packet(0, 0x0704, size=24)
    session.packet(0, 0x070d, [(38, b"\xff"), (56, b"x" * 116)])
    session.packet(1, 0x070f, [(38, b"\xff")])
    session.packet(0, 0x0500, [(220, b"U" * 80)], 300)
    session.packet(0, 0xffff)
    session.packet(1, 0xffff)
    source, target = session.hosts
    for data in (b"", b"R", b"\0" * 23 + b"RWSP", b"\xff" * 1400):
        out.add(session.time, packets.ethernet(packets.ip(
            source, target, 17, packets.udp(source, target, (3456, 1745),
                                            data))))
    return out.pcap()
