#!/usr/bin/env python3
"""Every package tells what registries and their readers ask of it, with the addresses of Cargo.toml.

Maven Central refuses what lacks them, npm and Packagist show them. The packages of .NET read the address from Cargo.toml themselves.

    python3 tests/metadata.py             # Python 3.9 or newer, standard library only
"""

import json
import pathlib
import re
import sys
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
POM = "{http://maven.apache.org/POM/4.0.0}"


def repository():
    package = (ROOT / "Cargo.toml").read_text(encoding="utf-8").split("[workspace.package]")[1].split("\n[")[0]
    return re.search(r'^repository = "(https://[^"]+)"$', package, re.M).group(1)


def of_json(path, wanted):
    """What a JSON manifest lacks. `wanted` has a member's path and its value, or None where any will do."""
    whole = json.loads((ROOT / path).read_text(encoding="utf-8"))
    for member, value in wanted.items():
        found = whole
        for name in member.split("."):
            found = found.get(name) if isinstance(found, dict) else None
        yield from judged(path, member, found, value)


def of_pom(path, wanted):
    """What a pom lacks, itself and without its parent."""
    whole = xml.etree.ElementTree.parse(str(ROOT / path)).getroot()
    for member, value in wanted.items():
        found = whole.find("/".join(POM + name for name in member.split(".")))
        yield from judged(path, member, None if found is None else (found.text or "").strip() or len(found), value)


def of_toml(path, table, wanted):
    """What a table of a TOML manifest lacks; its values are texts on one line."""
    whole = (ROOT / path).read_text(encoding="utf-8")
    lines = whole.split("\n[%s]\n" % table)[-1].split("\n[")[0] if "\n[%s]\n" % table in whole else ""
    found = dict(re.findall(r'^(\w+) = "([^"]*)"$', lines, re.M))
    for member, value in wanted.items():
        yield from judged(path, "%s.%s" % (table, member), found.get(member), value)


def judged(path, member, found, value):
    if not found:
        yield "%s: lacks %s" % (path, member)
    elif value is not None and found != value:
        yield "%s: %s is %s, and Cargo.toml says %s" % (path, member, found, value)


def faults(at):
    own = {"description": None, "keywords": None}
    yield from of_json("bindings-node/package.json", dict(own, **{
        "author.name": None, "homepage": at + "#readme", "repository.type": "git",
        "repository.url": "git+" + at + ".git", "bugs.url": at + "/issues",
    }))
    # The rest is filled in by tools/pack.js, and a test looks at what was packed.
    yield from of_json("bindings-node/cli/package.json", own)
    yield from of_json("bindings-php/composer.json", dict(own, **{
        "license": None, "authors": None, "homepage": at, "support.issues": at + "/issues", "support.source": at,
        "support.docs": at,
    }))
    for project in ("bindings-python/pyproject.toml", "bindings-python/cli/pyproject.toml"):
        yield from of_toml(project, "project.urls", {
            "Homepage": at, "Documentation": at + "/tree/main/docs", "Issues": at + "/issues", "Source": at,
        })
    named = {"name": None, "description": None}
    yield from of_pom("bindings-jvm/pom.xml", dict(named, **{
        "url": at, "licenses.license.name": None, "licenses.license.url": None, "developers.developer.name": None,
        "scm.connection": "scm:git:" + at + ".git", "scm.developerConnection": "scm:git:" + at + ".git", "scm.url": at,
    }))
    for module in ("java", "spring-boot"):
        yield from of_pom("bindings-jvm/%s/pom.xml" % module, named)
    parent = (ROOT / "bindings-jvm/pom.xml").read_text(encoding="utf-8")
    for attached in ("maven-source-plugin", "maven-javadoc-plugin"):
        if attached not in parent.split("<id>dist</id>")[-1]:
            yield "bindings-jvm/pom.xml: the profile dist does not attach what %s makes" % attached


def main():
    # The rule is tried first: one that finds nothing looks like manifests without a fault.
    missed = list(judged("x", "a", None, None)) + list(judged("x", "a", "b", "c"))
    wrong = list(faults(repository())) if len(missed) == 2 and not list(judged("x", "a", "b", "b")) else ["the rule itself"]
    if not wrong and not any("homepage is" in line for line in faults("https://elsewhere.example")):
        wrong = ["the rule does not see another address"]
    for line in wrong:
        print("metadata: " + line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
