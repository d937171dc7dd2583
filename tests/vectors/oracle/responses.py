"""Answers of the platform: their kind, and the result that is in them."""

import base64
import json
import re

from .bodies import body_bytes, decoded
from .report import check_error, check_http, check_operation, keys_are
from .values import text_of_id, without_half_characters, without_large_integers
from .vocabulary import FILES, OPERATIONS

# What a success of an operation cannot do without; of those that are not named here nothing is promised.
PROMISED = {
    "personal_auth.create_link": "authUrl", "company_auth.create_pc_link": "authUrl",
    "company_auth.create_h5_link": "authUrl", "company_auth.create_pc_link_with_license": "authUrl",
    "company_auth.create_h5_link_with_license": "authUrl", "saas.create_personal_auth_link": "authUrl",
    "saas.create_company_auth_link": "pageUrl", "saas.create_privilege_link": "pageUrl",
    "saas.create_seal_sign_link": "pageUrl", "contract.create_sign_link": "pageUrl", "template.create_link": "pageUrl",
    "personal_auth.get_result": "realName", "saas.get_personal_auth_result": "realName",
    "company_auth.get_result": "status", "saas.get_company_auth_result": "status",
}
PROMISED.update({name: "ticket" for name in OPERATIONS if "ticket" in name})
PROMISED_TYPE = {"ticket": str, "authUrl": str, "pageUrl": str, "realName": bool, "status": int}

# What the conformance runners sign with: an answer can repeat it although its vector does not name it.
CREDENTIALS = ["AbC123dEf4", "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0", "agentTok01", "agentSecret0123456789agentSecr"]


def answer_kind(operation, http, wants_bytes=False):
    """`ok` or the kind of the error, with what the envelope says."""
    status, raw = http["status"], body_bytes(http)
    if "cut_after" in http:
        return "connection", {}
    try:
        raw = decoded(http)
    except (KeyError, OSError):
        return "invalid_response", {"http_status": status}
    try:
        body = json.loads(raw.decode("utf-8-sig")) if len(raw) <= 8 << 20 else None
    except ValueError:
        body = None
    code = response_code = None
    if isinstance(body, dict):
        code, response_code = body.get("code"), body.get("responseCode")
        if isinstance(code, str) and re.fullmatch("[0-9]+", code):
            code = int(code)
        if isinstance(code, bool) or not isinstance(code, int):
            code = None
        if not isinstance(response_code, str):
            response_code = None
    envelope = code is not None or response_code is not None
    said = {"http_status": status, "code": code, "response_code": response_code}
    if wants_bytes and status in (204, 205, 206):
        return "invalid_response", {"http_status": status}
    media = {name.lower(): value for name, value in http.get("headers", {}).items()}.get("content-type", "")
    if wants_bytes and status == 200 and body is None and raw.lstrip().startswith(b"{") and media.split(";")[0].strip().lower() == "application/json":
        return "invalid_response", {"http_status": status}
    if 200 <= status < 300:
        if not envelope:
            return ("ok" if wants_bytes else "invalid_response"), said
        if code == 0 or response_code == "00000000":
            promised = PROMISED.get(operation)
            result = body.get("result")
            kept = isinstance(result, dict) and type(result.get(promised)) is PROMISED_TYPE[promised] if promised else True
            if not kept or promised and isinstance(result[promised], str) and not result[promised].strip():
                return "invalid_response", said
            return "ok", said
    codes = {str(code), response_code}

    def tells(*numbers):
        return bool(codes & set(numbers))

    if 440 <= status <= 449 or any(re.fullmatch("44[0-9]|119904[0-9]{2}", str(c)) for c in codes):
        return "authentication", said
    if status == 429 or tells("11990006"):
        return "rate_limit", said
    if status == 403 or tells("1002", "14990002"):
        return "permission", said
    if status >= 500 or tells("1001", "21990001"):
        return "server", said
    if 300 <= status < 400 and not envelope:
        return "invalid_response", said
    return "api", said


def check(report, vector):
    keys_are(report, vector, ["name", "operation", "http", "expect"], ["request", "config", "source"])
    check_operation(report, vector)
    check_http(report, vector["http"])
    expect = vector["expect"]
    wants_bytes = vector["operation"] in FILES or vector.get("request", {}).get("answer") == "bytes"
    kind, said = answer_kind(vector["operation"], vector["http"], wants_bytes)
    if "error" in expect:
        error = expect["error"]
        check_error(report, error)
        report.same(kind, error["kind"], "kind")
        if "request_id" in error:
            report.same(request_id(vector["http"]), error["request_id"], "request_id")
        at_hand = json.dumps([vector["operation"], vector.get("request"), vector["http"]], ensure_ascii=False)
        for string in error.get("message_excludes", []):
            there = string in at_hand or string in CREDENTIALS or string == string[0] * len(string)
            report.check(there, "message_excludes %s, which nobody could say" % string)
        # A number of the request's own is no code: the platform's have eight digits at most.
        if said.get("code") and len(str(said["code"])) > 8 and str(said["code"]) in json.dumps(vector.get("request")):
            said["code"] = None
        for name, value in said.items():
            # What is masked in it is seen in message_excludes.
            if name in error and "***" not in str(error[name]):
                report.same(value, error[name], name)
        return
    keys_are(report, expect, ["result"], ["response"])
    check_response(report, expect.get("response", {}), vector["http"])
    report.same(kind, "ok", "kind")
    raw = decoded(vector["http"])
    if wants_bytes:
        report.same(base64.b64encode(raw).decode("ascii"), expect["result"]["base64"], "bytes")
    else:
        envelope = without_half_characters(without_large_integers(json.loads(raw.decode("utf-8-sig"))))
        got = envelope if vector["operation"] == "request" else envelope.get("result")
        if vector["operation"] == "personal_auth.create_link" and "authId" in got:
            got["authId"] = text_of_id(got["authId"])
        if vector["operation"].startswith("company_auth.create_") and "requestId" in got:
            got["requestId"] = text_of_id(got["requestId"])
        report.same(exact_in_a_double(got), expect["result"], "result")


def exact_in_a_double(value):
    """Integers beyond 2^53 as texts, as vectors and outcomes have them: ids of 19 digits above all."""
    if isinstance(value, dict):
        return {name: exact_in_a_double(member) for name, member in value.items()}
    if isinstance(value, list):
        return [exact_in_a_double(item) for item in value]
    large = isinstance(value, int) and not isinstance(value, bool) and abs(value) > 1 << 53
    return str(value) if large else value


def request_id(http):
    """The first customary header that says something."""
    headers = {name.lower(): value.strip() for name, value in http.get("headers", {}).items()}
    given = (headers.get(name) for name in ("x-request-id", "x-trace-id", "x-b3-traceid", "eagleeye-traceid"))
    return next((value for value in given if value), None)


def check_response(report, response, http):
    """What is told of an answer beside its content: no cookies."""
    keys_are(report, response, [], ["request_id", "headers"])
    if "request_id" in response:
        report.same(request_id(http), response["request_id"], "request_id")
    sent = {name.lower(): value for name, value in http.get("headers", {}).items() if name.lower() != "set-cookie"}
    for name, value in response.get("headers", {}).items():
        report.same(sent.get(name), value, "the header %s" % name)


def check_group(report, document):
    report.same(sorted(document["smallest_requests"]), sorted(OPERATIONS), "smallest_requests")
