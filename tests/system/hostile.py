# SPDX-License-Identifier: BSD-2-Clause
"""What hostile traffic makes `bindwhy sniff` need of memory.

    hostile.py FIRST BINDWHY [ARGUMENT...]	measure it: it reads the capture
    hostile.py FIRST > FILE			the capture alone

Everything that is bounded is filled at once: first of what is kept of servers
and clients it is what FIRST says, "servers", 1024 of them with four greetings
and EHLO replies each, "long_servers", with 16 each of 8 KB, or "clients", 4096
with long names and all verbs; before them requests on the control channel;
then 4096 connections that stay open, each with bytes out of order, commands
without replies, a reply without an end, and a line of both sides that does not
end; and fragments.

Prints the peaks of resident memory in KiB: the reader's while it reads, the
reader's with its end, and the largest of all processes.  Python 3.9, Linux.
"""
import os
import struct
import subprocess
import sys
import time

SYN, ACK, PSH = 2, 16, 8
CARDS = bytes(12) + b"\x08\x00"
HEADER = struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 262144, 1)
START = 1_700_000_000
VERBS = (b"LHLO x", b"MAIL FROM:<a@b>", b"RCPT TO:<a@b>", b"RSET",
         b"VRFY a", b"EXPN a", b"HELP", b"NOOP", b"ETRN a", b"TURN",
         b"XCLIENT a=b", b"XFORWARD a=b", b"FOO")


class Out:
    """A capture that is written as it is made; a microsecond a packet."""

    def __init__(self, file):
        self.file = file
        self.now = 0
        self.file.write(HEADER)

    def packet(self, source, target, protocol, payload, ident=0, place=0x4000):
        length = 20 + len(payload)
        self.now += 1
        self.file.write(
            struct.pack("<IIII", START + self.now // 10**6, self.now % 10**6,
                        14 + length, 14 + length) + CARDS +
            struct.pack("!BBHHHBBHII", 0x45, 0, length, ident, place, 64,
                        protocol, 0, source, target) + payload)

    def udp(self, source, target, ports, payload):
        self.packet(source, target, 17, struct.pack(
            "!HHHH", *ports, 8 + len(payload), 0) + payload)


class Talk:
    """A connection to port 25; sides are 0, the client, and 1."""

    def __init__(self, out, client, server, port):
        self.out = out
        self.ends = (client, server)
        self.ports = (port, 25)
        self.next = [1000, 5000]
        self.send(0, SYN)
        self.send(1, SYN | ACK)

    def send(self, side, flags, data=b"", skip=0):
        """@skip: so many bytes before it are never seen"""
        self.out.packet(self.ends[side], self.ends[not side], 6, struct.pack(
            "!HHIIBBHHH", self.ports[side], self.ports[not side],
            self.next[side] + skip, self.next[not side] if flags & ACK else 0,
            0x50, flags, 64240, 0, 0) + data)
        if not skip:
            self.next[side] += len(data) + (flags & SYN) // SYN

    def say(self, side, data):
        for at in range(0, len(data), 1400):
            self.send(side, PSH | ACK, data[at:at + 1400])


def text(number, length):
    """Words that no other number has."""
    return (b"%x " % (number * 2654435761 % 2**32) * length)[:length]


def control(out):
    """Requests that wait, with names as long as they may be."""
    for session in range(1024):
        for number in range(4):
            data = bytearray(172)
            struct.pack_into("!III", data, 0, session, 0x00010200, 1)
            data[24:28] = b"RWSP"
            data[36:38] = struct.pack("!H", 0x070d)
            name = b"%d.%d." % (session, number) + b"n" * 235
            data += bytes(200)
            data[38] = len(name) + 1
            data[56:57 + len(name)] = name + b"\0"
            out.udp(0x0a000000 + session, 0x0a010001, (1024, 1745),
                    bytes(data))


