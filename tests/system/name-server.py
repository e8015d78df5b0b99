# SPDX-License-Identifier: BSD-2-Clause
"""Name servers that no real one can be made to be.

    name-server.py KIND ADDRESS PORT

KIND, for DNS over UDP and TCP: servfail, notimp, silent, garbage, lame (it
names others to ask), slow (an answer after 700 ms), many (answers in TCP
alone: too long for UDP), other-id and other-name (of a forger; UDP).
For NetBIOS: liar (everything but the right answer), silent, group.
Says "ready" on stdout, and what it was asked.
"""
import socket
import struct
import sys
import threading

kind, address, port = sys.argv[1], sys.argv[2], int(sys.argv[3])


def say(*words):
    print(*words, flush=True)


def question_end(query):
    at = 12
    while query[at]:
        at += query[at] + 1
    return at + 5


def labels(query):
    at, names = 12, []
    while query[at]:
        names.append(query[at + 1:at + 1 + query[at]].decode("latin-1"))
        at += query[at] + 1
    return ".".join(names)


def header(query, flags, answers=0, authority=0):
    return query[:2] + struct.pack(">5H", flags, 1, answers, authority, 0)


def record(name, kind_, data, ttl=60):
    return name + struct.pack(">HHIH", kind_, 1, ttl, len(data)) + data


def dns_reply(query, tcp):
    question = query[12:question_end(query)]
    is_a = question[-3] == 1
    one = record(b"\xc0\x0c", 1, bytes([192, 0, 2, 66]))
    if kind == "servfail":
        return header(query, 0x8182) + question
    if kind == "notimp":
        return header(query, 0x8184) + question
    if kind == "garbage":
        return header(query, 0x8180, 3) + question + b"\xc0\xff\xff\xff"
    if kind == "lame":
        return (header(query, 0x8100, 0, 1) + question +
                record(b"\xc0\x0c", 2, b"\x02ns\x07example\x00"))
    if kind == "slow":
        return (header(query, 0x8580, 1 if is_a else 0) + question +
                (one if is_a else b""))
    if kind == "many":
        if not tcp:
            return header(query, 0x8780) + question
        records = [record(b"\xc0\x0c", 1, bytes([192, 0, 2, i]))
                   for i in range(1, 41)] if is_a else []
        return (header(query, 0x8580, len(records)) + question +
                b"".join(records))
    if kind == "other-id":
        wrong = bytes([query[0] ^ 1, query[1]]) + query[2:]
        return header(wrong, 0x8580, 1) + question + one
    if kind == "other-name":
        return (header(query, 0x8580, 1) + b"\x05other" + question + one)
    return None


def netbios_replies(query):
    name = query[12:46]
    def reply(id_, flags, answers, name_, kind_=0x20, nb=b"\x00\x00"):
        data = nb + bytes([192, 0, 2, 66])
        return (id_ + struct.pack(">5H", flags, 0, answers, 0, 0) + name_ +
                struct.pack(">HHIH", kind_, 1, 60, len(data)) + data)
    ours = query[:2]
    if kind == "group":
        return [reply(ours, 0x8580, 1, name, nb=b"\x80\x00")]
    if kind != "liar":
        return []
    other = bytes([query[0] ^ 0x55, query[1]])
    stranger = name[:1] + b"EM" + name[3:]
    # A network as a whole cannot say no: a broadcast has no such reply.
    no = [reply(ours, 0x8583, 0, name)] if query[3] & 0x10 else []
    return no + [
            reply(other, 0x8580, 1, name), reply(ours, 0x0580, 1, name),
            reply(ours, 0x8580, 1, stranger), reply(ours, 0xad80, 1, name),
            reply(ours, 0x8580, 1, name, kind_=0x21),
            reply(ours, 0x8580, 1, name)[:-3], b"", b"\x00" * 1400,
            reply(ours, 0x8580, 2, name)[:-7] + b"\xff" * 7]


def serve_tcp(listener):
    while True:
        peer, _ = listener.accept()
        with peer:
            peer.settimeout(5)
            try:
                query = peer.recv(4096)[2:]
                say("tcp", labels(query))
                reply = dns_reply(query, True)
                if reply:
                    peer.sendall(struct.pack(">H", len(reply)) + reply)
                    peer.recv(1)
            except (OSError, IndexError):
                pass


def main():
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    udp.bind((address, port))
    netbios = port == 137 or kind in ("liar", "group")
    if not netbios:
        tcp = socket.create_server((address, port))
        threading.Thread(target=serve_tcp, args=(tcp,), daemon=True).start()
    say("ready")
    while True:
        query, sender = udp.recvfrom(4096)
        say("udp", labels(query))
        if netbios:
            for reply in netbios_replies(query):
                udp.sendto(reply, sender)
            continue
        reply = dns_reply(query, False)
        if reply:
            threading.Timer(0.7 if kind == "slow" else 0,
                            udp.sendto, (reply, sender)).start()


main()
