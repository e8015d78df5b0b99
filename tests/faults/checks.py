# SPDX-License-Identifier: BSD-2-Clause
"""What holds in each run, whatever fails.

Each function gives complaints: (property, words).
"""
import json
import os
import re
import struct
import subprocess

# Complaints that are told and do not count: property, fault, what it was made
# on or who asked for memory, reason.
KNOWN = [
    ("signal", r"a:", r"libc.so.6:(getservbyname|getprotobyname|getaddrinfo) ",
     "glibc's own lookups crash where they have no memory (nss_database.c)"),
]
# Statuses of facts that say that something could not be seen.
UNSEEN = ("FAILED", "DENIED", "UNSUPPORTED")
SIGKILL = 9


class Result:
    """A run: what inject reports, and what the program left."""

    def __init__(self, report, out, err, folder):
        self.out = out
        self.err = err
        self.folder = folder
        self.lines = [line.split() for line in report.splitlines()]

    def all(self, word):
        return [line[1:] for line in self.lines if line[0] == word]

    @property
    def status(self):
        ends = self.all("exit")
        return int(ends[0][0]) if ends else None

    @property
    def what(self):
        """What the call that failed was made on, or who asked for memory."""
        if self.injected:
            return self.injected[0][4]
        return next((" ".join(line[3:]) for line in self.all("allocation")
                     if line[2] != "0"), "")

    @property
    def injected(self):
        return self.all("injected")

    @property
    def failed(self):
        return sum(int(line[2]) for line in self.all("allocation"))


def known(name, fault, what):
    """Why a complaint does not count, or None."""
    for property_, faults, on, reason in KNOWN:
        if name == property_ and re.match(faults, fault) and \
                re.match(on, what):
            return reason
    return None


def ended(result):
    """No signal, no hang, nobody left behind."""
    for number, in result.all("signal"):
        yield "signal", "the program died of signal %s" % number
    for task, number in result.all("task"):
        # What the program itself ends, it ends by this one.
        if int(number) != SIGKILL:
            yield "signal", "process %s died of signal %s" % (task, number)
    for task, call in result.all("hang"):
        yield "hang", "task %s hangs in %s" % (task, call)
    for task, call in result.all("spin"):
        yield "hang", "task %s goes on and on in %s" % (task, call)
    for task, call in result.all("left"):
        yield "left", "task %s outlives the program, in %s" % (task, call)
    if result.status is not None and result.status not in range(4):
        yield "signal", "status %d" % result.status


def honest(scene, result):
    """A held port is not told as free."""
    if result.status in scene.never:
        yield "false", "status %d" % result.status
    if not scene.held or not result.out:
        return
    if scene.json:
        verdicts = (parse(result.out) or {}).get("verdicts", [])
        free = [v["target"]["address"] for v in verdicts
                if v["state"] == "free"]
    else:
        free = re.findall(r"^(\S+):\d+ +free", result.out, re.MULTILINE)
    for address in free:
        if address in scene.held:
            yield "false", "%s is told as free" % address


def parse(text):
    try:
        return json.loads(text)
    except ValueError:
        return None


def told(scene, result):
    """Whole output, or status 3 and why."""
    if result.status == 3:
        if not result.err.startswith("bindwhy: ") and not result.out:
            yield "silent", "status 3 without a word"
        return
    if not result.out.endswith("\n"):
        yield "malformed", "the output has no end"
    if not scene.json:
        return
    output = parse(result.out)
    if output is None:
        yield "malformed", "the output is not JSON"
    elif output.get("exit") != result.status:
        yield "malformed", "the output says status %s" % output.get("exit")


