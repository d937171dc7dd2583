"""The encrypted content of callbacks, by the command `openssl enc`."""

import base64
import json
import re
import subprocess

from .values import Refused


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


def made(recipe):
    """The `content` of a vector, from its `made_of`."""
    data = recipe["plain"].encode("utf-8") if "plain" in recipe else bytes.fromhex(recipe["plain_hex"])
    data = padded(data) if recipe.get("padding", "pkcs7") == "pkcs7" else data
    cipher = aes(data, recipe["key"], recipe.get("iv"))
    return base64.b64encode(cipher[:recipe.get("cut_after", len(cipher))]).decode("ascii")
