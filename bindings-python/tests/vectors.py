"""Plays the conformance vectors (`tests/vectors/`) through the public interface of the package."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import os
import re
import subprocess
import time
import traceback
import urllib.request
from pathlib import Path
from typing import Any, Callable, Optional

import qiyuesuo
from qiyuesuo import AsyncClient, Client, FilePart, QiyuesuoError, Result, callback

ROOT = Path(os.environ.get("QYS_SOURCE", Path(__file__).resolve().parents[2]))
CREDENTIALS = {"app_token": "AbC123dEf4", "app_secret": "Zy9Xw8Vu7Ts6Rq5Po4Nm3Lk2Ji1Hg0"}
AGENT = {"token": "agentTok01", "secret": "agentSecret0123456789agentSecr"}
EXACT_IN_A_DOUBLE = 1 << 53


class Server:
    """The vector server of QYS_VECTOR_SERVER, or one of our own."""

    def __init__(self) -> None:
        self._process: Optional[subprocess.Popen[str]] = None
        url = os.environ.get("QYS_VECTOR_SERVER")
        if url is None:
            command = ["cargo", "run", "--quiet", "--package", "qiyuesuo-conformance", "--", "serve"]
            self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
            assert self._process.stdout is not None
            url = self._process.stdout.readline().strip()
        self.url = url

    def begin(self, group: str, name: str) -> dict[str, Any]:
        return self._post("begin", {"group": group, "name": name})

    def check(self, group: str, name: str, outcome: dict[str, Any]) -> tuple[bool, str]:
        asked = {"group": group, "name": name, "language": "python", "outcome": outcome}
        verdict = self._post("check", asked)
        return verdict["status"] == "PASS", verdict.get("reason") or ""

    def _post(self, command: str, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.url}/_control/{command}", json.dumps(body).encode())
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=30) as answer:
            return json.load(answer)  # type: ignore[no-any-return]

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def load(group: str) -> dict[str, Any]:
    """The file of a group, and with it those of its families: the folder of the same name."""
    vectors = ROOT / "tests" / "vectors"
    whole: dict[str, Any] = json.loads((vectors / f"{group}.json").read_text("utf-8"))
    for path in sorted((vectors / group).glob("*.json")):
        family = json.loads(path.read_text("utf-8"))
        whole["vectors"] += family["vectors"]
        for key in ("smallest_requests", "smallest_parts"):
            whole.setdefault(key, {}).update(family.get(key, {}))
    return whole


def play(server: Server, group: str, file: dict[str, Any], vector: dict[str, Any]) -> Optional[str]:
    """Plays a vector through every client it concerns; answers what is wrong. The first failure ends it, because the
    last check is the one that counts."""
    ways: list[Callable[[], dict[str, Any]]]
    if group == "signatures":
        ways = [lambda: guarded(lambda: signature(vector))]
    elif group == "callbacks":
        ways = [lambda: guarded(lambda: event(vector))]
    else:
        ways = [
            lambda: exchange(server, group, file, vector, blocking),
            lambda: exchange(server, group, file, vector, waiting),
        ]
    for number, way in enumerate(ways):
        outcome = way()
        passed, reason = server.check(group, vector["name"], outcome)
        if not passed:
            which = ("Client", "AsyncClient")[number] if len(ways) > 1 else "qiyuesuo"
            return f"{vector['name']} ({which}): {reason}\n    outcome: {json.dumps(outcome)[:600]}"
    return None


def signature(vector: dict[str, Any]) -> dict[str, Any]:
    names = ("token", "secret", "agent", "timestamp", "nonce", "rule", "header_prefix", "language")
    return {"headers": qiyuesuo.sign(**{name: vector[name] for name in names if name in vector})}


def event(vector: dict[str, Any]) -> dict[str, Any]:
    form = vector["form"] if "form" in vector else vector.get("body")
    read = callback.parse(form, query=vector.get("query"), keys=vector["keys"], **vector.get("options", {}))
    reply = read.reply()
    return {
        "event": {
            "type": read.type,
            "authenticity": read.authenticity,
            "fields": exact(read.fields),
            "own_parameters": read.own_parameters,
            "reply": {"status": reply.status, "content_type": reply.content_type, "body": reply.body},
        }
    }


def exchange(
    server: Server,
    group: str,
    file: dict[str, Any],
    vector: dict[str, Any],
    way: Callable[[dict[str, Any], list[Call], float], dict[str, Any]],
) -> dict[str, Any]:
    begun = server.begin(group, vector["name"])
    operation = vector["operation"]
    config = {**CREDENTIALS, "base_url": begun["base_url"], **vector.get("config", {})}
    if operation.startswith("saas."):
        config.setdefault("agent", AGENT)
    if group != "faults":
        config.setdefault("max_retries", 0)
    if begun.get("ca_pem"):
        config.setdefault("ca_pem", begun["ca_pem"])
    request = vector["request"] if "request" in vector else file["smallest_requests"][operation]
    parts = vector.get("parts", [])
    if group == "responses" and not parts:
        parts = file.get("smallest_parts", {}).get(operation, [])
    call = Call(operation, request, [(part["name"], file_part(part)) for part in parts])
    return way(config, [call] * vector.get("calls", 1), vector.get("pause_ms", 0) / 1000)


class Call:
    """A call of a vector: by the method of its family where its members are the method's, otherwise as data."""

    def __init__(self, operation: str, request: dict[str, Any], files: list[tuple[str, FilePart]]) -> None:
        self.operation = operation
        self.request = request
        self.files = files

    def make(self, client: Any) -> Any:
        if self.operation == "request":
            raw = {name: value for name, value in self.request.items() if name != "answer"}
            call = client.download if self.request.get("answer") == "bytes" else client.request
            return call(raw.pop("method"), raw.pop("path"), files=self.files or None, **raw)
        if not isinstance(self.request, dict):
            # Nothing that a caller could write: only to see that the core refuses it here too.
            return client._exchange(self.operation, json.dumps(self.request).encode(), None, None)
        family, _, name = self.operation.partition(".")
        method = getattr(getattr(client, family, None), name, None)
        # A name that is in snake case already is none of the platform's: as an argument it would be read as one.
        if method is not None and not any("_" in wire for wire in self.request):
            arguments = {snake_case(wire): value for wire, value in self.request.items()}
            signature = inspect.signature(method)
            for part, file in self.files:
                parameter = signature.parameters.get(part)
                if parameter is not None and "Sequence" in str(parameter.annotation):
                    arguments.setdefault(part, []).append(file)
                else:
                    arguments[part] = None if part in arguments else file
            try:
                signature.bind(**arguments)
            except TypeError:
                pass
            else:
                return method(**arguments)
        return client._typed(self.operation, self.request, Anything, self.files or None, None)


