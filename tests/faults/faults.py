# SPDX-License-Identifier: BSD-2-Clause
"""Has bindwhy meet failing calls, memory that is out, and reads in pieces.

    faults.py [--quick] [--scene NAME] [--only KIND] [--jobs N] BUILD
    faults.py --one SCENE FAULT BUILD
    faults.py --self-test BUILD

BUILD has tests/faults/inject, program and broken.  A FAULT is
f:TASK:CALL:NTH:ERRNO, a:PROCESS:NTH, a:PROCESS:NTH+, i or s, as inject has
them.  KIND is one of calls, allocations, interrupt, pieces.

Prints TAP: a line for each scene and kind.  A complaint is followed by the
FAULT that it takes to see it again.
"""
import argparse
import collections
import os
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.realpath(__file__)))
# pylint: disable=wrong-import-position
import checks
import scenes
import selftest

KINDS = ["calls", "allocations", "interrupt", "pieces"]
# A run that takes longer hangs.
HANG = 120
SELF_TEST_HANG = 3
# System calls: so many times what the scene takes, and some.
CALLS_TIMES = 20
CALLS_MORE = 20000
# From each so many allocations on all fail.
ALL_EVERY = 8
# The quick selection: how many runs of a kind there are in a scene.
QUICK = {"calls": 22, "allocations": 14}


class Runner:
    """A scene that is set up, and the runs in it."""

    def __init__(self, scene, build, work, program="program", hang=HANG):
        self.scene = scene
        self.work = work
        self.hang = hang
        self.folder = os.path.join(work, "run")
        self.inject = os.path.join(build, "tests/faults/inject")
        self.program = os.path.join(build, "tests/faults", program)
        self.loader = os.path.join(build, "tests/faults/program")
        self.calls = None
        self.before = None
        self.baseline = None
        self.facts = None

    def run(self, *options):
        shutil.rmtree(self.folder, ignore_errors=True)
        os.mkdir(self.folder)
        self.before = None
        if self.scene.facts:
            self.before = b'{"format": "bindwhy-facts", "version": 1, ' \
                b'"facts": []}\n'
            with open(os.path.join(self.folder, self.scene.facts), "wb") as f:
                f.write(self.before)
        names = [os.path.join(self.work, name)
                 for name in ("report", "out", "err", "page")]
        report, out, err, page = names
        command = [self.inject, "-t", str(self.hang), *options]
        if self.calls:
            command += ["-n", str(CALLS_TIMES * self.calls + CALLS_MORE)]
        if self.scene.guard:
            command += ["-c", self.scene.guard]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
                       "TMPDIR": self.folder}
        with open(out, "wb") as o, open(err, "wb") as e, \
                open(os.devnull, "rb") as null:
            done = subprocess.run(
                [*command, report, page, self.program, *self.scene.arguments],
                stdin=null, stdout=o, stderr=e, cwd=self.folder,
                env=environment, check=False)
        if done.returncode not in (0, 1):
            raise RuntimeError("inject: status %d: %s" % (
                done.returncode, self.read(err)))
        return checks.Result(self.read(report), self.read(out),
                             self.read(err), self.folder)

    @staticmethod
    def read(path):
        with open(path, encoding="utf-8", errors="surrogateescape") as f:
            return f.read()

    def prepare(self):
        """Without a fault: what there is to fail, and what is said."""
        result = self.run("-l")
        if result.status != self.scene.status:
            raise RuntimeError("%s: status %s, not %d: %s%s" % (
                self.scene.name, result.status, self.scene.status, result.err,
                result.out))
        self.calls = int(result.all("calls")[0][0])
        self.baseline = result
        self.facts = checks.facts_of(self.scene, result)
        if self.scene.packets:
            result.packets = checks.count_packets(
                os.path.join(self.folder, self.scene.packets))
        complaints = list(self.judge(result, strict=True))
        if complaints:
            raise RuntimeError("%s: without a fault: %s" % (self.scene.name,
                                                             complaints))
        return result

    def judge(self, result, strict):
        """STRICT: nothing failed for good, so all is as without a fault."""
        scene = self.scene
        facts = checks.facts_of(scene, result)
        yield from checks.ended(result)
        yield from checks.confined(result)
        yield from checks.honest(scene, result)
        yield from checks.told(scene, result)
        yield from checks.written(scene, result, self.baseline, self.loader,
                                  self.before)
        if result.status != 3:
            yield from checks.seen(self.facts, facts, result.what)
        if strict and result.status != scene.status:
            yield "changed", "status %s, not %d: %s" % (
                result.status, scene.status, result.err.strip())


