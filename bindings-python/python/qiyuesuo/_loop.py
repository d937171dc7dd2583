"""Completions of submitted calls on their way to the event loop that waits for them."""

from __future__ import annotations

import asyncio
import os
import threading
from contextvars import Context
from typing import TYPE_CHECKING, Any, Callable
from weakref import WeakKeyDictionary, ref

from . import _logs, _native

if TYPE_CHECKING:
    from ._native import _Reply


class Port:
    """The calls of one event loop. Everything but the draining thread happens in the loop."""

    __slots__ = ("__weakref__", "_loop", "_pid", "cancelled", "contexts", "queue", "waiting")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.queue = _native.Queue()
        self.waiting: dict[int, asyncio.Future[_Reply]] = {}
        # What a call logs is logged as by its caller. Kept until the call has completed, also when it was cancelled.
        self.contexts: dict[int, Context] = {}
        # What tells of attempts of calls that were cancelled, until they have completed.
        self.cancelled: dict[int, Callable[[int], None]] = {}
        # The loop holds the port; a port that held the loop would keep both for ever.
        self._loop = ref(loop)
        self._pid = os.getpid()
        try:
            # In no context of anybody's: this one serves all calls of the loop.
            Context().run(loop.add_reader, self.queue.fileno(), self._drain)
        except NotImplementedError:
            # Windows: its default loop watches no sockets.
            threading.Thread(target=_carry, args=(ref(self), self.queue), name="qiyuesuo-loop", daemon=True).start()

    def _drain(self) -> None:
        self._settle(*self.queue.drain())

    def _settle(self, completions: list[tuple[int, Any]], lines: list[tuple[int, str, int]]) -> None:
        try:
            if lines:
                _logs.deliver(lines, self.contexts)
            if _logs.followed():
                # What this thread caused outside a call, such as opening a client.
                _logs.deliver(_native.take_logs())
        finally:
            # Whatever a handler of the program raises: nobody else would ever end these calls.
            self._end(completions)

    def _end(self, completions: list[tuple[int, Any]]) -> None:
        for number, outcome in completions:
            self.contexts.pop(number, None)
            future = self.waiting.pop(number, None)
            told = self.cancelled.pop(number, None)
            if told is not None:
                told(number)
            # A cancelled call completes too, and nobody waits for it any more.
            if future is not None and not future.done():
                if type(outcome) is tuple:
                    future.set_result(outcome)
                else:
                    future.set_exception(outcome)

    def __del__(self) -> None:
        # The lock of an inherited queue may be held by a thread that does not exist here.
        if self._pid == os.getpid():
            self.queue.end()


def _carry(port: ref[Port], queue: _native.Queue) -> None:
    """Drains by waiting, for loops that watch no sockets; ends with the port or its loop."""
    while True:
        batch = queue.drain(timeout=1.0)
        held = port()
        loop = held._loop() if held is not None else None
        if held is None or loop is None or loop.is_closed():
            return
        if batch[0] or batch[1]:
            try:
                loop.call_soon_threadsafe(held._settle, *batch)
            except RuntimeError:
                return
        del held, loop


_ports: WeakKeyDictionary[asyncio.AbstractEventLoop, Port] = WeakKeyDictionary()


def port_of(loop: asyncio.AbstractEventLoop) -> Port:
    """The port of the running loop, made at its first call."""
    port = _ports.get(loop)
    if port is None:
        # Calls that a loop was closed under keep it through their futures, and nobody will ever end them.
        for other in list(_ports):
            if other.is_closed():
                _ports.pop(other, None)
        port = _ports[loop] = Port(loop)
    return port


def _after_fork() -> None:
    """A child takes none of its parent's completions."""
    _ports.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
