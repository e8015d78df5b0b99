# SPDX-License-Identifier: BSD-2-Clause
"""Makes the captures that no well-behaved program makes.

    hand.py DIRECTORY [NAME...]

The same bytes each time.  What a capture shows stands in TESTLIST.
"""
import gzip
import os
import struct
import sys

import control
import packets
from packets import EPOCH, Capture, Talk

MADE = {}
SECOND = 10**9


def capture(function):
    MADE[function.__name__.replace("_", "-")] = function
    return function


# --- dialogues -----------------------------------------------------------

@capture
def endless_line():
    out = Capture()
    talk = Talk(out).open()
    for _ in range(60):
        talk.server(b"220-" + b"A" * 1396)
    talk.close()
    return out.pcap()


@capture
def endless_reply():
    out = Capture()
    talk = Talk(out).greeted()
    talk.client(b"EHLO pc7.example\r\n")
    for i in range(40):
        talk.server(b"".join(b"250-X-KEYWORD-%d\r\n" % n
                             for n in range(i * 50, i * 50 + 50)))
    talk.close()
    return out.pcap()


@capture
def bare_line_feeds():
    out = Capture()
    talk = Talk(out).open()
    talk.server(b"220 mail1.example ESMTP Postfix\n")
    talk.client(b"EHLO pc7.example\n")
    talk.server(b"250-mail1.example\n250-SIZE 1000\n250 HELP\n")
    talk.client(b"QUIT\n")
    talk.server(b"221 Bye\n")
    talk.close()
    return out.pcap()


@capture
def one_byte_each():
    out = Capture()
    talk = Talk(out, step=50_000).open()
    for text in (b"220-mail1.example ESMTP Exim 4.96\r\n220 go on\r\n",):
        for byte in text:
            talk.server(bytes([byte]))
    for byte in b"EHLO pc7.example\r\n":
        talk.client(bytes([byte]))
    for byte in b"250-mail1.example\r\n250 STARTTLS\r\n":
        talk.server(bytes([byte]))
    talk.quit()
    return out.pcap()


@capture
def terminal_escapes():
    """What a terminal would obey, in each text that a stranger chooses."""
    out = Capture()
    talk = Talk(out).open()
    talk.server(b"220 mail1.example \x1b]0;owned\x07\x1b[2J\x9b31m \xe2\x80\xae"
                b"ESMTP \x00Postfix\r\n")
    talk.ask(b"EHLO \x1b[31mred\x1b[0m",
             b"250-mail1.example\r\n250-\x1b[2JSIZE\r\n250 HELP\r\n")
    talk.ask(b"\x1b[5mBLINK", b"500 5.5.1 \x1b[7mwhat\x08\x08?\r\n")
    talk.quit()
    return out.pcap()


@capture
def starttls_then_binary():
    """TLS as it should be, then rubbish that is none."""
    out = Capture()
    talk = Talk(out).greeted()
    talk.ask(b"EHLO pc7.example", b"250-mail1.example\r\n250 STARTTLS\r\n")
    talk.ask(b"STARTTLS", b"220 2.0.0 Ready to start TLS\r\n")
    talk.client(bytes(range(128, 256)) * 4)
    talk.server(b"\x00\xff250 OK\r\n" * 20)
    talk.close()
    return out.pcap()


@capture
def starttls_injected():
    """A command behind STARTTLS in the same segment (CVE-2011-0411)."""
    out = Capture()
    talk = Talk(out).greeted()
    talk.ask(b"EHLO pc7.example", b"250-mail1.example\r\n250 STARTTLS\r\n")
    talk.client(b"STARTTLS\r\nRSET\r\n")
    talk.server(b"220 2.0.0 Ready to start TLS\r\n")
    talk.client(b"\x16\x03\x01\x00\x20" + bytes(32))
    talk.server(b"\x16\x03\x03\x00\x20" + bytes(32))
    talk.close()
    return out.pcap()


@capture
def tls_on_25():
    """The client speaks TLS at once, the server SMTP."""
    out = Capture()
    talk = Talk(out).open()
    talk.client(b"\x16\x03\x01\x00\x40\x01\x00\x00\x3c\x03\x03" + bytes(58))
    talk.server(b"220 mail1.example ESMTP Postfix\r\n")
    talk.server(b"500 5.5.2 Error: bad syntax\r\n")
    talk.close()
    return out.pcap()


@capture
def refused_at_once():
    out = Capture()
    for i, reply in enumerate((
            b"554 5.7.1 you are on a list\r\n",
            b"421 4.3.2 Service not available\r\n",
            b"421 4.7.0 too many connections\r\n")):
        talk = Talk(out, client_port=40000 + i, time=EPOCH + i * SECOND).open()
        talk.server(reply)
        talk.close()
    return out.pcap()


