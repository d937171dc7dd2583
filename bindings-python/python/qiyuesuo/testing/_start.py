"""The start of a process whose first line says, as JSON, where it listens."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections import deque
from typing import IO, Any, Optional

# How long what an ended process has said may take to arrive. A child of its that lives on may keep the pipes open.
_LAST_WORDS = 1.0


class NotStarted(Exception):
    """The process said something else or nothing, and was ended."""


class _Said:
    """What a process says. It is read to its end, so that no pipe is ever full, and the last lines are kept."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        # The lines of stdout; an empty one when it has ended.
        self._first: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._lines: deque[str] = deque(maxlen=50)
        assert process.stdout is not None and process.stderr is not None
        self._threads = [self._reader(process.stdout, self._first), self._reader(process.stderr, None)]

    def _reader(self, stream: IO[str], first: Optional[queue.SimpleQueue[str]]) -> threading.Thread:
        def read() -> None:
            wanted = first
            with stream:
                for line in stream:
                    self._lines.append(line)
                    if wanted is not None:
                        wanted.put(line)
                        wanted = None
            if wanted is not None:
                wanted.put("")

        thread = threading.Thread(target=read, name="qys-emulator", daemon=True)
        thread.start()
        return thread

    def first(self, seconds: float) -> Optional[str]:
        try:
            return self._first.get(timeout=seconds)
        except queue.Empty:
            return None

    def all(self) -> str:
        for thread in self._threads:
            thread.join(_LAST_WORDS)
        return "".join(list(self._lines)).strip() or "it said nothing"


def start(command: list[str], seconds: float) -> tuple[subprocess.Popen[str], dict[str, Any]]:
    """The process, and what its first line says, which may take so many seconds."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, encoding="utf-8", errors="replace")
    said = _Said(process)
    try:
        line = said.first(seconds)
        told = json.loads(line) if line else None
        if isinstance(told, dict) and "url" in told:
            return process, told
    except ValueError:
        pass
    except BaseException:
        _end(process, 0)
        raise
    # One that has closed its output is ending by itself, and its exit status tells more than that it was killed.
    status = _end(process, _LAST_WORDS if line == "" else 0)
    how = f"ended with {status}" if line == "" else "was ended"
    if line is None:
        raise NotStarted(f"did not say where it listens within {seconds:g} s and {how}: {said.all()}")
    raise NotStarted(f"did not start and {how}: {said.all()}")


def _end(process: subprocess.Popen[str], patience: float) -> int:
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