def options_of(fault):
    kind, _, rest = fault.partition(":")
    return ["-" + kind] + ([rest] if rest else [])


def thin(faults, count):
    """COUNT of them, spread over all."""
    if count is None or len(faults) <= count:
        return faults
    return [faults[i * len(faults) // count] for i in range(count)]


def plan(baseline, kind, quick):
    """What is to fail, one after the other."""
    if kind == "interrupt":
        return ["i"]
    if kind == "pieces":
        return ["s"]
    if kind == "allocations":
        faults = []
        for process, count, _ in baseline.all("allocation"):
            for n in range(1, int(count) + 1):
                faults.append("a:%s:%d" % (process, n))
                if n % ALL_EVERY == 1:
                    faults.append("a:%s:%d+" % (process, n))
        return thin(faults, QUICK[kind] if quick else None)
    faults = []
    for task, name, nth, _, *errors in baseline.all("call"):
        faults += ["f:%s:%s:%s:%s" % (task, name, nth, e) for e in errors]
    return thin(faults, QUICK[kind] if quick else None)


def work_on(scene_name, kinds, part, parts, args):
    """In namespaces of its own: a scene's runs, as lines on stdout."""
    with tempfile.TemporaryDirectory(prefix="faults.") as work:
        os.chmod(work, 0o755)
        scene = next(s for s in scenes.scenes(work) if s.name == scene_name)
        scenes.set_up(scene, work)
        runner = Runner(scene, args.build, work)
        baseline = runner.prepare()
        for kind in kinds:
            if scene.twin and kind == "allocations":
                continue
            for fault in plan(baseline, kind, args.quick)[part::parts]:
                result = runner.run(*options_of(fault))
                strict = kind in ("interrupt", "pieces")
                reached = strict or result.injected or result.failed
                print("\t".join(["run", kind, fault,
                                 str(int(bool(reached))),
                                 str(result.status)]))
                for name, words in runner.judge(result, strict):
                    print("\t".join(["complaint", kind, fault, name,
                                     words.replace("\n", "; "),
                                     result.what]))
                sys.stdout.flush()


def show_places(program, allocations):
    """Which functions asked for the memory that there was not."""
    for allocation in allocations:
        places = [word[1:] for word in allocation[3:] if word[0] == "+"]
        if places and shutil.which("addr2line"):
            text = subprocess.run(["addr2line", "-f", "-p", "-s", "-i", "-e",
                                   program, *places], stdout=subprocess.PIPE,
                                  check=False).stdout.decode()
            print("".join("#   %s\n" % line for line in text.splitlines()),
                  end="")


def show_one(args):
    """In namespaces of its own: one run, and all that is to be seen of it."""
    name, fault = args.one
    with tempfile.TemporaryDirectory(prefix="faults.") as work:
        os.chmod(work, 0o755)
        scene = next(s for s in scenes.scenes(work) if s.name == name)
        scenes.set_up(scene, work)
        runner = Runner(scene, args.build, work)
        runner.prepare()
        result = runner.run("-l", *options_of(fault))
        print(result.out + result.err, end="")
        for line in result.lines:
            if line[0] != "call":
                print("#", *line)
        show_places(runner.program, result.all("allocation"))
        print("#", " ".join([runner.program, *scene.arguments]))
        complaints = list(runner.judge(result, fault in "is"))
        for property_, words in complaints:
            print("# %s: %s" % (property_, words))
    return 1 if complaints else 0


def self_test(args):
    tap = selftest.Tap()
    selftest.run(lambda scene, work: Runner(scene, args.build, work, "broken",
                                            SELF_TEST_HANG),
                 options_of, tap)
    print("1..%d" % tap.count)
    print("\n".join(tap.lines))
    return 1 if tap.bad else 0


NAMESPACES = ["unshare", "--net", "--mount", "--pid", "--fork",
              "--kill-child", "--mount-proc", sys.executable, "-I", "-B",
              __file__]


def start_worker(name, kinds, part, parts, args):
    command = [*NAMESPACES, "--worker",
               "%s %s %d %d" % (name, ",".join(kinds), part, parts)]
    if args.quick:
        command.append("--quick")
    out = tempfile.TemporaryFile("w+")
    err = tempfile.TemporaryFile("w+")
    child = subprocess.Popen([*command, args.build], stdin=subprocess.DEVNULL,
                             stdout=out, stderr=err)
    return child, out, err, name


class Progress:
    """How far it is, on stderr: on a terminal all the time, else a line for
    each scene that is done with."""

    def __init__(self, total):
        self.total = total
        self.done = 0
        self.started = time.monotonic()
        self.terminal = sys.stderr.isatty()

    def say(self, table, name=None):
        words = "%d of %d parts, %d runs, %d complaints, %d s" % (
            self.done, self.total, sum(table.runs.values()),
            sum(len(c) for c in table.complaints.values()),
            time.monotonic() - self.started)
        if self.terminal:
            print("\r" + words, end=" ", file=sys.stderr, flush=True)
        elif name:
            print("%s: %s" % (name, words), file=sys.stderr, flush=True)

    def end(self):
        if self.terminal:
            print(file=sys.stderr)


class Table:
    """What all runs gave."""

    def __init__(self):
        self.runs = collections.Counter()
        self.reached = collections.Counter()
        self.statuses = collections.Counter()
        self.complaints = collections.defaultdict(list)
        self.known = collections.Counter()
        self.broken = []

    def take(self, name, lines):
        for line in lines:
            word, kind, *rest = line.rstrip("\n").split("\t")
            if word == "run":
                self.runs[name, kind] += 1
                self.reached[name, kind] += int(rest[1])
                self.statuses[rest[2]] += 1
            else:
                self.complain(name, kind, rest)


    def complain(self, name, kind, rest):
        fault, property_, _, what = rest
        reason = checks.known(property_, fault, what)
        if reason:
            self.known[reason] += 1
        else:
            self.complaints[name, kind].append(rest)


def follow(jobs, args):
    """Run the workers, so many at a time."""
    table = Table()
    waiting = list(jobs)
    running = []
    progress = Progress(len(waiting))
    while waiting or running:
        while waiting and len(running) < args.jobs:
            running.append(start_worker(*waiting.pop(0), args))
        for worker in list(running):
            child, out, err, name = worker
            if child.poll() is None:
                continue
            running.remove(worker)
            progress.done += 1
            out.seek(0)
            table.take(name, out)
            err.seek(0)
            if child.returncode:
                table.broken.append((name, err.read()))
            if not args.quick:
                progress.say(table, name)
        progress.say(table)
        time.sleep(0.05)
    progress.end()
    return table


def tell(table, args):
    """TAP, and what it comes to."""
    keys = sorted(table.runs)
    print("1..%d" % (len(keys) + len(table.broken)))
    bad = 0
    for n, key in enumerate(keys, 1):
        complaints = table.complaints[key]
        bad += bool(complaints)
        print("%s %d - %s %s: %d runs, %d reached" % (
            "not ok" if complaints else "ok", n, *key, table.runs[key],
            table.reached[key]))
        for fault, name, words, what in complaints:
            print("# %s: %s (--one %s %s) %s" % (name, words, key[0], fault,
                                                 what))
    for n, (name, error) in enumerate(table.broken, len(keys) + 1):
        print("not ok %d - %s" % (n, name))
        print("".join("# %s\n" % line for line in error.splitlines()), end="")
    for reason, count in sorted(table.known.items()):
        print("# known, %d times: %s" % (count, reason))
    print("# %d runs, %d reached; by status: %s" % (
        sum(table.runs.values()), sum(table.reached.values()),
        ", ".join("%s: %d" % item for item in sorted(table.statuses.items()))))
    return 1 if bad or table.broken or not keys else 0


def main():
    parser = argparse.ArgumentParser(add_help=True)
    parser.add_argument("build")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--scene", action="append")
    parser.add_argument("--only", action="append", choices=KINDS)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--parts", type=int, default=1)
    parser.add_argument("--one", nargs=2)
    parser.add_argument("--self-test", action="store_true")
    parser.add_argument("--inside", action="store_true")
    parser.add_argument("--worker")
    args = parser.parse_args()
    args.build = os.path.realpath(args.build)
    kinds = args.only or KINDS
    if args.worker:
        name, words, part, parts = args.worker.split()
        work_on(name, words.split(","), int(part), int(parts), args)
        return 0
    if args.self_test:
        return self_test(args)
    if args.one and args.inside:
        return show_one(args)
    if args.one:
        return subprocess.run([*NAMESPACES, "--inside", *sys.argv[1:]],
                              check=False).returncode
    names = [s.name for s in scenes.scenes("/nowhere")
             if not (args.quick and s.slow)]
    names = [n for n in names if not args.scene or n in args.scene]
    jobs = [(n, kinds, part, args.parts) for n in names
            for part in range(args.parts)]
    return tell(follow(jobs, args), args)


if __name__ == "__main__":
    sys.exit(main())
