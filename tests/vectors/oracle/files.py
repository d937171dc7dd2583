"""Reads the files, and has each vector checked by the module of its group."""

import json
import pathlib
import re
import subprocess

from . import callbacks, faults, requests, responses, signatures
from .report import Report, keys_are

VECTORS = pathlib.Path(__file__).resolve().parent.parent

# Of each group, the module that checks it and how many vectors it must have: one that got lost is not missed otherwise.
GROUPS = {
    "signatures": (signatures, 24),
    "requests": (requests, 60),
    "responses": (responses, 40),
    "callbacks": (callbacks, 26),
    "faults": (faults, 22),
}


def check_names(report, vectors):
    names = [vector.get("name", "") for vector in vectors]
    for name in sorted(set(names)):
        report.check(names.count(name) == 1, "the name %s stands twice" % name)
        report.check(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name), "the name %s" % name)


def check_file(report, group, module, minimum):
    """Checks the file of a group, and counts its vectors."""
    report.where = group
    document = {"vectors": [], "smallest_requests": {}, "smallest_parts": {}}
    for path in [VECTORS / (group + ".json"), *sorted((VECTORS / group).glob("*.json"))]:
        part = json.loads(path.read_text(encoding="utf-8"))
        keys_are(report, part, ["about", "vectors"], ["smallest_requests", "smallest_parts"])
        document["vectors"] += part["vectors"]
        for key in ("smallest_requests", "smallest_parts"):
            document[key].update(part.get(key, {}))
    vectors = document["vectors"]
    report.check(len(vectors) >= minimum, "%d vectors, at least %d are wanted" % (len(vectors), minimum))
    check_names(report, vectors)
    for vector in vectors:
        report.where = group + "/" + vector.get("name", "?")
        try:
            module.check(report, vector)
        except (KeyError, TypeError, ValueError, AttributeError, subprocess.CalledProcessError) as error:
            report.check(False, "%s: %s" % (type(error).__name__, error))
    report.where = group
    if hasattr(module, "check_group"):
        module.check_group(report, document)
    return len(vectors)


def main():
    report = Report()
    counts = {group: check_file(report, group, *checks) for group, checks in GROUPS.items()}
    for line in report.lines:
        print(line)
    print(", ".join("%s %d" % pair for pair in counts.items()) + (": %d wrong" % len(report.lines)
                                                                  if report.lines else ": all right"))
    return 1 if report.lines else 0
