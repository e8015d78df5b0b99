# SPDX-License-Identifier: BSD-2-Clause
"""What a capture holds, counted by bindwhy or by tshark, as lines to compare.

    counts.py bindwhy CAPTURE PORTS <JSON-of-bindwhy-sniff
    counts.py tshark CAPTURE PORTS

A line is WHAT COUNT: streams, replies by code, commands by verb, requests on
the Winsock Proxy's control channel and what was said to them.  CAPTURE is a
file's name; PORTS are the servers', with commas between.
"""
import collections
import json
import subprocess
import sys

VERBS = {"EHLO", "HELO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "VRFY",
         "EXPN", "NOOP", "QUIT", "AUTH", "STARTTLS"}
ASKED = {0x0704: "bind", 0x0406: "listen", 0x071e: "connect",
         0x070d: "resolve"}
SAID = {0x0708: "bind granted", 0x0701: "bind in-use",
        0x0703: "connect granted", 0x0709: "listen granted"}


def of_bindwhy(counts):
    for fact in json.load(sys.stdin)["facts"]:
        value = fact["value"]
        if fact["kind"] == "traffic-server":
            counts["streams"] += value["connections"]
            for reply in value["replies"]:
                counts[f"reply {reply['code']}"] += reply["count"]
        elif fact["kind"] == "traffic-client":
            for command in value["commands"]:
                if command["verb"] in VERBS:
                    counts["command " + command["verb"]] += command["count"]
        elif fact["kind"] == "control-request":
            request, outcome = value["request"], value["outcome"]
            if request in ASKED.values():
                counts["control " + request] += value["asked"]
            said = f"{request} {outcome}"
            if said in SAID.values():
                counts["control " + said] += value["count"]


FIELDS = ("tcp.stream", "smtp.response.code", "smtp.command_line",
          "msproxy.command", "udp.dstport")


def of_tshark(counts, capture, ports):
    options = ["-d", "udp.port==1745,msproxy"]
    for port in ports:
        options += ["-d", f"tcp.port=={port},smtp"]
    show = " or ".join(f"tcp.port=={port}" for port in ports)
    command = ["tshark", "-n", "-r", capture, *options, "-Y",
               f"msproxy or (({show}) and not icmp and not icmpv6)",
               "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=|"]
    for field in FIELDS:
        command += ["-e", field]
    lines = subprocess.run(command, stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, check=False).stdout
    streams = set()
    for line in lines.decode("latin-1").splitlines():
        row = [part.split("|") if part else [] for part in line.split("\t")]
        stream, codes, commands, control, to = row
        streams.update(stream)
        for code in codes:
            counts[f"reply {code}"] += 1
        for verb in (text[:8].split(" ")[0] for text in commands):
            verb = verb.partition("\\")[0].upper()
            if verb in VERBS:
                counts["command " + verb] += 1
        names = ASKED if to == ["1745"] else SAID
        for command in control:
            if int(command) in names:
                counts["control " + names[int(command)]] += 1
    counts["streams"] += len(streams)


def main():
    who, capture, ports = sys.argv[1:]
    counts = collections.Counter()
    if who == "bindwhy":
        of_bindwhy(counts)
    else:
        of_tshark(counts, capture, ports.split(","))
    for what in sorted(counts):
        if counts[what]:
            print(what, counts[what])


main()
