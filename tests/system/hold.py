# SPDX-License-Identifier: BSD-2-Clause
"""Holds a port in one of the ways in which a port can be held.

	hold.py HOW ADDRESS PORT [COMMAND...]

HOW is a comma-separated list of:

	udp		a UDP socket
	bound		bound, and not listening
	plain		without SO_REUSEADDR
	reuseport	with SO_REUSEPORT
	dual		an IPv6 socket that takes IPv4 too
	leak		a child that has the socket for no reason stays, and
			the process that made it is gone
			COMMAND is the child; without one it sleeps
	daemon		serve in a child of a child, in a session whose leader
			is gone, as daemons do
	headless	a thread serves, and the first thread has ended
	apart		a thread has it alone, in a table of its own
	share		a child has it too
	outgoing	a connection out of the port, to 127.0.0.1:2525
	device=NAME	bound to a network interface
	many		forty connections out of the port
	linger		nothing but closed connections in TIME_WAIT
	orphan		nothing but a connection in FIN-WAIT-1: its client
			does not read
	left		nothing but a client's connection, which a child of
			the server has
	locked=FILE	its memory is locked, so that nobody can read its
			arguments; FILE is stuck-fs.py's
	greet=TEXT	say TEXT to each client; nothing where it is empty

Prints "ready" when it is so, and goes away after two minutes at the latest.
"""
import ctypes
import mmap
import os
import signal
import socket
import sys
import threading
import time


def make(how, address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    kind = socket.SOCK_DGRAM if "udp" in how else socket.SOCK_STREAM
    sock = socket.socket(family, kind)
    if "plain" not in how and "udp" not in how:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if "reuseport" in how:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY,
                        0 if "dual" in how else 1)
    if "device" in how:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE,
                        how["device"].encode())
    sock.bind((address, port))
    return sock


def linger(listener):
    client = socket.create_connection(listener.getsockname()[:2])
    served, _ = listener.accept()
    # Who closes first has the TIME_WAIT.
    served.close()
    client.recv(1)
    client.close()
    listener.close()


def apart(how, address, port):
    # CLONE_FILES
    ctypes.CDLL(None).unshare(0x400)
    sock = make(how, address, port)
    sock.listen()
    ready()
    time.sleep(100)


def stay():
    time.sleep(100)
    os._exit(0)


def orphan(listener):
    client = socket.create_connection(listener.getsockname()[:2])
    served, _ = listener.accept()
    served.setblocking(False)
    try:
        while served.send(bytes(65536)):
            pass
    except BlockingIOError:
        pass
    if os.fork() == 0:
        served.close()
        listener.close()
        stay()
    client.close()
    served.close()
    listener.close()


def left(listener):
    client = socket.create_connection(listener.getsockname()[:2])
    served, _ = listener.accept()
    if os.fork() == 0:
        served.close()
        listener.close()
        stay()
    client.close()
    listener.close()
    served.set_inheritable(True)
    if os.fork() == 0:
        os.execlp("sleep", "sleep", "100")


def many(how, address, port):
    socks = []
    for i in range(40):
        other = make({}, "127.0.0.1", 3000 + i)
        other.listen()
        sock = make(how, address, port)
        sock.connect(("127.0.0.1", 3000 + i))
        socks += [sock, other]
    return socks


def lock_memory(name):
    """Map what first has to be written, and never is: the kernel holds the
    lock of the process's memory meanwhile."""
    first = os.open(name, os.O_RDWR)
    second = os.open(name, os.O_RDWR)
    memory = mmap.mmap(first, mmap.PAGESIZE)
    memory[0] = 1
    ready()
    mmap.mmap(second, mmap.PAGESIZE, mmap.MAP_PRIVATE)


def serve(listener, text):
    while True:
        client, _ = listener.accept()
        try:
            if text:
                client.sendall(text.encode() + b"\r\n")
            client.settimeout(5)
            while client.recv(100):
                pass
        except OSError:
            pass
        client.close()


def daemon():
    if os.fork():
        os._exit(0)
    os.setsid()
    if os.fork():
        os._exit(0)
    # The leader of the session has to be gone.
    while os.getppid() == os.getsid(0):
        time.sleep(0.01)


def ready():
    print("ready", flush=True)


def main():
    how = dict(h.partition("=")[::2] for h in sys.argv[1].split(","))
    address, port = sys.argv[2], int(sys.argv[3])
    signal.alarm(120)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)

    if "many" in how:
        kept = many(how, address, port)
        ready()
        time.sleep(len(kept) and 120)
    if "apart" in how:
        threading.Thread(target=apart, args=(how, address, port)).start()
        time.sleep(120)
    sock = make(how, address, port)
    if "outgoing" in how:
        other = make({}, "127.0.0.1", 2525)
        other.listen()
        sock.connect(("127.0.0.1", 2525))
    elif "bound" not in how and "udp" not in how:
        sock.listen()

    if "linger" in how:
        linger(sock)
        ready()
        return
    if "orphan" in how or "left" in how:
        (orphan if "orphan" in how else left)(sock)
        ready()
        return
    if "locked" in how:
        lock_memory(how["locked"])
    if "leak" in how or "share" in how:
        sock.set_inheritable(True)
        if os.fork() == 0:
            command = sys.argv[4:] or ["sleep", "100"]
            os.execvp(command[0], command)
    if "daemon" in how:
        daemon()
    if "headless" in how:
        threading.Thread(target=time.sleep, args=(100,)).start()
        ready()
        ctypes.CDLL(None).syscall(60 if os.uname().machine == "x86_64"
                                  else 93, 0)
    ready()
    if "leak" in how:
        return
    if "bound" in how or "udp" in how or "outgoing" in how:
        time.sleep(120)
    serve(sock, how.get("greet", "220 mail.example ESMTP"))


main()
