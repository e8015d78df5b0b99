# SPDX-License-Identifier: BSD-2-Clause
"""The scenes in which things are made to fail, and what is around them.

A scene is in namespaces of its own (network, mounts, processes), so that
nothing that it finds depends on the machine, and nothing that it leaves stays.
"""
import os
import shutil
import subprocess
import sys
import time

TOP = os.path.realpath(os.path.join(os.path.dirname(__file__), "../.."))
GOLDEN = os.path.join(TOP, "tests/golden")
REPLAY = os.path.join(TOP, "tests/replay")

# Longer than any run may take: nothing is to depend on the machine's speed.
PATIENCE = ["--timeout", "3000"]
WILDCARD = ["0.0.0.0"]
TRAFFIC = ("traffic-server", "traffic-client", "traffic-greeting",
           "traffic-stack", "traffic-ehlo", "traffic-reset")


class Scene:
    """A command line, and what may come of it.

    status  what it ends with where nothing fails
    never   what it must not end with, whatever fails
    held    addresses that are never to be told as free
    json    it prints JSON
    facts   it has a file of facts written: its name
    packets it has a capture written: its name
    guard   a file that only a confined process may read
    setup   functions that put things into the scene
    chance  kinds of facts that depend on how fast the machine is
    slow    it waits for a time to be over: left out of the quick selection
    twin    another scene does the same, and prints it otherwise
    """

    def __init__(self, name, arguments, status, never=(), held=(), facts=None,
                 packets=None, guard=None, setup=(), chance=("greeting",),
                 slow=False, twin=False):
        self.name = name
        self.arguments = arguments
        self.status = status
        self.never = never
        self.held = held
        self.json = "--json" in arguments
        self.facts = facts
        self.packets = packets
        self.guard = guard
        self.setup = setup
        self.chance = chance
        self.slow = slow
        self.twin = twin


def run(*command):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def cover(path, work, text):
    """A file of the machine's, with another content for the scene."""
    ours = os.path.join(work, "etc", os.path.basename(path))
    write(ours, text)
    if os.path.exists(path):
        run("mount", "--bind", ours, path)


def background(command, ready):
    """A program that says "ready" and stays; the namespace's end ends it."""
    with open(os.devnull, "rb") as null:
        child = subprocess.Popen(command, stdin=null, stdout=subprocess.PIPE,
                                 start_new_session=True)
    for line in child.stdout:
        if ready in line:
            return child
    raise RuntimeError("not ready: %s" % command)


def base(work):
    """Loopback; a small database of packages; names from here alone."""
    run("ip", "link", "set", "lo", "up")
    cover("/etc/hosts", work, "127.0.0.1 localhost\n192.0.2.7 proxy1\n")
    cover("/etc/resolv.conf", work, "nameserver 127.0.0.1\n")
    cover("/etc/nsswitch.conf", work,
          "passwd: files\ngroup: files\nhosts: files dns\n"
          "services: files\nprotocols: files\n")
    if os.path.isdir("/var/lib/dpkg"):
        run("mount", "-t", "tmpfs", "tmpfs", "/var/lib/dpkg")
        python = os.path.realpath(sys.executable)
        packages = [("base-files", "/etc/debian_version"),
                    ("mail-tools", "/usr/bin/mail-tool"),
                    ("interpreter-minimal", python)]
        write("/var/lib/dpkg/status", "".join(
            "Package: %s\nStatus: install ok installed\n"
            "Architecture: amd64\nVersion: 1.0\n\n" % name
            for name, _ in packages))
        for name, path in packages:
            write("/var/lib/dpkg/info/%s.list" % name,
                  "/.\n%s\n" % path)


def helper(name, *arguments):
    return [sys.executable, "-I", "-B",
            os.path.join(TOP, "tests/faults", name), *arguments]


def held(work):
    """A listener on port 25, with a greeting that comes at once."""
    background(helper("holder.py"), b"ready")


def rpm(work):
    """A system of RPM's, whose tool says at once whose a file is."""
    held(work)
    run("mount", "-t", "tmpfs", "tmpfs", "/var/lib")
    os.mkdir("/var/lib/rpm")
    for name in ("upper", "work"):
        os.mkdir("/var/lib/" + name)
    run("mount", "-t", "overlay", "overlay", "-o",
        "lowerdir=/usr/bin,upperdir=/var/lib/upper,workdir=/var/lib/work",
        "/usr/bin")
    write("/usr/bin/rpm", "#!/bin/sh\necho python3\necho 3.11-1\n")
    os.chmod("/usr/bin/rpm", 0o755)


def names(work):
    """A name server whose addresses are too many for UDP."""
    background(helper("name-server.py"), b"ready")


def postfix(work):
    """Its unit forbids every bind."""
    folder = "/etc/systemd/system"
    if not os.path.isdir(folder):
        folder = "/etc/systemd"
    if not os.path.isdir(folder):
        return
    run("mount", "-t", "tmpfs", "tmpfs", folder)
    if folder == "/etc/systemd":
        folder += "/system"
    write(folder + "/postfix.service", "[Service]\nExecStart=/bin/true\n")
    write(folder + "/postfix.service.d/bind.conf",
          "[Service]\nSocketBindDeny=any\n")


