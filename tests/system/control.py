# SPDX-License-Identifier: BSD-2-Clause
"""The control channel's packets, read by us and by Wireshark.

control.py READER PCAP: writes packets of every command, by a table of their
own, to PCAP; gives them to READER (tests/system/control-read) and to tshark;
and compares what the two make of each, field by field, where tshark has the
field.  Prints what differs; status 1 for that.
"""

import random
import struct
import subprocess
import sys

CLIENT, PROXY = "192.0.2.9", "192.0.2.1"

# Command: whether the proxy sends it, our name, and what stands where: our
# field, its offset, its kind, and tshark's field or None where it has none.
FIELDS = {
    0x0704: (False, "bind", [
        ("address", 56, "ip", "bindaddr"), ("port", 60, "u16", "bindport"),
        ("program", 156, "text", "application")]),
    0x0706: (True, "bind acknowledged", [
        ("bind_id", 44, "u32", "bindid"),
        ("port", 58, "u16", "server_ext_port"),
        ("address", 60, "ip", "server_ext_addr")]),
    0x0707: (False, "TCP bind", [
        ("bind_id", 44, "u32", "bindid"), ("port", 60, "u16", "boundport"),
        ("program", 156, "text", "application")]),
    0x0708: (True, "TCP bind acknowledged", [
        ("bind_id", 44, "u32", "bindid"),
        ("port", 60, "u16", "server_int_port"),
        ("external_port", 66, "u16", "server_ext_port"),
        ("external", 68, "ip", "server_ext_addr")]),
    0x0406: (False, "listen", [
        ("port", 58, "u16", "dstport"), ("address", 60, "ip", "dstaddr"),
        ("program", 156, "text", "application")]),
    0x0709: (True, "bind info", [
        ("bind_id", 44, "u32", "bindid"), ("port", 58, "u16", "dstport"),
        ("address", 60, "ip", "dstaddr"),
        ("external_port", 76, "u16", "server_ext_port"),
        ("external", 78, "ip", "server_ext_addr")]),
    0x070A: (False, "bind info acknowledged", [
        ("bind_id", 44, "u32", "bindid"), ("port", 58, "u16", "dstport"),
        ("address", 60, "ip", "dstaddr"),
        ("external_port", 76, "u16", "server_ext_port"),
        ("external", 78, "ip", "server_ext_addr"),
        ("program", 156, "text", None)]),
    0x071E: (False, "connect", [
        ("port", 58, "u16", "dstport"), ("address", 60, "ip", "dstaddr"),
        ("program", 156, "text", "application")]),
    0x0703: (True, "connect acknowledged", [
        ("port", 58, "u16", "server_int_port"),
        ("address", 60, "ip", "server_int_addr"),
        ("external_port", 74, "u16", "server_ext_port"),
        ("external", 76, "ip", "server_ext_addr")]),
    0x0500: (False, "hello", "names"),
    0x05FF: (False, "hello", "names"),
    # 0x1000 is two commands: see packets().
    0x0400: (True, "user info acknowledged", []),
    0x4700: (False, "authentication", []),
    0x4701: (False, "authentication", []),
    0x4714: (True, "challenge", []),
    0x4715: (True, "authenticated", []),
    0x4716: (True, "authentication failed", []),
    0x070D: (False, "resolve", "resolve"),
    0x070F: (True, "resolve acknowledged", "resolved"),
    0x0701: (True, "address in use", []),
    0x0804: (True, "bind denied", []),
    0x081E: (True, "connect denied", []),
    0x0412: (True, "refused", []),
    0x4099: (True, "refused", []),
    0x042C: (False, "connected", []),
    0x251E: (False, "session end", []),
    0x7777: (False, "unknown", []),
}
HELLO_ACK = [("port", 98, "u16", "serverport"),
             ("address", 100, "ip", "serveraddr")]
TSHARK = sorted({f[3] for _, _, fields in FIELDS.values()
                 if isinstance(fields, list) for f in fields if f[3]} |
                {"command", "server_ack", "client_ack", "seq_num",
                 "serverport", "serveraddr", "user_name",
                 "application_name", "client_computer_name", "host_name",
                 "resolvaddr"})


def word(least=1, most=20):
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-._"
    return "".join(random.choices(letters, k=random.randint(least, most)))


