"""Callbacks: what each parses to, and the reply it gets."""

import base64
import hashlib
import json
import re
import urllib.parse

from .encryption import base64_bytes, decrypted, made
from .report import check_error, keys_are
from .values import Refused, one_text, without_half_characters, without_large_integers


def callback_type(fields):
    if "contractId" in fields:
        return "contract"
    if "applyId" in fields:
        return "seal_review"
    if "authId" in fields or ("mode" in fields and "status" in fields):
        return "personal_auth"
    if "requestId" in fields:
        return "company_auth"
    if "item" in fields or ("authDeadline" in fields and "user" in fields):
        return "personal_sign"
    return "unknown"


REPLIES = {
    "personal_auth": ("application/json", '{"code":0}'),
    "company_auth": ("application/json", '{"code":0}'),
    "seal_review": ("application/json", '{"responseCode":00000000}'),
    "personal_sign": ("text/plain", ""),
    "contract": ("text/plain", "success"),
    "unknown": ("text/plain", "success"),
}


def one_form(pairs):
    form = {name: one_text(value) for name, value in pairs}
    if len(form) != len(pairs):
        raise Refused("callback", "a name twice")
    return form


def parsed_callback(vector):
    for key in vector["keys"]:
        if key != key.strip() or not key or re.search("[\x00-\x1f\x7f\u200b\ufeff]", key):
            raise Refused("configuration", "key")
    own, apart = {}, "form" not in vector
    if not apart:
        given = vector["form"]
        body = one_form(list(given.items()) if isinstance(given, dict) else given)
        is_json = any(name.startswith(("{", "[")) for name in body)
    else:
        is_json = vector.get("body", "").strip().startswith(("{", "["))
        query = vector.get("query", "")
        parts = (query[1:] if query.startswith("?") else query, vector.get("body", "").strip())
        try:
            own, body = [one_form(urllib.parse.parse_qsl(part, keep_blank_values=True, errors="strict")) for part in parts]
        except UnicodeDecodeError:
            raise Refused("callback", "no UTF-8") from None
    if is_json or not own and not body:
        raise Refused("callback", "JSON, or empty")
    form = {}
    for name in ("signature", "timestamp", "content"):
        if name in own and name in body:
            raise Refused("callback", "twice")
        for part in (own, body):
            if name in part:
                form[name] = part.pop(name)
    if not body and "content" not in form:
        own, body = {}, own
    options = vector.get("options", {})
    authenticity = "none"
    if "signature" in form:
        right = [hashlib.md5((form.get("timestamp", "") + key).encode("utf-8")).hexdigest() for key in vector["keys"]]
        if "timestamp" not in form or form["signature"] not in right:
            raise Refused("callback", "signature")
        authenticity = "timestamp_only"
        if "max_age" in options:
            if not re.fullmatch("[0-9]+", form["timestamp"]):
                raise Refused("callback", "timestamp")
            if abs(options["now"] - int(form["timestamp"])) > options["max_age"] * 1000:
                raise Refused("callback", "age")
    elif not options.get("allow_unsigned"):
        raise Refused("callback", "unsigned")
    if "content" not in form:
        fields = body
    else:
        if apart and body:
            raise Refused("callback", "fields beside the content")
        own.update(body)
        if form["content"].startswith("{"):
            fields = json.loads(form["content"])
        else:
            fields = without_half_characters(decrypted(form["content"], vector["keys"], options.get("cbc_iv")))
            if authenticity == "none" and "max_age" in options:
                raise Refused("callback", "its age cannot be told")
            authenticity = "encrypted"
    kind = callback_type(fields)
    names = all(re.fullmatch("[\\w.-]+", name) for name in fields)
    if authenticity == "none" and kind == "unknown" and not (names and any(fields.values())):
        raise Refused("callback", "nobody signed it, and it is no form")
    content_type, body = REPLIES[kind]
    event = {"type": kind, "authenticity": authenticity, "fields": without_large_integers(fields),
             "reply": {"status": 200, "content_type": content_type, "body": body}}
    return {**event, "own_parameters": own} if own else event


def check(report, vector):
    keys_are(report, vector, ["name", "keys", "expect"], ["form", "query", "body", "options", "made_of", "source"])
    report.check(("form" in vector) != ("query" in vector or "body" in vector), "form, or query and body")
    keys_are(report, vector.get("options", {}), [], ["allow_unsigned", "max_age", "now", "cbc_iv"])
    expect = vector["expect"]
    try:
        got = {"event": parsed_callback(vector)}
    except Refused as error:
        got = {"error": {"kind": error.kind}}
    if "error" in expect:
        check_error(report, expect["error"])
        report.same(got.get("error", got), {"kind": expect["error"]["kind"]}, "error")
    else:
        report.same(got.get("event", got), expect["event"], "event")
    if "made_of" in vector:
        pairs = vector.get("form") or (urllib.parse.parse_qsl(vector.get("query", ""))
                                       + urllib.parse.parse_qsl(vector["body"]))
        given = one_text(dict(pairs)["content"])
        plain = given if vector["expect"].get("error") else base64.b64encode(base64_bytes(given)).decode("ascii")
        report.same(made(vector["made_of"]), plain, "content")
    else:
        encrypted = expect.get("event", {}).get("authenticity") == "encrypted"
        report.check(not encrypted, "an encrypted content needs made_of")