def load(program, path):
    """What the program makes of a file of facts: its status and message."""
    done = subprocess.run([program, "diagnose", "--json", path],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stderr.decode("utf-8", "replace").strip()


def count_packets(path):
    """How many packets a pcap file has; None where it is damaged."""
    with open(path, "rb") as f:
        data = f.read()
    if len(data) < 24 or data[:4] not in (b"\xd4\xc3\xb2\xa1",
                                          b"\x4d\x3c\xb2\xa1"):
        return None
    at = 24
    count = 0
    while at < len(data):
        if at + 16 > len(data):
            return None
        at += 16 + struct.unpack("<I", data[at + 8:at + 12])[0]
        count += 1
    return count if at == len(data) else None


def written(scene, result, baseline, program, before):
    """Files are whole or as they were, and there are no others."""
    wanted = {name for name in (scene.facts, scene.packets) if name}
    for name in sorted(set(os.listdir(result.folder)) - wanted):
        yield "left", "the file %s" % name
    if scene.facts:
        yield from written_facts(scene, result, program, before)
    if scene.packets and result.status != 3:
        path = os.path.join(result.folder, scene.packets)
        count = count_packets(path) if os.path.exists(path) else None
        if count is None or count != baseline.packets:
            yield "malformed", "the capture has %s packets, not %s" % (
                count, baseline.packets)


def written_facts(scene, result, program, before):
    path = os.path.join(result.folder, scene.facts)
    if not os.path.exists(path):
        yield "malformed", "the file of facts is gone"
        return
    with open(path, "rb") as f:
        data = f.read()
    if data == before:
        if result.status != 3:
            yield "malformed", "the old file of facts is still there"
        return
    status, message = load(program, path)
    if parse(data.decode("utf-8", "replace")) is None:
        yield "malformed", "the file of facts is not JSON"
    elif result.status != 3 and status != result.status:
        yield "malformed", "the file of facts gives status %d, not %d: %s" % (
            status, result.status, message)


def facts_of(scene, result):
    """{(kind, subject): (status, members, code)}, or None.

    Without those that come by chance.
    """
    text = result.out
    if not scene.json and scene.facts:
        try:
            path = os.path.join(result.folder, scene.facts)
            with open(path, encoding="utf-8") as f:
                text = f.read()
        except OSError:
            return None
    elif not scene.json:
        return None
    output = parse(text)
    if output is None or "facts" not in output:
        return None
    table = {}
    for f in output["facts"]:
        if f["kind"] in scene.chance:
            continue
        members = set(f["value"])
        key = f["kind"], f["subject"]
        n = 1
        while key in table:
            n += 1
            key = f["kind"], "%s #%d" % (f["subject"], n)
        table[key] = f["status"], members, f.get("code", {}).get("name")
    return table


# Members that are there or not by chance, names of numbers that are there, and
# what counts as the worse where it is missing.
OPTIONAL = {"took", "ttl", "user"}
OPTIONAL_OF = {
    "host": {"cgroup", "unit", "initial_pid_namespace"},
    "holder": {"waits", "close_on_exec", "nonblocking"},
}
# What the C library could not read is to it as if it were not there; it says
# "no such name" then, as it would to a server.
LIBRARY_FILES = ("/etc/resolv.conf", "/etc/nsswitch.conf")


def missing(kind, before, now):
    return before - now - OPTIONAL - OPTIONAL_OF.get(kind, set())


def seen(baseline, facts, failed):
    """What was seen without the fault, and is neither seen now nor told.

    FAILED is what the call that failed was made on.
    """
    if baseline is None or facts is None:
        return
    unseen = {key for key, (status, _, _) in facts.items()
              if status in UNSEEN}
    unseen -= {key for key, (status, _, _) in baseline.items()
               if status in UNSEEN}
    for key, (status, members, code) in baseline.items():
        now, left, says = facts.get(key, (None, set(), None))
        where = "%s, %s" % key
        if failed in LIBRARY_FILES and key[1].endswith(", by system"):
            continue
        if status == "SEEN" and now == "ABSENT":
            yield "absence", "%s: absent" % where
        elif unseen or (now and says != code):
            # That something is not seen is told, if not what.
            continue
        elif now is None:
            yield "lost", "%s: not there" % where
        elif missing(key[0], members, left):
            yield "lost", "%s: without %s" % (
                where, ", ".join(sorted(missing(key[0], members, left))))


def confined(result):
    for task, what in result.all("unconfined"):
        yield "unconfined", "task %s reads %s" % (task, what)
