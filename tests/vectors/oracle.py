#!/usr/bin/env python3
"""The second opinion on the conformance vectors.

This program reads the five JSON files beside it and recomputes, without any code of this project, everything in
them that can be computed: each signature (Python's hashlib and hmac), each encrypted callback content (the command
`openssl enc`), what each callback parses to, and what kind of error each answer is. It also checks that the files
are well formed: unique names, known operations, required members, a minimum of vectors a group. It changes nothing;
it prints one line a difference and exits with 1 when there is one.

    python3 tests/vectors/oracle.py            # Python 3.9 or newer, standard library only, and openssl
"""

import base64
import gzip
import hashlib
import hmac
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent

MINIMUM = {"signatures": 24, "requests": 60, "responses": 40, "callbacks": 26, "faults": 22}

OPERATIONS = """
personal_auth.create_ticket personal_auth.create_link personal_auth.get_result
company_auth.create_ticket company_auth.create_ticket_with_license company_auth.create_pc_link
company_auth.create_h5_link company_auth.get_result
contract.create_sign_ticket contract.create_view_ticket
personal_sign.create_ticket personal_sign.query
saas.create_personal_auth_ticket saas.get_personal_auth_result saas.create_company_auth_ticket
saas.get_company_auth_result saas.create_privilege_ticket saas.create_personal_sign_ticket
""".split()

KINDS = """configuration validation connection timeout api authentication permission rate_limit server
invalid_response callback cancelled internal""".split()

ERROR_KEYS = """kind http_status code response_code field attempts retry_after operation
message_contains message_excludes""".split()

PROMISED = {
    "personal_auth.create_link": "authUrl", "company_auth.create_pc_link": "authUrl",
    "company_auth.create_h5_link": "authUrl", "personal_auth.get_result": "realName",
    "saas.get_personal_auth_result": "realName", "company_auth.get_result": "status",
    "saas.get_company_auth_result": "status", "personal_sign.query": None,
}
PROMISED_TYPE = {"ticket": str, "authUrl": str, "realName": bool, "status": int}
PROMISED.update({name: "ticket" for name in OPERATIONS if name not in PROMISED})

# Values that neither this program nor the project computed first: the RFCs of MD5 and HMAC-SHA-256, and values that
# were worked out by hand before any code existed. Each must be the answer of the vector of that name.
ANCHORS = {
    "md5-with-nonce": "27b477d5acb48ff3bbc8ca29da990ca4",
    "md5-without-nonce": "12e22882fd5ed4929b8597c30099e363",
    "md5-short-nonce": "e3283a87307f5e7409153197b3d013d6",
    "agent-alone": "7857b505a70de928a277e9b6f30c81e7",
    "md5-secret-not-ascii": "595d6d4662b37e9fafeb8e3bac448b12",
    "md5-spaces-are-not-stripped": "2c86a7ae0ffcea539d26ca656ac1c375",
    "rfc-1321-message-digest": "f96b697d7cb7938d525a2f31aaf161d0",
    "rfc-4231-case-2": "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
}


CREDENTIALS = ["AbC123dEf4", "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0", "agentTok01", "agentSecret0123456789agentSecr"]


class Refused(Exception):
    """What the vector describes is an error of this kind."""

    def __init__(self, kind, why):
        super().__init__(why)
        self.kind = kind


# --- signatures -----------------------------------------------------------------------------------------------------

PRESETS = {
    "md5": {"digest": "md5", "parts": ["token", "secret", "timestamp", "nonce"], "key": "none", "encoding": "hex"},
    "md5-without-nonce": {"digest": "md5", "parts": ["token", "secret", "timestamp"], "key": "none",
                          "encoding": "hex"},
    "hmac-sha256-provisional": {"digest": "hmac-sha256", "parts": ["token", "timestamp", "nonce"], "key": "secret",
                                "encoding": "hex"},
}


