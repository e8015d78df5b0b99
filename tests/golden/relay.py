# SPDX-License-Identifier: BSD-2-Clause
"""What stands between a client and its SMTP server, and plays a part.

    relay.py LISTEN PORT UPSTREAM UPSTREAM-PORT ROLE [KEY=VALUE...]

ROLE is what it plays:

    pass        nothing
    pix         Cisco PIX MailGuard: the greeting's text becomes stars, but for
                2, 0 and blanks; commands beyond RFC 821's are overwritten with
                X on their way, so that the server itself refuses them
    asa         Cisco ASA, inspect esmtp: the greeting masked; EHLO keywords
                that it does not know become X's, as many, the last one a
                letter that counts: STARTTLS is XXXXXXXA
    strip       takes STARTTLS out of the reply to EHLO
    avast, avg  a mail shield: a greeting of its own, header lines added to
                messages; 421 in its words when the server cannot be reached
    proxy       421 when the server cannot be reached, else nothing
    tarpit      the greeting in lines, after delay seconds each, a byte at a
                time
    silent      takes connections and says nothing
    http        answers whatever comes with HTTP
    close       takes connections and closes them

refuse=502 lets the PIX answer by itself, as Postfix did in its days;
only=ADDRESS plays the part for this client alone, and passes on for all
others; delay=SECONDS is tarpit's, host=NAME a shield's.  Says "ready" when it
listens.  An address may be IPv6.
"""
import re
import socket
import sys
import threading
import time

RFC821 = {b"HELO", b"MAIL", b"RCPT", b"DATA", b"RSET", b"NOOP", b"QUIT"}
ASA_KNOWS = {b"PIPELINING", b"SIZE", b"ETRN", b"DSN", b"AUTH", b"8BITMIME",
             b"ENHANCEDSTATUSCODES", b"VRFY", b"HELP", b"CHUNKING",
             b"BINARYMIME"}
SHIELDS = {
    "avast": (b"220 %s avast! SMTP proxy ready.\r\n",
              b"X-Antivirus: avast! (VPS 091120-0, 11/20/2009), "
              b"Outbound message\r\nX-Antivirus-Status: Clean\r\n"),
    "avg": (b"220 AVG ESMTP Proxy Server 9.0.709/9.0.709 [270.14.73/2513]"
            b"\r\n",
            b"X-Antivirus: AVG (VPS 270.14.73/2513), Outbound message\r\n"
            b"X-Antivirus-Status: Clean\r\n"),
}


class Closed(Exception):
    """The other side is gone."""


class Peer:
    """A socket that is read by lines."""

    def __init__(self, sock):
        self.sock = sock
        self.rest = b""

    def more(self):
        got = self.sock.recv(65536)
        if not got:
            raise Closed
        self.rest += got

    def line(self):
        while b"\n" not in self.rest:
            self.more()
        line, _, self.rest = self.rest.partition(b"\n")
        return line + b"\n"

    def take(self, count):
        while len(self.rest) < count:
            self.more()
        taken, self.rest = self.rest[:count], self.rest[count:]
        return taken

    def reply(self):
        lines = [self.line()]
        while lines[-1][3:4] == b"-":
            lines.append(self.line())
        return lines

    def send(self, what):
        self.sock.sendall(what)


def mask(line):
    """220 mail1 ESMTP of 2020 becomes 220 ***** ***** ** 2020."""
    return line[:4] + re.sub(rb"[^20 \r\n]", b"*", line[4:])


def overwrite(lines):
    letter = ord("A")
    out = lines[:1]
    for line in lines[1:]:
        word = re.match(rb"[^ =\r\n]*", line[4:]).group()
        if word.upper() not in ASA_KNOWS:
            text = line[4:].rstrip(b"\r\n")
            line = (line[:4] + b"X" * (len(text) - 1) + bytes([letter]) +
                    line[4 + len(text):])
            letter += 1
        out.append(line)
    return out


def strip(lines):
    out = [line for line in lines if line[4:].strip().upper() != b"STARTTLS"]
    out[-1] = out[-1][:3] + b" " + out[-1][4:]
    return out


