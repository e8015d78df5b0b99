# SPDX-License-Identifier: BSD-2-Clause
"""Did a source say this about a name?

    answered.py FILE NAME SOURCE [KEY=VALUE...]
    answered.py FILE --not NAME SOURCE [KEY=VALUE...]

One of the facts of the kind name-answer has all of it.  KEY is a member of
its value, or status, code or space.  Lists are their items parted by commas;
addresses in any order.  KEY~VALUE: the member holds VALUE.
"""
import json
import re
import sys


def member(fact, key):
    if key == "status":
        return fact["status"]
    if key in ("code", "space"):
        return fact.get("code", {}).get("name" if key == "code" else key, "")
    value = fact["value"].get(key, "")
    if isinstance(value, list):
        return ",".join(sorted(value) if key == "addresses" else value)
    return str(value)


def fits(fact, wanted):
    for want in wanted:
        key, sign, value = re.match(r"(\w+)([=~])(.*)", want, re.S).groups()
        has = member(fact, key)
        if sign == "~" and value not in has:
            return False
        if sign == "=" and key == "addresses":
            value = ",".join(sorted(value.split(",")))
        if sign == "=" and value != has:
            return False
    return True


def main():
    name, *args = sys.argv[1:]
    refuse = args[0] == "--not"
    host, source, *wanted = args[refuse:]
    with open(name) as file:
        facts = json.load(file)["facts"]
    answers = [f for f in facts if f["kind"] == "name-answer" and
               f["value"]["name"] == host and f["value"]["source"] == source]
    if any(fits(f, wanted) for f in answers) != refuse:
        return 0
    print("it should", "not" if refuse else "", "say:", host, source, *wanted)
    print("it says about", host + ":")
    for fact in answers or facts:
        if fact["kind"] == "name-answer":
            print(" ", fact["subject"], fact["status"], fact.get("code"),
                  fact["value"])
    return 1


sys.exit(main())
