"""Collects what differs, and checks the shapes that several groups share."""

import base64
import json

from .bodies import body_bytes
from .vocabulary import ERROR_KEYS, KINDS, OPERATIONS


class Report:
    def __init__(self):
        self.lines = []
        self.where = ""

    def check(self, right, text):
        if not right:
            self.lines.append(self.where + ": " + text)
        return right

    def same(self, got, want, text):
        self.check(got == want, "%s: computed %s, the file says %s" % (
            text, json.dumps(got, ensure_ascii=False), json.dumps(want, ensure_ascii=False)))


def keys_are(report, value, required, optional=()):
    present = set(value)
    report.check(not set(required) - present, "missing " + ", ".join(sorted(set(required) - present)))
    unknown = present - set(required) - set(optional)
    report.check(not unknown, "unknown member " + ", ".join(sorted(unknown)))


def check_error(report, error):
    keys_are(report, error, ["kind"], ERROR_KEYS)
    report.check(error.get("kind") in KINDS, "unknown kind")
    for name in ("message_contains", "message_excludes"):
        strings = error.get(name, [])
        report.check(isinstance(strings, list) and all(isinstance(s, str) and s for s in strings), name)


def check_http(report, http):
    keys_are(report, http, ["status"], ["headers", "body", "body_json", "body_base64", "body_repeat", "cut_after",
                                        "no_length"])
    bodies = [name for name in http if name.startswith("body")]
    report.check(len(bodies) == 1, "one body is needed")
    if "cut_after" in http:
        report.check(http["cut_after"] < len(body_bytes(http)), "cut_after cuts nothing")


def check_part(report, part):
    keys_are(report, part, ["name"], ["filename", "content_type", "text", "base64", "size", "json"])
    report.check(len({"text", "base64", "size", "json"} & set(part)) == 1, "a part has one content")
    if "base64" in part:
        base64.b64decode(part["base64"], validate=True)


def check_operation(report, vector):
    operation = vector.get("operation")
    report.check(operation in OPERATIONS or operation == "request", "unknown operation")
    if operation == "request":
        keys_are(report, vector.get("request", {}), ["method", "path"], ["query", "json", "answer", "repeatable"])
    for part in vector.get("parts", []):
        check_part(report, part)