def checked_rule(rule):
    if isinstance(rule, str):
        if rule not in PRESETS:
            raise Refused("configuration", "unknown preset")
        return PRESETS[rule]
    known = {"digest": ("md5", "hmac-sha256"), "key": ("secret", "none"), "encoding": ("hex", "HEX", "base64")}
    for member, allowed in known.items():
        if rule[member] not in allowed:
            raise Refused("configuration", "unknown " + member)
    if not rule["parts"] or set(rule["parts"]) - {"token", "secret", "timestamp", "nonce"}:
        raise Refused("configuration", "parts")
    if (rule["digest"] == "md5") != (rule["key"] == "none"):
        raise Refused("configuration", "key does not go with digest")
    return rule


def signature(rule, token, secret, timestamp, nonce):
    values = {"token": token, "secret": secret, "timestamp": str(timestamp), "nonce": nonce}
    text = "".join(values[part] for part in rule["parts"]).encode("utf-8")
    if rule["digest"] == "md5":
        raw = hashlib.md5(text).digest()
    else:
        raw = hmac.new(secret.encode("utf-8"), text, hashlib.sha256).digest()
    if rule["encoding"] == "base64":
        return base64.b64encode(raw).decode("ascii")
    return raw.hex().upper() if rule["encoding"] == "HEX" else raw.hex()


def signed_headers(vector):
    rule = checked_rule(vector["rule"])
    prefix = vector.get("header_prefix", "x-qys-open-")
    timestamp, nonce = vector["timestamp"], vector.get("nonce")
    headers = {name.lower(): value for name, value in rule.get("headers", {}).items()}
    headers[prefix + "timestamp"] = str(timestamp)
    if "nonce" in rule["parts"]:
        headers[prefix + "nonce"] = nonce
    if "token" in vector:
        headers[prefix + "accesstoken"] = vector["token"]
        headers[prefix + "signature"] = signature(rule, vector["token"], vector["secret"], timestamp, nonce)
    if "agent" in vector:
        agent = vector["agent"]
        headers[prefix + "agentaccesstoken"] = agent["token"]
        headers[prefix + "agentsignature"] = signature(rule, agent["token"], agent["secret"], timestamp, nonce)
    if "language" in vector:
        headers[prefix + "language"] = vector["language"]
    return headers


# --- callbacks ------------------------------------------------------------------------------------------------------

def aes(data, key, iv=None, decrypt=False):
    """AES-128 without padding, by openssl: ECB, or CBC when there is an IV."""
    command = ["openssl", "enc", "-aes-128-" + ("cbc" if iv else "ecb"), "-nopad", "-nosalt",
               "-K", key.encode("utf-8").hex()]
    if iv:
        command += ["-iv", iv.encode("utf-8").hex()]
    if decrypt:
        command.append("-d")
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True).stdout


def padded(data):
    count = 16 - len(data) % 16
    return data + bytes([count]) * count


def unpadded(data):
    count = data[-1]
    if not 1 <= count <= 16 or data[-count:] != bytes([count]) * count:
        raise Refused("callback", "padding")
    return data[:-count]