@capture
def ssh_on_25():
    out = Capture()
    talk = Talk(out).open()
    talk.server(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    talk.client(b"EHLO pc7.example\r\n")
    talk.server(b"Invalid SSH identification string.\r\n")
    talk.close()
    return out.pcap()


@capture
def credentials():
    """Each way to send a password; none of it may show."""
    out = Capture()
    talk = Talk(out).greeted()
    ehlo = b"250-mail1.example\r\n250 AUTH PLAIN LOGIN CRAM-MD5 XOAUTH2\r\n"
    talk.ask(b"EHLO pc7.example", ehlo)
    talk.ask(b"AUTH PLAIN AGphbmUAc2VjcmV0LW9uZQ==", b"535 5.7.8 no\r\n")
    talk.ask(b"AUTH PLAIN", b"334 \r\n")
    talk.ask(b"AGphbmUAc2VjcmV0LXR3bw==", b"535 5.7.8 no\r\n")
    talk.ask(b"auth login c2VjcmV0LXRocmVl", b"334 UGFzc3dvcmQ6\r\n")
    talk.ask(b"c2VjcmV0LWZvdXI=", b"535 5.7.8 no\r\n")
    talk.ask(b"AUTH CRAM-MD5", b"334 PDFAbWFpbDE+\r\n")
    talk.ask(b"*", b"501 5.7.0 cancelled\r\n")
    # Twice, for want of an answer; and as clients with a bug send it.
    talk.ask(b"AUTH  XOAUTH2\tc2VjcmV0LWZpdmU=", b"334 e30=\r\n")
    talk.ask(b"", b"235 2.7.0 yes\r\n")
    talk.ask(b"AUTHPLAIN c2VjcmV0LXNpeA==", b"500 5.5.2 what?\r\n")
    talk.ask(b"MAIL FROM:<jane@client.example> AUTH=<jane@secret.example>",
             b"250 2.1.0 Ok\r\n")
    talk.ask(b"RCPT TO:<bob@mail1.example>",
             b"550 5.1.1 <bob@mail1.example>: unknown, bob@mail1.example\r\n")
    talk.ask(b"VRFY alice@mail1.example", b"252 2.0.0 alice@mail1.example\r\n")
    talk.quit()
    return out.pcap()


@capture
def lost_in_auth():
    """The capture lost the command: what follows may be a password."""
    out = Capture()
    talk = Talk(out).greeted()
    talk.ask(b"EHLO pc7.example", b"250-mail1.example\r\n250 AUTH LOGIN\r\n")
    talk.next[0] += 12          # AUTH LOGIN
    talk.server(b"334 VXNlcm5hbWU6\r\n")
    talk.ask(b"amFuZS1zZWNyZXQ=", b"334 UGFzc3dvcmQ6\r\n")
    talk.ask(b"b3BlbiBzZXNhbWU=", b"235 2.7.0 yes\r\n")
    talk.quit()
    return out.pcap()


@capture
def greeted_twice():
    """One endpoint, two programs: every other connection."""
    out = Capture()
    for i in range(6):
        talk = Talk(out, client_port=40000 + i, time=EPOCH + i * SECOND,
                    ttl=(64, 64 - 5 * (i % 2)))
        if i % 2:
            talk.options = bytes.fromhex("020405b401010402")
        talk.open()
        talk.server((b"220 mail1.example ESMTP Postfix\r\n",
                     b"220 mail1.example ESMTP Exim 4.96 Tue, 14 Nov 2023 "
                     b"22:13:20 +0000\r\n")[i % 2])
        talk.quit()
    return out.pcap()


# --- TCP -----------------------------------------------------------------

@capture
def overlaps_that_differ():
    out = Capture()
    talk = Talk(out).greeted()
    talk.client(b"EHLO pc7.example\r\n")
    at = talk.next[1]
    talk.server(b"250-mail1.example\r\n250-STARTTLS\r\n250 HELP\r\n")
    talk.next[1] = at
    talk.server(b"250-mail1.example\r\n250-XXXXXXXA\r\n250 HELP\r\n")
    # And before the rest of it: the second half first, then all, changed.
    at = talk.next[0]
    talk.send(0, 0x18, b"ROM:<jane@client.example>\r\n", sequence=at + 6)
    talk.send(0, 0x18, b"MAIL FROM:<eve@client.example>.\r\n", sequence=at)
    talk.next[0] = at + 33
    talk.server(b"250 2.1.0 Ok\r\n")
    talk.quit()
    return out.pcap()


@capture
def wrap_around():
    out = Capture()
    talk = Talk(out, numbers=(2**32 - 10, 2**32 - 40)).greeted()
    talk.ask(b"EHLO pc7.example", b"250-mail1.example\r\n250 SIZE\r\n")
    talk.ask(b"MAIL FROM:<jane@client.example>", b"250 2.1.0 Ok\r\n")
    talk.quit()
    return out.pcap()


@capture
def out_of_window():
    """Bytes that belong to no window, and a RST that is far off."""
    out = Capture()
    talk = Talk(out).greeted()
    far = (talk.next[1] + 2**30) & 0xffffffff
    talk.send(1, 0x18, b"250 I am not here\r\n", sequence=far)
    talk.send(1, 4, sequence=far, ttl=33)
    talk.ask(b"EHLO pc7.example", b"250-mail1.example\r\n250 SIZE\r\n")
    talk.quit()
    return out.pcap()


@capture
def syn_flood():
    """20,000 SYNs of as many clients, and one dialogue among them."""
    out = Capture()
    for i in range(20000):
        client = f"198.51.{i >> 8 & 255}.{i & 255}"
        talk = Talk(out, client=client, client_port=1024 + i,
                    time=EPOCH + i * 1000, options=b"")
        talk.send(0, 2)
        if i == 10000:
            talk = Talk(out, time=EPOCH + i * 1000, step=1000).greeted()
            talk.quit()
    return gzip.compress(out.pcap(), mtime=0)


@capture
def simultaneous():
    """Both sides' ports are watched, and both send SYN (RFC 9293, 3.5)."""
    out = Capture()
    talk = Talk(out, client_port=25)
    talk.send(0, 2, options=talk.options)
    talk.send(1, 2, options=talk.options)
    talk.send(0, 0x12, sequence=1000)
    talk.send(1, 0x12, sequence=5000)
    talk.server(b"220 mail1.example ESMTP Postfix\r\n")
    talk.quit()
    return out.pcap()


@capture
def port_used_again():
    """The same pair of ports for a second connection, without a FIN."""
    out = Capture()
    talk = Talk(out).greeted()
    talk.ask(b"NOOP", b"250 2.0.0 Ok\r\n")
    talk = Talk(out, time=EPOCH + 60 * SECOND, numbers=(900_000, 700_000))
    talk.greeted()
    talk.ask(b"EHLO pc7.example", b"250-mail1.example\r\n250 SIZE\r\n")
    talk.quit()
    return out.pcap()


@capture
def plain_reset():
    """A server that ends with a RST of its own: nothing odd about it."""
    out = Capture()
    talk = Talk(out).greeted()
    talk.ask(b"EHLO pc7.example", b"250-mail1.example\r\n250 SIZE\r\n")
    talk.send(1, 0x14)
    # Some stacks answer what still comes once more.
    talk.client(b"QUIT\r\n")
    talk.send(1, 4)
    return out.pcap()


@capture
def two_resets():
    """As routers in the way send it: other TTL, and data comes after it."""
    out = Capture()
    for i in range(3):
        talk = Talk(out, client_port=40000 + i, time=EPOCH + i * SECOND,
                    ttl=(64, 52)).greeted()
        talk.client(b"EHLO pc7.example\r\n")
        number = talk.next[1]
        talk.send(1, 4, sequence=number, ttl=110, ident=0)
        talk.send(1, 4, sequence=number + 1460, ttl=110, ident=0)
        talk.server(b"250-mail1.example\r\n250 STARTTLS\r\n")
        talk.send(0, 4)
    return out.pcap()


# --- IP and links --------------------------------------------------------

@capture
def ip_options():
    """Record route, time stamps, router alert, and a bad length."""
    out = Capture()
    talk = Talk(out).greeted()
    for options in (b"\x07\x07\x04\x00\x00\x00\x00\x00", b"\x94\x04\x00\x00",
                    b"\x01\x01\x01\x00", b"\x83\xff\x04\x00"):
        segment = packets.tcp("192.0.2.7", "192.0.2.1", talk.ports,
                              talk.next[0], talk.next[1], 0x18, b"NOOP\r\n")
        talk.next[0] += 6
        talk.put(0, packets.ip("192.0.2.7", "192.0.2.1", 6, segment,
                               options=options))
        talk.server(b"250 2.0.0 Ok\r\n")
    talk.quit()
    return out.pcap()


@capture
def extension_headers():
    """IPv6 with hop-by-hop options, routing and destination options."""
    out = Capture()
    talk = Talk(out, client="2001:db8::7", server="2001:db8::1").greeted()
    client, server = talk.address
    pad = b"\x01\x04\x00\x00\x00\x00"
    chain = (b"\x2b\x00" + pad + b"\x3c\x02\x04\x00" + bytes(4) + bytes(16) +
             b"\x06\x00" + pad)
    segment = packets.tcp(client, server, talk.ports, talk.next[0],
                          talk.next[1], 0x18, b"EHLO pc7.example\r\n")
    talk.next[0] += 18
    talk.put(0, packets.ip(client, server, 6, segment, extensions=chain,
                           first=0))
    talk.server(b"250-mail1.example\r\n250 SIZE\r\n")
    # A chain that has no end.
    talk.put(0, packets.ip(client, server, 6, segment, first=0,
                           extensions=(b"\x00\x00" + pad) * 200))
    talk.quit()
    return out.pcap()


@capture
def overlapping_fragments():
    """The second piece covers the first one's end (RFC 5722)."""
    out = Capture()
    talk = Talk(out).greeted()
    segment = talk.segment(0, 0x18, b"EHLO pc7.example\r\n" + b"NOOP\r\n" * 9)
    header, body = segment[:20], segment[20:]

    def piece(at, data, more):
        return packets.ip("192.0.2.7", "192.0.2.1", 6, data, ident=77,
                          flags=at // 8 | (0x2000 if more else 0))

    talk.put(0, piece(0, body[:48], True))
    talk.put(0, piece(40, b"QUITQUIT" + body[48:], False))
    talk.put(0, piece(0, body[:48], True))
    talk.server(b"250-mail1.example\r\n250 SIZE\r\n")
    # One that would end beyond 65,535 bytes.
    talk.put(0, piece(65528, b"x" * 40, False))
    talk.quit()
    del header
    return out.pcap()


@capture
def padded():
    """Ethernet's padding is no data, and a total length of 0 means all."""
    out = Capture()
    talk = Talk(out).greeted()
    ack = talk.segment(0, 0x10)
    out.add(talk.time, packets.ethernet(ack) + b"QUIT\r\n")
    segment = bytearray(talk.segment(0, 0x18, b"EHLO pc7.example\r\n"))
    segment[2:4] = b"\0\0"
    talk.put(0, bytes(segment))
    talk.server(b"250-mail1.example\r\n250 SIZE\r\n")
    talk.quit()
    return out.pcap()


@capture
def tags():
    """VLAN tags: three deep, one of priority only, and PPPoE."""
    out = Capture()
    talk = Talk(out)
    talk.put(0, talk.segment(0, 2))
    out.packets.clear()
    talk = Talk(out, options=b"")
    for side, flags, data in ((0, 2, b""), (1, 0x12, b""), (0, 0x10, b""),
                              (1, 0x18, b"220 mail1.example ESMTP Postfix\r\n"),
                              (0, 0x18, b"QUIT\r\n"),
                              (1, 0x18, b"221 2.0.0 Bye\r\n")):
        out.add(talk.time, packets.ethernet(
            talk.segment(side, flags, data), not side,
            [(0x88a8, 9), (0x8100, 7), (0x8100, 25)]))
        talk.time += talk.step
    talk = Talk(out, client_port=40001, options=b"", time=EPOCH + SECOND)
    for side, flags, data in ((0, 2, b""), (1, 0x12, b""), (0, 0x10, b""),
                              (1, 0x18, b"220 mail1.example ESMTP Postfix\r\n"),
                              (0, 0x18, b"QUIT\r\n"),
                              (1, 0x18, b"221 2.0.0 Bye\r\n")):
        packet = talk.segment(side, flags, data)
        cards = packets.SERVER_CARD + packets.CLIENT_CARD
        out.add(talk.time, cards + b"\x81\x00\xe0\x00\x88\x64\x11\x00\x00\x01"
                + struct.pack("!H", len(packet) + 2) + b"\x00\x21" + packet)
        talk.time += talk.step
    return out.pcap()


@capture
def icmp():
    """Errors that answer SYNs, and some that answer nothing."""
    out = Capture()
    for i, (kind, code) in enumerate(((3, 1), (3, 3), (3, 13), (11, 0))):
        talk = Talk(out, server=f"192.0.2.{20 + i}", client_port=41000 + i,
                    time=EPOCH + i * SECOND)
        syn = talk.segment(0, 2, options=talk.options)
        talk.put(0, syn)
        body = struct.pack("!BBHI", kind, code, 0, 0) + syn[:28]
        body = body[:2] + struct.pack("!H", packets.checksum(body)) + body[4:]
        talk.put(1, packets.ip("192.0.2.254", "192.0.2.7", 1, body))
    # About a connection that has its answer: no end.
    talk = Talk(out, time=EPOCH + 10 * SECOND)
    talk.open()
    late = talk.segment(0, 0x10)
    body = struct.pack("!BBHI", 3, 1, 0, 0) + late[:28]
    talk.put(1, packets.ip("192.0.2.254", "192.0.2.7", 1, body))
    talk.server(b"220 mail1.example ESMTP Postfix\r\n")
    talk.quit()
    # About nobody's SYN, and cut off.
    talk.put(1, packets.ip("192.0.2.254", "192.0.2.7", 1,
                           struct.pack("!BBHI", 3, 1, 0, 0) + late[:10]))
    return out.pcap()


# --- files ---------------------------------------------------------------

@capture
def absurd_lengths():
    """Headers that promise what is not there."""
    out = Capture()
    talk = Talk(out).greeted()
    good = talk.segment(0, 0x18, b"NOOP\r\n", sequence=1)
    for at, value in ((0, b"\x4f"), (0, b"\x41"), (0, b"\x05"), (0, b"\x95"),
                      (2, b"\xff\xff"), (2, b"\x00\x15"), (32, b"\xf0"),
                      (32, b"\x10")):
        bad = bytearray(good)
        bad[at:at + len(value)] = value
        out.add(talk.time, packets.ethernet(bytes(bad)))
    for size in (0, 1, 13, 14, 15, 33, 34, 40, 53):
        out.add(talk.time, packets.ethernet(good)[:size], 60)
    out.add(talk.time, packets.ethernet(good), 5)
    out.add(talk.time, packets.ethernet(good), 0xffffffff)
    talk.quit()
    return out.pcap()


@capture
def absurd_times():
    """1970, 2106, backwards, and a million microseconds too many."""
    out = Capture()
    talk = Talk(out, time=2 * SECOND, step=0).greeted()
    talk.time = 0xffffffff * SECOND
    talk.client(b"EHLO pc7.example\r\n")
    talk.time = SECOND
    talk.server(b"250-mail1.example\r\n250 SIZE\r\n")
    talk.time = EPOCH
    talk.quit()
    data = bytearray(out.pcap())
    struct.pack_into("<I", data, 24 + 4, 0xffffffff)
    return bytes(data)


@capture
def snap_length_1():
    out = Capture()
    talk = Talk(out).greeted()
    talk.quit()
    for i, (time, packet, length, interface) in enumerate(out.packets):
        out.packets[i] = (time, packet[:1], length, interface)
    return out.pcap(snap=1)


@capture
def nothing():
    return Capture().pcap()


@capture
def not_a_capture():
    return b"Subject: golden\nComments: this is a message\n\ntest\n"


@capture
def empty():
    return b""


@capture
def half_a_header():
    return Capture().pcap()[:17]


@capture
def huge_packet():
    """A packet of 4 GiB, as its header says."""
    out = Capture()
    Talk(out).greeted().quit()
    return out.pcap() + struct.pack("<IIII", 1, 1, 0xfffffff0, 0xfffffff0)


@capture
def unknown_link():
    """IEEE 802.11: no mail server has it."""
    out = Capture(105)
    out.add(EPOCH, bytes(60))
    return out.pcap()


@capture
def odd_pcapng():
    """Big-endian, simple packets, unknown blocks, a second section."""
    out = Capture()
    Talk(out).greeted().quit()
    first = out.pcapng(order=">")
    unknown = struct.pack(">II", 0xbad, 16) + b"what" + struct.pack(">I", 16)
    out = Capture()
    Talk(out, client_port=40001, time=EPOCH + SECOND).greeted().quit()
    return first + unknown + out.pcapng(resolution=9)


@capture
def bad_pcapng():
    """A block whose two lengths are not the same."""
    out = Capture()
    Talk(out).greeted().quit()
    data = bytearray(out.pcapng())
    data[-4:] = b"\x00\x10\x00\x00"
    return bytes(data)


# --- the proxy's control channel -----------------------------------------

for _name, _function in control.MADE.items():
    MADE[_name] = _function

SUFFIX = {"odd-pcapng": ".pcapng", "bad-pcapng": ".pcapng",
          "syn-flood": ".pcap.gz"}


def main():
    folder, *names = sys.argv[1:]
    for name in names or MADE:
        with open(os.path.join(folder, name + SUFFIX.get(name, ".pcap")),
                  "wb") as file:
            file.write(MADE[name]())


main()
