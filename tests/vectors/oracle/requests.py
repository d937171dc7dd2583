"""Requests: whether the vectors are well formed. What each must send was written by hand and is not recomputed."""

from .report import check_error, check_operation, check_part, keys_are
from .vocabulary import OPERATIONS


def check(report, vector):
    keys_are(report, vector, ["name", "operation", "request", "expect"], ["config", "parts", "source"])
    check_operation(report, vector)
    expect = vector["expect"]
    if "error" in expect:
        keys_are(report, expect, ["error"])
        check_error(report, expect["error"])
        report.check(expect["error"]["kind"] in ("validation", "configuration"), "kind")
        return
    keys_are(report, expect, ["method", "path"], ["query", "headers", "body"])
    report.check(expect["path"].startswith("/"), "path")
    for name in expect.get("headers", {}):
        report.check(name == name.lower(), "header names are in lower case")
    body = expect.get("body")
    report.check(expect["method"] != "GET" or body is None, "a GET has no body")
    if isinstance(body, dict):
        report.check(set(body) in ({"json"}, {"multipart"}), "body")
        for part in body.get("multipart", []):
            check_part(report, part)


def check_group(report, document):
    right = {vector["operation"] for vector in document["vectors"] if "error" not in vector["expect"]}
    report.check(not set(OPERATIONS) - right, "operations without a vector")