def snake_case(name: str) -> str:
    return re.sub("[A-Z]", lambda upper: f"_{upper[0].lower()}", name)


class Anything(Result):
    """A result of which nothing is declared, not even that it is an object."""

    __slots__ = ()

    def to_dict(self) -> Any:
        return self.extra


def blocking(config: dict[str, Any], calls: list[Call], pause: float) -> dict[str, Any]:
    def run() -> dict[str, Any]:
        client = Client(**config)
        for call in calls[:-1]:
            try:
                call.make(client)
            except QiyuesuoError:
                pass
            time.sleep(pause)
        began = time.monotonic()
        return guarded(lambda: success(calls[-1].make(client), began))

    return guarded(run)


def waiting(config: dict[str, Any], calls: list[Call], pause: float) -> dict[str, Any]:
    async def run() -> dict[str, Any]:
        client = AsyncClient(**config)
        for call in calls[:-1]:
            try:
                await call.make(client)
            except QiyuesuoError:
                pass
            await asyncio.sleep(pause)
        began = time.monotonic()
        try:
            return success(await calls[-1].make(client), began)
        except QiyuesuoError as error:
            return failure(error, began)

    return guarded(lambda: asyncio.run(run()))


def guarded(run: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    began = time.monotonic()
    try:
        return run()
    except QiyuesuoError as error:
        return failure(error, began)


def failure(error: QiyuesuoError, began: float) -> dict[str, Any]:
    names = (
        "kind", "message", "http_status", "code", "response_code", "field", "attempts", "retry_after", "request_id",
        "operation",
    )
    told = {name: getattr(error, name) for name in names}
    told["printed"] = f"{error!s} {error!r} {error.args} {traceback.format_exception_only(type(error), error)}"
    told["printed"] += str(error.body())
    if told["retry_after"] is not None:
        told["retry_after"] = round(told["retry_after"])
    return {"error": told, "elapsed_ms": round((time.monotonic() - began) * 1000)}


def success(result: Any, began: float) -> dict[str, Any]:
    if isinstance(result, qiyuesuo.Download):
        value: Any = {
            "base64": base64.b64encode(result.content).decode(),
            "content_type": result.content_type,
            "filename": result.filename,
        }
    elif isinstance(result, Result):
        value = result.to_dict()
    else:
        value = result.data
    elapsed_ms = round((time.monotonic() - began) * 1000)
    return {
        "result": exact(value),
        "http_status": result.http_status,
        "attempts": result.attempts,
        "response": {"request_id": result.response.request_id, "headers": result.response.headers},
        "elapsed_ms": elapsed_ms,
    }


def exact(value: Any) -> Any:
    """Integers beyond what a double holds as strings, as the vectors write them."""
    if isinstance(value, dict):
        return {name: exact(member) for name, member in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > EXACT_IN_A_DOUBLE:
        return str(value)
    return value


def file_part(part: dict[str, Any]) -> FilePart:
    if "text" in part:
        data = part["text"].encode()
    elif "base64" in part:
        data = base64.b64decode(part["base64"])
    else:
        data = bytes(part.get("size", 0))
    return FilePart(data, filename=part.get("filename"), content_type=part.get("content_type"))