def fragments(out):
    for number in range(64):
        for at in range(0, 16384, 1024):
            out.packet(0x0a000000 + number, 0x0a010001, 17, bytes(1024),
                       number, 0x2000 | at // 8 + 1)


def clients(out):
    """4096, each with eight names and all verbs."""
    for number in range(4096):
        talk = Talk(out, 0x0a020000 + number, 0x0a030000, 2000)
        talk.say(1, b"220 a\r\n")
        for name in range(8):
            talk.say(0, b"EHLO " + text(8 * number + name, 200) + b"\r\n")
            talk.say(1, b"250 a\r\n")
        talk.say(0, b"\r\n".join(VERBS) + b"\r\n")
        talk.say(1, b"250 a\r\n" * len(VERBS))


def servers(out):
    """1024, each with four greetings and EHLO replies that differ."""
    for number in range(4 * 1024):
        talk = Talk(out, 0x0a020000 + number, 0x0a030000 + number % 1024,
                    3000 + number // 1024)
        talk.say(1, b"220 " + text(number, 60) + b"\r\n")
        talk.say(0, b"EHLO a\r\n")
        talk.say(1, b"250-a\r\n250-" + text(number, 60) +
                 b"\r\n250 STARTTLS\r\n")


def long_servers(out):
    """16, each with 16 greetings and EHLO replies of 8 KB."""
    for number in range(16 * 16):
        talk = Talk(out, 0x0a020000 + number, 0x0a030000 + number % 16, 5000)
        talk.say(1, (b"220-" + text(number, 400) + b"\r\n") * 19 +
                 b"220 a\r\n")
        talk.say(0, b"EHLO a\r\n")
        talk.say(1, b"250-a\r\n" + (b"250-" + text(number, 400) + b"\r\n") *
                 19 + b"250 STARTTLS\r\n")


def connections(out):
    """4096 that stay open."""
    for number in range(4096):
        talk = Talk(out, 0x0a040000 + number, 0x0a030000 + number % 1024, 4000)
        talk.say(1, b"220 a\r\n")
        talk.say(0, b"NOOP\r\n" * 250)
        # Of two lengths, so that what is given back fits nowhere.
        talk.say(1, (b"250-" + b"r" * (300 + number % 64 * 16) + b"\r\n") *
                 (1 + number % 4))
        for side in 0, 1:
            for at in range(8 if side else 4):
                talk.send(side, ACK, b"w" * (1 if at % 2 else 1400),
                          4000 + 2000 * at)
    for size in 40, 600, 1300:
        for number in range(4096):
            talk = Talk.__new__(Talk)
            talk.out, talk.ends, talk.ports = out, (
                0x0a040000 + number, 0x0a030000 + number % 1024), (4000, 25)
            add_lines(talk, number, size)


LINES = {}


def add_lines(talk, number, size):
    """One more piece of a line of both sides that has no end."""
    sent = LINES.get(number, (0, 0))
    replies = (310 + number % 64 * 16 - 4) * (1 + number % 4)
    talk.next = [1001 + 1500 + sent[0], 5001 + 7 + replies + sent[1]]
    talk.say(0, b"c" * size)
    talk.say(1, b"250-" + b"s" * (size - 4))
    LINES[number] = (sent[0] + size, sent[1] + size)


def make(file, first):
    """@first: who takes the room that there is for what was seen"""
    out = Out(file)
    control(out)
    for kind in sorted((clients, long_servers, servers),
                       key=lambda kind: kind.__name__ != first):
        kind(out)
    connections(out)
    fragments(out)
    file.flush()


def peak(pid):
    """VmHWM in KiB, or 0 for who has ended."""
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1])
    except OSError:
        pass
    return 0


def reader_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        children = file.read().split()
    return int(children[0]) if children else pid


def is_asleep(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        return file.read().rpartition(")")[2].split()[0] == "S"


def measure(first, command):
    with subprocess.Popen(command + ["sniff", "-q", "--json", "-r", "-"],
                          stdin=subprocess.PIPE,
                          stdout=subprocess.DEVNULL) as program:
        make(program.stdin, first)
        reader = reader_of(program.pid)
        while not is_asleep(reader):
            time.sleep(0.01)
        reading = peak(reader)
        program.stdin.close()
        ending = reading
        # Its last word is its largest; then it is gone.
        while (now := peak(reader)) and program.poll() is None:
            ending = max(ending, now)
        _, status, usage = os.wait4(program.pid, 0)
        program.returncode = os.waitstatus_to_exitcode(status)
    print(f"{first}: reading {reading} reader {ending} largest {usage.ru_maxrss} "
          f"status {program.returncode}")


if len(sys.argv) > 2:
    measure(sys.argv[1], sys.argv[2:])
else:
    make(sys.stdout.buffer, sys.argv[1])
