"""A local stand-in for the platform, for tests: starts `qys emulator` on a free port.

    from qiyuesuo.testing import Emulator

    with Emulator() as emulator:
        client = emulator.client()
        ticket = client.personal_auth.create_ticket(user=User("10020033044", "MOBILE"))
        assert emulator.requests()[-1]["operation"] == "personal_auth.create_ticket"

The command `qys` comes with `pip install qiyuesuo-cli`; the variable QYS_BIN can name it. For pytest, put
`pytest_plugins = ["qiyuesuo.testing.fixtures"]` into `conftest.py` and take the fixture `qiyuesuo_emulator`.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sysconfig
import urllib.request
from typing import TYPE_CHECKING, Any, Optional

from . import _start

if TYPE_CHECKING:
    from typing_extensions import Self

    from .._async_client import AsyncClient
    from .._client import Client


class EmulatorError(RuntimeError):
    """The emulator cannot be found or started, or refuses an order."""


def find_qys() -> str:
    """The command `qys`: that of QYS_BIN, that of this environment (`qiyuesuo-cli`), or that on PATH."""
    given = os.environ.get("QYS_BIN")
    if given:
        if not os.access(given, os.X_OK):
            raise EmulatorError(f"QYS_BIN names {given!r}, which is no program")
        return given
    for folder in (sysconfig.get_path("scripts"), None):
        found = shutil.which("qys", path=folder)
        if found:
            return found
    raise EmulatorError(
        "the command qys is missing: `pip install qiyuesuo-cli` brings it, or set QYS_BIN to where it is"
    )


class Emulator:
    """A running emulator, from `with` (or `start`) to its end (or `stop`).

    Args:
        port: where to listen on 127.0.0.1. Default: a free port.
        arguments: further arguments of `qys emulator`, such as `["--callback-time-scale", "0.01"]`.
        start_timeout: seconds that it may take to say where it listens; milliseconds do unless the machine is very busy.

    Attributes:
        url: its address, for `base_url`.
        app_token, app_secret: the credentials it accepts.
    """

    url: str
    app_token: str
    app_secret: str

    def __init__(
        self, *, port: int = 0, arguments: Optional[list[str]] = None, start_timeout: float = 30
    ) -> None:
        self._start_timeout = start_timeout
        self._listen = f"127.0.0.1:{port}"
        self._arguments = list(arguments or ())
        self._process: Optional[subprocess.Popen[str]] = None

    def start(self) -> Self:
        """Starts it and waits until it listens."""
        if self._process is not None:
            raise EmulatorError("the emulator runs already")
        command = [find_qys(), "emulator", "--listen", self._listen, "--output", "json", *self._arguments]
        try:
            process, told = _start.start(command, self._start_timeout)
        except _start.NotStarted as problem:
            raise EmulatorError(f"qys emulator {problem}") from None
        self._process = process
        atexit.register(self.stop)
        self.url, self.app_token, self.app_secret = told["url"], told["app_token"], told["app_secret"]
        return self

    def stop(self) -> None:
        """Ends it. May be called twice."""
        process, self._process = self._process, None
        atexit.unregister(self.stop)
        if process is None:
            return
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def client(self, **options: Any) -> Client:
        """A Client of this emulator; options as of Client."""
        from .._client import Client

        return Client(**{**self._options(), **options})

    def async_client(self, **options: Any) -> AsyncClient:
        """An AsyncClient of this emulator; options as of AsyncClient."""
        from .._async_client import AsyncClient

        return AsyncClient(**{**self._options(), **options})

    def _options(self) -> dict[str, str]:
        return {"base_url": self.url, "app_token": self.app_token, "app_secret": self.app_secret}

    def requests(self) -> list[dict[str, Any]]:
        """The requests it has seen, each with what was signed and how it was judged."""
        return list(self.control("GET", "requests")["requests"])

    def set_faults(self, faults: list[dict[str, Any]]) -> None:
        """Orders faults, as `PUT /_emulator/faults` takes them: `[{"operation": "personal_auth.create_ticket", "fault":
        {"hang": True}}]`."""
        self.control("PUT", "faults", faults)

    def clear_faults(self) -> None:
        """Takes all faults back."""
        self.control("DELETE", "faults")

    def reset(self) -> None:
        """Forgets everything: tickets, requests, nonces, faults."""
        self.control("POST", "reset")

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Any call of the control interface: `emulator.control("GET", "tickets")`."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_emulator/{path}", data, method=method)
        request.add_header("Content-Type", "application/json")
        # It listens on this machine: the system's proxy is none of its business.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=10) as answer:
                text = answer.read()
        except urllib.request.HTTPError as error:
            raise EmulatorError(f"{method} {path}: {error.code} {error.read().decode('utf-8', 'replace')}") from None
        return json.loads(text) if text else None