def without_large_integers(value):
    """Integers beyond 2^53 as strings, as the files write them."""
    if isinstance(value, dict):
        return {name: without_large_integers(member) for name, member in value.items()}
    if isinstance(value, list):
        return [without_large_integers(member) for member in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2 ** 53:
        return str(value)
    return value


def without_half_characters(value):
    """Halves of surrogate pairs as U+FFFD, each."""
    if isinstance(value, dict):
        return {name: without_half_characters(member) for name, member in value.items()}
    if isinstance(value, list):
        return [without_half_characters(member) for member in value]
    return re.sub("[\ud800-\udfff]", "\ufffd", value) if isinstance(value, str) else value


def text_of_id(value):
    """An id is text, also where it came as a number; what is neither is kept as it is."""
    return str(value) if isinstance(value, int) else value


def base64_bytes(content):
    """Of a base64 text as it was made, or as it came through what breaks lines, decodes `+` or uses the other alphabet."""
    for text in (content, content.strip()):
        text = re.sub("[\r\n\t]", "", text).translate(str.maketrans(" -_", "++/")).rstrip("=")
        try:
            data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except ValueError:
            continue
        if len(data) % 16 == 0 and base64.b64encode(data).decode("ascii").rstrip("=") == text:
            return data
    raise Refused("callback", "base64 of whole blocks")


def decrypted(content, keys, iv):
    cipher = base64_bytes(content)
    if not cipher or len(cipher) % 16:
        raise Refused("callback", "not whole blocks")
    for key in keys:
        if len(key.encode("utf-8")) != 16:
            continue
        try:
            fields = json.loads(unpadded(aes(cipher, key, iv, decrypt=True)).decode("utf-8"))
        except (Refused, ValueError):
            continue
        if isinstance(fields, dict):
            return fields
    raise Refused("callback", "no key decrypts it")


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


def one_text(value):
    """The text of a value as a framework hands it over."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    raise Refused("callback", "not one text")


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
        own, body = [one_form(urllib.parse.parse_qsl(part, keep_blank_values=True, errors="strict"))
                     for part in (query[1:] if query.startswith("?") else query, vector.get("body", "").strip())]
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
            authenticity = "encrypted"
    kind = callback_type(fields)
    names = all(re.fullmatch("[\\w.-]+", name) for name in fields)
    if authenticity == "none" and kind == "unknown" and not (names and any(fields.values())):
        raise Refused("callback", "nobody signed it, and it is no form")
    content_type, body = REPLIES[kind]
    event = {"type": kind, "authenticity": authenticity, "fields": without_large_integers(fields),
             "reply": {"status": 200, "content_type": content_type, "body": body}}
    return {**event, "own_parameters": own} if own else event


def made(recipe):
    """The `content` of a vector, from its `made_of`."""
    data = recipe["plain"].encode("utf-8") if "plain" in recipe else bytes.fromhex(recipe["plain_hex"])
    data = padded(data) if recipe.get("padding", "pkcs7") == "pkcs7" else data
    cipher = aes(data, recipe["key"], recipe.get("iv"))
    return base64.b64encode(cipher[:recipe.get("cut_after", len(cipher))]).decode("ascii")


# --- answers --------------------------------------------------------------------------------------------------------

def body_bytes(http):
    if "body_json" in http:
        return json.dumps(http["body_json"], ensure_ascii=False).encode("utf-8")
    if "body_base64" in http:
        return base64.b64decode(http["body_base64"], validate=True)
    if "body_repeat" in http:
        repeat = http["body_repeat"]
        return (repeat.get("prefix", "") + repeat["unit"] * repeat["times"] + repeat.get("suffix", "")).encode("utf-8")
    return http.get("body", "").encode("utf-8")


def decoded(http):
    """The body as it was before it was encoded."""
    encoding = http.get("headers", {}).get("Content-Encoding", "identity")
    return {"identity": bytes, "gzip": gzip.decompress}[encoding](body_bytes(http))


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
    if 200 <= status < 300:
        if not envelope:
            return ("ok" if wants_bytes else "invalid_response"), said
        if code == 0 or response_code == "00000000":
            promised = PROMISED.get(operation)
            result = body.get("result")
            if promised and not (isinstance(result, dict) and type(result.get(promised)) is PROMISED_TYPE[promised]):
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


# --- the files ------------------------------------------------------------------------------------------------------

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


def check_signatures(report, vector):
    keys_are(report, vector, ["name", "rule", "timestamp", "expect"],
             ["token", "secret", "agent", "nonce", "header_prefix", "language", "source"])
    report.check(("token" in vector) == ("secret" in vector), "token and secret go together")
    report.check("token" in vector or "agent" in vector, "nobody signs")
    expect = vector["expect"]
    try:
        got = {"headers": signed_headers(vector)}
    except Refused as error:
        got = {"error": {"kind": error.kind}}
    if "error" in expect:
        check_error(report, expect["error"])
        report.same(got.get("error", got), {"kind": expect["error"]["kind"]}, "error")
    else:
        report.same(got.get("headers", got), expect["headers"], "headers")
    if vector["name"] in ANCHORS:
        report.check(ANCHORS[vector["name"]] in expect["headers"].values(), "is not the published value")


def check_requests(report, vector):
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


def check_responses(report, vector):
    keys_are(report, vector, ["name", "operation", "http", "expect"], ["request", "config", "source"])
    check_operation(report, vector)
    check_http(report, vector["http"])
    expect = vector["expect"]
    wants_bytes = vector.get("request", {}).get("answer") == "bytes"
    kind, said = answer_kind(vector["operation"], vector["http"], wants_bytes)
    if "error" in expect:
        error = expect["error"]
        check_error(report, error)
        report.same(kind, error["kind"], "kind")
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
    keys_are(report, expect, ["result"])
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
        report.same(got, expect["result"], "result")


def check_callbacks(report, vector):
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


def check_faults(report, vector):
    keys_are(report, vector, ["name", "operation", "request", "server", "expect"],
             ["config", "parts", "calls", "pause_ms", "source"])
    check_operation(report, vector)
    server, expect = vector["server"], vector["expect"]
    keys_are(report, server, ["listen"], ["script", "verify_clock_s", "clock_offset_s"])
    report.check(server["listen"] in ("http1", "h2c", "tls", "tls_untrusted", "tls_silent", "refused",
                                      "unresolvable"), "listen")
    silent = server["listen"] in ("tls_silent", "refused", "unresolvable")
    report.check(silent or server.get("script"), "the server needs a script")
    for action in server.get("script", []):
        names = set(action) & {"respond", "reset", "close", "hang", "refuse_stream"}
        report.check(len(names) == 1, "an action does one thing")
        if "respond" in action:
            keys_are(report, action, ["respond"], ["delay_ms", "date_offset_s", "then_close"])
            check_http(report, action["respond"])
        if "refuse_stream" in action:
            report.check(server["listen"] == "h2c", "refuse_stream needs h2c")
    keys_are(report, expect, [], ["ok", "error", "attempts", "requests", "distinct_nonces", "connections", "min_ms",
                                  "max_ms"])
    report.check(("ok" in expect) != ("error" in expect), "ok or error")
    if "error" in expect:
        check_error(report, expect["error"])
    report.check(expect.get("min_ms", 0) <= expect.get("max_ms", 1 << 30), "min_ms")


def main():
    report = Report()
    counts = {}
    for group, minimum in MINIMUM.items():
        report.where = group
        document = json.loads((HERE / (group + ".json")).read_text(encoding="utf-8"))
        keys_are(report, document, ["about", "vectors"], ["smallest_requests", "smallest_parts"])
        vectors = document["vectors"]
        counts[group] = len(vectors)
        report.check(len(vectors) >= minimum, "%d vectors, at least %d are wanted" % (len(vectors), minimum))
        names = [vector.get("name", "") for vector in vectors]
        for name in sorted(set(names)):
            report.check(names.count(name) == 1, "the name %s stands twice" % name)
            report.check(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name), "the name %s" % name)
        for vector in vectors:
            report.where = group + "/" + vector.get("name", "?")
            try:
                globals()["check_" + group](report, vector)
            except (KeyError, TypeError, ValueError, AttributeError, subprocess.CalledProcessError) as error:
                report.check(False, "%s: %s" % (type(error).__name__, error))
        if group == "signatures":
            report.where = group
            report.check(not set(ANCHORS) - set(names), "published values without a vector")
        if group == "requests":
            report.where = group
            right = {vector["operation"] for vector in vectors if "error" not in vector["expect"]}
            report.check(not set(OPERATIONS) - right, "operations without a vector")
        if group == "responses":
            report.where = group
            report.same(sorted(document["smallest_requests"]), sorted(OPERATIONS), "smallest_requests")
    for line in report.lines:
        print(line)
    print(", ".join("%s %d" % pair for pair in counts.items()) + (": %d wrong" % len(report.lines)
                                                                  if report.lines else ": all right"))
    return 1 if report.lines else 0


if __name__ == "__main__":
    sys.exit(main())