def wsp(work):
    """The Winsock Proxy client's files, that want a port that is another's."""
    copy = os.path.join(work, "copy")
    files = {
        "WINNT/System.ini": ["[boot]", "shell=progman.exe",
                             "[Microsoft Proxy Service]",
                             r"Ini File Path=C:\mspclnt\mspclnt.ini"],
        "mspclnt/mspclnt.ini": ["[Servers Ip Addresses]", "Name=127.0.0.2",
                                "[Common]", "Port=1745", "[inetinfo]",
                                "Disable=1"],
        "mspclnt/locallat.txt": ["10.0.0.0\t10.255.255.255"],
        "Exchsrvr/Connect/Msexcimc/Bin/Wspcfg.ini": [
            "[MSEXCIMC]", "ServerBindTcpPorts=26", "Persistent=1"],
    }
    for name, lines in files.items():
        write(os.path.join(copy, name),
              "".join(line + "\r\n" for line in lines))


def answering(work):
    """Mail from a listener that is watched, again and again."""
    background(helper("holder.py", "talk"), b"ready")


def capture(name):
    return os.path.join(GOLDEN, name)


def replay(name):
    return os.path.join(REPLAY, name)


def scenes(work):
    """All of them; WORK is where their files are."""
    avast = capture("avast.pcap")
    exim = capture("exim-plain.pcap")
    return [
        Scene("free", ["--json", *PATIENCE, "25"], 0),
        Scene("free-text", [*PATIENCE, "25"], 0, twin=True),
        Scene("free-udp", ["--json", *PATIENCE, "127.0.0.1:25/udp"], 0),
        Scene("held", ["--json", *PATIENCE, "25"], 2, (0, 1), WILDCARD,
              setup=[held]),
        Scene("held-text", [*PATIENCE, "25"], 2, (0, 1), WILDCARD,
              setup=[held]),
        Scene("held-rpm", ["owners", "--json", *PATIENCE, "25"], 2, (0, 1),
              WILDCARD, setup=[rpm]),
        Scene("proxy", ["--json", *PATIENCE, "--proxy", "proxy1", "--server",
                        "127.0.0.1:53", "25"], 1, (0,), setup=[names]),
        Scene("for-postfix", ["--json", *PATIENCE, "--for", "postfix",
                              "2525"], 1, (0,), setup=[postfix]),
        Scene("wsp", ["--json", *PATIENCE, "--no-greeting", "--wsp-config",
                      work + "/copy", "--program", "msexcimc", "25"], 1, (0,),
              setup=[wsp]),
        Scene("owners", ["owners", "--json", *PATIENCE, "25"], 2, (0, 1),
              setup=[held]),
        Scene("owners-all", ["owners", *PATIENCE], 0, setup=[held],
              twin=True),
        Scene("resolve", ["resolve", "--json", *PATIENCE, "--server",
                          "127.0.0.1:53", "proxy1"], 1, (0,), setup=[names]),
        Scene("resolve-text", ["resolve", *PATIENCE, "--server",
                               "127.0.0.1:53", "proxy1"], 1, (0,),
              setup=[names], twin=True),
        Scene("sniff", ["sniff", "--json", "-r", avast], 1, (0,),
              guard=avast),
        Scene("sniff-text", ["sniff", "-v", "-r", exim], 0, guard=exim),
        Scene("sniff-filter", ["sniff", "--json", "-r", avast, "tcp"], 1, (0,),
              guard=avast),
        Scene("sniff-write", ["sniff", "-r", avast, "-w", "out.pcap"], 1, (0,),
              packets="out.pcap", guard=avast),
        Scene("sniff-live", ["sniff", "--json", "-i", "lo", "--count", "1",
                             "--for", "20s"], 0, setup=[answering],
              guard="live", chance=TRAFFIC, slow=True),
        Scene("check-sniff", ["--json", *PATIENCE, "--sniff", "300ms", "25"],
              2, (0, 1), WILDCARD, setup=[answering], guard="live",
              chance=TRAFFIC + ("greeting",), slow=True),
        Scene("explain", ["explain", "10048"], 0),
        Scene("explain-json", ["explain", "--json", "10048"], 0),
        Scene("diagnose", ["diagnose", "--json", work + "/given.facts"], 2,
              (0, 1), WILDCARD, setup=[given]),
        Scene("save", ["--save", "out.facts", *PATIENCE, "25"], 2, (0, 1),
              WILDCARD, facts="out.facts", setup=[held]),
        Scene("save-json", ["--json", "--save", "out.facts", *PATIENCE, "25"],
              0, facts="out.facts"),
        Scene("sniff-save", ["sniff", "-r", avast, "--save", "out.facts"], 1,
              (0,), facts="out.facts", guard=avast),
    ]


def given(work):
    """Facts of a port that is held."""
    shutil.copy(replay("already-running.facts"),
                os.path.join(work, "given.facts"))


def set_up(scene, work):
    os.umask(0o022)
    base(work)
    for step in scene.setup:
        step(work)
    # What was started may still be about to sleep.
    time.sleep(0.1)
