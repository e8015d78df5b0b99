# SPDX-License-Identifier: BSD-2-Clause
"""Mail from one program to another.

	mail.py serve ADDRESS PORT
	mail.py send ADDRESS PORT [COUNT [BYTES]]

The server accepts everything and offers no STARTTLS; it prints "ready".
"""
import smtplib
import socketserver
import sys

NAME = "mail1.example"


class Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def say(self, *lines):
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())

    def message(self):
        self.say("354 go on")
        while self.rfile.readline() not in (b".\r\n", b""):
            pass
        self.say("250 2.0.0 queued")

    def handle(self):
        self.say(f"220 {NAME} ESMTP Postfix")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.say(f"250-{NAME}", "250-PIPELINING", "250 8BITMIME")
            elif verb == b"DATA":
                self.message()
            elif verb == b"QUIT":
                self.say("221 2.0.0 bye")
                return
            else:
                self.say("250 2.0.0 ok")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def serve(address, port):
    with Server((address, int(port)), Session) as server:
        print("ready", flush=True)
        server.serve_forever()


def send(address, port, count="1", size="100"):
    body = ("x" * 76 + "\r\n") * (int(size) // 78 + 1)
    for _ in range(int(count)):
        with smtplib.SMTP(address, int(port), "client.example", 10) as smtp:
            smtp.sendmail("from@client.example", "to@mail1.example", body)


if sys.argv[1] == "serve":
    serve(*sys.argv[2:])
else:
    send(*sys.argv[2:])