class Relay:
    """One connection."""

    def __init__(self, client, address, role, options):
        self.client = Peer(client)
        self.options = options
        only = options.get("only")
        self.role = role if only in (None, address) else "pass"
        self.server = None

    def greet(self, lines):
        if self.role in ("pix", "asa"):
            lines = [mask(line) for line in lines]
        elif self.role in SHIELDS:
            lines = [self.own_greeting()]
        elif self.role == "tarpit":
            self.tarpit(lines[-1])
            return
        self.client.send(b"".join(lines))

    def own_greeting(self):
        greeting = SHIELDS[self.role][0]
        host = self.options.get("host", "pc7.example").encode()
        return greeting % host if b"%s" in greeting else greeting

    def tarpit(self, last):
        delay = float(self.options.get("delay", "1"))
        lines = [b"220-please\r\n", b"220-wait\r\n", last]
        for line in lines:
            time.sleep(delay)
            for byte in line:
                self.client.send(bytes([byte]))
                time.sleep(delay / 50)

    def connect(self, upstream):
        try:
            self.server = Peer(socket.create_connection(upstream, 5))
            self.server.sock.settimeout(None)
            self.server.sock.setsockopt(socket.IPPROTO_TCP,
                                        socket.TCP_NODELAY, 1)
            return True
        except OSError as error:
            # Winsock's number of the refusal, as a shield on Windows says it.
            code = {111: 10061, 113: 10065, 101: 10051}.get(error.errno, 10060)
            where = f"{upstream[0]} ({upstream[0]}:{upstream[1]})"
            if self.role == "avast":
                text = f"421 Cannot connect to SMTP server {where}, " \
                       f"connect error {code}\r\n"
            else:
                text = f"421 4.4.1 proxy cannot connect to {where}\r\n"
            self.client.send(text.encode())
            return False

    def command(self, line):
        """The line as it goes on to the server."""
        verb = line[:4].upper().strip()
        if self.role == "pix" and verb not in RFC821:
            word = re.match(rb"[^ \r\n]*", line).group()
            return b"X" * len(word) + line[len(word):]
        return line

    def message(self):
        if self.role in SHIELDS:
            self.server.send(SHIELDS[self.role][1])
        while True:
            line = self.client.line()
            self.server.send(line)
            if line == b".\r\n":
                return

    def answer(self, line):
        lines = self.server.reply()
        if line[:4].upper() == b"EHLO" and lines[0][:3] == b"250":
            if self.role == "asa":
                lines = overwrite(lines)
            elif self.role == "strip":
                lines = strip(lines)
        self.client.send(b"".join(lines))
        return lines[0][:3]

    def talk(self, upstream):
        if self.role == "silent":
            while True:
                self.client.more()
        if self.role == "close":
            return
        if self.role == "http":
            self.client.line()
            self.client.send(b"HTTP/1.1 400 Bad Request\r\n"
                             b"Content-Length: 0\r\n\r\n")
            return
        if not self.connect(upstream):
            return
        self.greet(self.server.reply())
        while True:
            asked = self.client.line()
            line = self.command(asked)
            if line != asked and "refuse" in self.options:
                self.client.send(self.options["refuse"].encode() +
                                 b" 5.5.2 Error: command not recognized\r\n")
                continue
            self.server.send(line)
            verb = line[:4].upper()
            if verb == b"BDAT":
                self.server.send(self.client.take(int(line.split()[1])))
            code = self.answer(line)
            while code == b"334":
                self.server.send(self.client.line())
                code = self.answer(b"")
            if verb == b"DATA" and code == b"354":
                self.message()
                self.answer(b"")
            elif line[:8].upper() == b"STARTTLS" and code == b"220":
                self.pump()
                return
            elif verb == b"QUIT":
                return

    def pump(self):
        def one(source, target):
            try:
                target.send(source.rest)
                while True:
                    got = source.sock.recv(65536)
                    target.send(got)
                    if not got:
                        break
                target.sock.shutdown(socket.SHUT_WR)
            except OSError:
                pass

        back = threading.Thread(target=one, args=(self.server, self.client))
        back.start()
        one(self.client, self.server)
        back.join()

    def run(self, upstream):
        try:
            self.talk(upstream)
        except (Closed, OSError):
            pass
        for peer in (self.client, self.server):
            if peer:
                peer.sock.close()


def main():
    listen, port, upstream, upstream_port, role, *rest = sys.argv[1:]
    options = dict(item.split("=", 1) for item in rest)
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    server = socket.socket(family)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    server.bind((listen, int(port)))
    server.listen(16)
    print("ready", flush=True)
    while True:
        client, address = server.accept()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        relay = Relay(client, address[0], role, options)
        threading.Thread(target=relay.run, daemon=True,
                         args=((upstream, int(upstream_port)),)).start()


main()
