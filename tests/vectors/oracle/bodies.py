"""The bodies of answers, from the ways in which a vector can write one."""

import base64
import gzip
import json


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