def make(number, server, name, fields):
    """A packet's bytes, what it says, and that in tshark's fields."""
    data = bytearray(420)
    ours = {"command": name, "number": number}
    theirs = {"command": str(number)}

    def put(field, offset, kind, shark):
        if kind == "ip":
            raw = random.randbytes(4)
            value = ".".join(map(str, raw))
        elif kind == "text":
            value = word()
            raw = value.encode() + b"\0"
        else:
            size = 2 if kind == "u16" else 4
            raw = random.randbytes(size)
            value = int.from_bytes(raw, "big")
        data[offset:offset + len(raw)] = raw
        ours[field] = value
        if shark:
            theirs[shark] = f"0x{value:08x}" if kind == "u32" else str(value)
        return offset + len(raw)

    data[12], data[16] = random.randbytes(2)
    ours.update(acknowledged=data[12], sequence=data[16])
    theirs["client_ack" if server else "server_ack"] = str(data[12])
    theirs["seq_num"] = str(data[16])
    data[24:28] = b"RWSP"
    data[36:38] = number.to_bytes(2, "big")
    if fields in ("names", "names unread"):
        seen = fields == "names"
        at = put("user", 220, "text", "user_name" if seen else None)
        at = put("program", at + 1, "text",
                 "application_name" if seen else None)
        put("computer", at, "text",
            "client_computer_name" if seen else None)
    elif fields == "resolve":
        ours["name"] = theirs["host_name"] = host = word(1, 90)
        data[38] = len(host) + 1
        data[56:56 + len(host)] = host.encode()
    elif fields == "resolved":
        data[38] = random.randrange(256)
        put("address", 52 + data[38], "ip", "resolvaddr")
    else:
        for field in fields:
            put(*field)
    return bytes(data), server, ours, theirs


def packets():
    random.seed(1745)
    for _ in range(20):
        for number, (server, name, fields) in FIELDS.items():
            yield make(number, server, name, fields)
        yield make(0x1000, True, "hello acknowledged", HELLO_ACK)
        # Wireshark knows no body of it.
        yield make(0x1000, False, "user info", "names unread")


def ip(text):
    return bytes(map(int, text.split(".")))


def write(path, made):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 101))
        for n, (data, server, _, _) in enumerate(made):
            ports = (1745, 1025) if server else (1025, 1745)
            ends = (PROXY, CLIENT) if server else (CLIENT, PROXY)
            udp = struct.pack(">HHHH", *ports, 8 + len(data), 0) + data
            head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(udp), n, 0, 64,
                               17, 0) + ip(ends[0]) + ip(ends[1])
            packet = head + udp
            out.write(struct.pack("<IIII", n, 0, len(packet), len(packet)))
            out.write(packet)


def by_tshark(path):
    command = ["tshark", "-n", "-r", path, "-d", "udp.port==1745,msproxy",
               "-T", "fields"]
    for field in TSHARK:
        command += ["-e", f"msproxy.{field}"]
    lines = subprocess.run(command, check=True, capture_output=True,
                           text=True).stdout.split("\n")[:-1]
    return [dict(zip(TSHARK, line.split("\t"))) for line in lines]


def by_reader(reader, made):
    text = "".join(f"{'s' if server else 'c'} {data.hex()}\n"
                   for data, server, _, _ in made)
    lines = subprocess.run([reader], check=True, input=text,
                           capture_output=True, text=True).stdout
    return [dict(item.split("=", 1) for item in line.split("\t"))
            for line in lines.split("\n")[:-1]]


def main():
    reader, path = sys.argv[1:]
    made = list(packets())
    write(path, made)
    read, seen = by_reader(reader, made), by_tshark(path)
    wrong = compared = 0
    if not len(made) == len(read) == len(seen):
        sys.exit(f"{len(made)} packets: {len(read)} by us, "
                 f"{len(seen)} by tshark")
    for (_, _, ours, theirs), we, they in zip(made, read, seen):
        for name, got, want in [
                *((n, we.get(n, ""), str(v)) for n, v in ours.items()),
                *(("msproxy." + n, they[n].split("\\000")[0], v)
                  for n, v in theirs.items())]:
            compared += 1
            if got != want:
                wrong += 1
                print(f"{ours['command']}: {name} is {got!r}, not {want!r}")
        for name in set(we) - set(ours):
            if we[name]:
                wrong += 1
                print(f"{ours['command']}: {name} out of nothing: "
                      f"{we[name]!r}")
    print(f"{len(made)} packets, {compared} fields, {wrong} differ")
    sys.exit(1 if wrong or compared < 1000 else 0)


if __name__ == "__main__":
    main()
