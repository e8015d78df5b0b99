# SPDX-License-Identifier: BSD-2-Clause
"""A mail server on 0.0.0.0 port 25 that greets at once, until it is ended.

With "talk" it is its own client, too, fifty times a second.
"""
import socket
import sys
import threading
import time


def serve(listener):
    while True:
        client, _ = listener.accept()
        with client:
            try:
                client.sendall(b"220 mail1.example ESMTP Exim 4.96\r\n")
                client.settimeout(60)
                while client.recv(100):
                    pass
            except OSError:
                pass


def talk():
    while True:
        with socket.create_connection(("127.0.0.1", 25)) as s:
            s.recv(100)
        time.sleep(0.02)


def main():
    listener = socket.create_server(("0.0.0.0", 25))
    if "talk" in sys.argv:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
    print("ready", flush=True)
    if "talk" in sys.argv:
        talk()
    serve(listener)


main()
