# SPDX-License-Identifier: BSD-2-Clause
"""Does what bindwhy --json printed say this about an address?

	foretold.py FILE ADDRESS STATE [FINDING [NAME [CLASS]]]

STATE is a state; FINDING the id of a finding that must be there, "-" for
none at all; NAME and CLASS its culprit's.  Otherwise says what stands there
instead.  With NAME "-" the name does not count.
"""
import json
import sys


def short(verdict):
    t = verdict["target"]
    lines = ["%s port %s/%s: %s" % (t["address"], t["port"], t["protocol"],
                                    verdict["state"])]
    for f in verdict["findings"]:
        lines.append("  %s (%s) %s" % (f["id"], f["confidence"],
                                       json.dumps(f.get("culprit"))))
        lines += ["    " + line for line in f["evidence"]]
    return "\n".join(lines)


def fits(verdict, state, finding=None, name="-", kind="-"):
    if verdict["state"] != state:
        return False
    if finding is None:
        return True
    if finding == "-":
        return not verdict["findings"]
    for f in verdict["findings"]:
        culprit = f.get("culprit") or {}
        if f["id"] == finding and name in ("-", culprit.get("name")) and \
                kind in ("-", culprit.get("class")):
            return True
    return False


def main():
    file, address = sys.argv[1:3]
    with open(file) as f:
        report = json.load(f)
    verdicts = [v for v in report["verdicts"]
                if v["target"]["address"] == address]
    if verdicts and all(fits(v, *sys.argv[3:]) for v in verdicts):
        return 0
    print("wanted: " + " ".join(sys.argv[2:]))
    for v in report["verdicts"]:
        print("got: " + short(v))
    return 1


sys.exit(main())
