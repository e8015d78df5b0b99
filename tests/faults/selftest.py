# SPDX-License-Identifier: BSD-2-Clause
"""Each property that faults.py holds bindwhy to, broken once on purpose."""
import os
import tempfile

import scenes

# What `broken` does wrong, the fault, and what must be complained of.
CASES = [
    ("crash", "a:0:1", "signal"),
    ("unknown-status", "a:0:1", "signal"),
    ("half", "a:0:1", "malformed"),
    ("silent", "a:0:1", "silent"),
    ("hang", "f:0:read:1:EIO", "hang"),
    ("spin", "f:0:read:1:EIO", "hang"),
    ("false", "f:0:openat:1:EIO", "false"),
    ("false-state", "f:0:openat:1:EIO", "false"),
    ("lost", "f:0:openat:1:EACCES", "lost"),
    ("absence", "f:0:openat:1:EACCES", "absence"),
    ("left-file", "f:0:openat:1:EMFILE", "left"),
    ("left-process", "f:0:openat:1:EMFILE", "left"),
    ("interrupted", "i", "changed"),
    ("pieces", "s", "changed"),
]
# Nothing is wrong with these.
FINE = ["a:0:1", "a:0:1+", "f:0:openat:1:EIO", "f:0:read:1:EIO",
        "f:0:close:1:EIO", "f:0:write:1:EIO", "i", "s"]


def scene_of(wrong, *arguments):
    scene = scenes.Scene(wrong, [wrong, *arguments], 2, (0, 1),
                         scenes.WILDCARD)
    scene.json = True
    return scene


class Tap:
    """Lines, and whether all is well."""

    def __init__(self):
        self.lines = []
        self.count = 0
        self.bad = 0

    def say(self, good, words, more=()):
        self.count += 1
        self.bad += not good
        self.lines.append("%s %d - %s" % ("ok" if good else "not ok",
                                          self.count, words))
        for line in () if good else more:
            self.lines.append("# %s" % (line,))


def run(runner_of, options_of, tap):
    """RUNNER_OF(scene, work) gives a runner of `broken`."""
    with tempfile.TemporaryDirectory(prefix="faults.") as work:
        for fault in FINE:
            runner = runner_of(scene_of("fine"), work)
            runner.prepare()
            result = runner.run(*options_of(fault))
            found = list(runner.judge(result, fault in "is"))
            tap.say(not found, "nothing is complained of: %s" % fault, found)
        for wrong, fault, wanted in CASES:
            runner = runner_of(scene_of(wrong), work)
            runner.prepare()
            result = runner.run(*options_of(fault))
            found = {name for name, _ in runner.judge(result, fault in "is")}
            tap.say(wanted in found, "%s, with %s: %s" % (
                wrong, fault, wanted), [sorted(found)])
        halves(runner_of, work, tap)
        guarded(runner_of, work, tap)
        reports(runner_of, work, tap)


def halves(runner_of, work, tap):
    """A file of facts and a capture that are cut off."""
    for kind, path in (("facts", scenes.replay("already-running.facts")),
                       ("packets", scenes.capture("avast.pcap"))):
        scene = scene_of("out-file", path)
        setattr(scene, kind, "out")
        runner = runner_of(scene, work)
        runner.prepare()
        result = runner.run("-a", "0:1")
        found = {name for name, _ in runner.judge(result, False)}
        tap.say("malformed" in found, "half of the %s: malformed" % kind,
                [sorted(found)])


def guarded(runner_of, work, tap):
    """A reader that has all rights."""
    path = os.path.join(work, "capture")
    with open(path, "wb") as f:
        f.write(b"x" * 100)
    scene = scene_of("fine", path)
    scene.guard = path
    runner = runner_of(scene, work)
    result = runner.run()
    runner.baseline = result
    found = {name for name, _ in runner.judge(result, False)}
    tap.say("unconfined" in found, "reading with all rights: unconfined",
            [sorted(found)])


def reports(runner_of, work, tap):
    """What was made to fail is what fails, and is told."""
    runner = runner_of(scene_of("fine"), work)
    result = runner.run("-l", "-f", "0:openat:1:EMFILE")
    tap.say(result.injected == [["0", "openat", "1", "EMFILE", "/dev/zero"]]
            and result.status == 3, "one call fails", result.lines)
    result = runner.run("-f", "0:openat:99:EMFILE")
    tap.say(not result.injected and result.status == 2,
            "a call that does not come does not fail", result.lines)
    first = runner.run("-a", "0:1").failed
    all_of = runner.run("-a", "0:1+").failed
    tap.say(first == 1 and all_of > 1, "one allocation fails, or all",
            [first, all_of])
