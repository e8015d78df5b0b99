# SPDX-License-Identifier: BSD-2-Clause
"""Waits for a server to answer, or to die.

	greet.py PID ADDRESS PORT NAME SECONDS

Status 0 as soon as what answers on the address says NAME in its first line;
1 as soon as the process is gone; 2 when the time is over.
"""
import socket
import sys
import time


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def greeting(pid, address, port):
    line = b""
    try:
        # An address that is not up yet would let us wait.
        with socket.create_connection((address, port), 0.5) as sock:
            sock.settimeout(0.05)
            for _ in range(100):
                try:
                    more = sock.recv(1000)
                except TimeoutError:
                    if not alive(pid):
                        break
                    continue
                line += more
                if not more or b"\n" in line:
                    break
            sock.sendall(b"QUIT\r\n")
    except OSError:
        pass
    return line.decode("ascii", "replace")


def main():
    pid, address, port, name, seconds = sys.argv[1:]
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address, address)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        if name in greeting(pid, address, int(port)):
            return 0
        if not alive(pid):
            return 1
        time.sleep(0.02)
    return 2


sys.exit(main())
