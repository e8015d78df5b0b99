# SPDX-License-Identifier: BSD-2-Clause
"""An SMTP client that says what it is told to.

    talk.py ADDRESS PORT [FROM-ADDRESS] <SCRIPT

A line of the script is

    > TEXT      to be sent with CR LF; such lines that follow each other are
                sent together (pipelining).  Python's escapes are understood
    >> TEXT     the same without CR LF
    <           wait for a reply with all its lines
    < CODE      ... which must have this code
    tls         TLS, without a look at the certificate
    sleep N     seconds
    half        send FIN
    reset       end with a RST
    wait        until the server closes

The reply's lines go to stdout.
"""
import socket
import ssl
import struct
import sys
import time


def reply(sock):
    rest = b""
    while True:
        got = sock.recv(65536)
        if not got:
            return "closed"
        rest += got
        lines = rest.split(b"\n")
        if not lines[-1] and lines[-2][3:4] != b"-":
            sys.stdout.write(rest.decode("latin-1"))
            return lines[-2][:3].decode("latin-1")


def start_tls(sock):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context.wrap_socket(sock)


def unescape(text):
    return text.encode("latin-1").decode("unicode_escape").encode("latin-1")


def run(sock, script):
    pending = b""
    for line in script:
        word, _, rest = line.rstrip("\n").partition(" ")
        if word in (">", ">>"):
            pending += unescape(rest) + (b"\r\n" if word == ">" else b"")
            continue
        if pending:
            sock.sendall(pending)
            pending = b""
        if word == "<":
            code = reply(sock)
            if rest and code != rest:
                sys.exit(f"talk.py: {code} where {rest} was due")
        elif word == "tls":
            sock = start_tls(sock)
        elif word == "sleep":
            time.sleep(float(rest))
        elif word == "half":
            sock.shutdown(socket.SHUT_WR)
        elif word == "reset":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                            struct.pack("ii", 1, 0))
        elif word == "wait":
            while sock.recv(65536):
                pass
        elif word:
            sys.exit(f"talk.py: what is {word}?")
    if pending:
        sock.sendall(pending)
    sock.close()


def main():
    address, port, *source = sys.argv[1:]
    try:
        sock = socket.create_connection(
            (address, int(port)), 10, (source[0], 0) if source else None)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        run(sock, sys.stdin)
    except OSError as error:
        # Refused, unanswered, reset: the wire shows it.
        print("talk.py:", error)


main()
