"""A server of a few lines that answers every request with a ticket, when it wants to."""

from __future__ import annotations

import socket
import threading
import time
from typing import Callable, Optional

BODY = b'{"code":0,"message":"SUCCESS","result":{"ticket":"t-1"}}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)


class Server:
    """Answers at once, after `delay` seconds, once `gate` is set, or (`hang`) never.

    Counts requests, connections, and connections that the client closed.
    """

    def __init__(
        self, *, delay: float = 0, hang: bool = False, gate: Optional[threading.Event] = None, answer: bytes = HEAD + BODY
    ) -> None:
        self._delay, self._hang, self._gate, self._answer = delay, hang, gate, answer
        self.requests = 0
        self.connections = 0
        self.closed = 0
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def options(self) -> dict[str, object]:
        return {"base_url": self.url, "app_token": "token", "app_secret": "secret", "max_retries": 0}

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, connection.makefile("rb") as stream:
            try:
                while self._one(connection, stream):
                    pass
            except OSError:
                pass
        with self._lock:
            self.closed += 1

    def _one(self, connection: socket.socket, stream: object) -> bool:
        length = 0
        while True:
            line = stream.readline()  # type: ignore[attr-defined]
            if not line:
                return False
            if line == b"\r\n":
                break
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        stream.read(length)  # type: ignore[attr-defined]
        with self._lock:
            self.requests += 1
        if self._hang:
            return True
        if self._gate is not None:
            self._gate.wait(30)
        if self._delay:
            time.sleep(self._delay)
        connection.sendall(self._answer)
        return True


def soon(what: str, condition: Callable[[], bool], seconds: float = 10) -> None:
    """Waits for what must come true soon."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"never came true: {what}"
        time.sleep(0.005)
