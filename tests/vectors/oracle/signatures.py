"""Signatures, by Python's hashlib and hmac."""

import base64
import hashlib
import hmac

from .report import check_error, keys_are
from .values import Refused

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

PRESETS = {
    "md5": {"digest": "md5", "parts": ["token", "secret", "timestamp", "nonce"], "key": "none", "encoding": "hex"},
    "md5-without-nonce": {"digest": "md5", "parts": ["token", "secret", "timestamp"], "key": "none",
                          "encoding": "hex"},
    "hmac-sha256-provisional": {"digest": "hmac-sha256", "parts": ["token", "timestamp", "nonce"], "key": "secret",
                                "encoding": "hex"},
}


# Headers that say how a request travels; no rule may set them.
OF_HTTP = {"host", "content-length", "transfer-encoding", "connection", "content-type"}


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
    if {name.lower() for name in rule.get("headers", {})} & OF_HTTP:
        raise Refused("configuration", "headers")
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


def check(report, vector):
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


def check_group(report, document):
    names = {vector.get("name") for vector in document["vectors"]}
    report.check(not set(ANCHORS) - names, "published values without a vector")
