# SPDX-License-Identifier: BSD-2-Clause
"""Was this said about a server that was watched?

    watched.py FILE NAME [exit=N] [finding=ID...] [no-finding] [headline=TEXT]
                         [line=TEXT...] [count=KEY:N...]

NAME is a server's endpoint as JSON has it.  finding=ID: it has this one, and
none that is not named.  line=TEXT: one of its lines or notes has TEXT.
count=KEY:N: its fact traffic-server says so.
"""
import json
import sys


def main():
    name, endpoint, *wants = sys.argv[1:]
    with open(name) as file:
        said = json.load(file)
    about = [t for t in said["traffic"] if t["name"] == endpoint]
    if len(about) != 1:
        print("nothing about", endpoint, [t["name"] for t in said["traffic"]])
        return 1
    about = about[0]
    fact = said["facts"][about["fact"]]["value"]
    found = [f["id"] for f in about["findings"]]
    texts = about["lines"] + about["notes"]
    wrong = []
    for want in wants:
        key, _, text = want.partition("=")
        if key == "exit":
            good = about["exit"] == int(text)
        elif key == "no-finding":
            good = not found
        elif key == "finding":
            good = text in found
        elif key == "headline":
            good = about["headline"] == text
        elif key == "line":
            good = any(text in line for line in texts)
        elif key == "count":
            member, _, number = text.partition(":")
            good = fact[member] == int(number)
        else:
            sys.exit(f"watched.py: what is {want}?")
        if not good:
            wrong.append(want)
    named = [w.partition("=")[2] for w in wants if w.startswith("finding=")]
    if named and sorted(named) != sorted(found):
        wrong.append("no other finding")
    if wrong:
        print("it should say:", *wrong, sep="\n  ")
        print(json.dumps({**about, "fact": fact}, indent=1))
    return 1 if wrong else 0


sys.exit(main())
