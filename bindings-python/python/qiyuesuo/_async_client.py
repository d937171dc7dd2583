"""The client for asyncio."""

from __future__ import annotations

import asyncio
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Optional, TypeVar

from . import _logs, _native, _options
from ._generated.families import AsyncFamilies
from ._loop import port_of
from ._shared import BaseClient, download_of, parts_of, raw_of, raw_text, request_text, result_of

if TYPE_CHECKING:
    from typing_extensions import Self

    from ._base import Answer
    from ._files import Files
    from ._generated.request_options import RequestOptions
    from ._native import _Part, _Reply
    from ._raw import Download, RawReply
    from ._shared import Query

    _A = TypeVar("_A", bound=Answer)


class AsyncClient(BaseClient, AsyncFamilies):
    """Calls the platform from coroutines. The same calls as Client, with `await`.

    One client serves any number of event loops (asyncio's and uvloop's) and works in a forked child. Cancelling a task
    drops its request.

        async with AsyncClient() as client:  # from QYS_*
            ticket = await client.personal_auth.create_ticket(user=User("10020033044", "MOBILE"))
    """

    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        json: Any = None,
        files: Optional[Files] = None,
        repeatable: bool = False,
        options: Optional[RequestOptions] = None,
    ) -> RawReply:
        """Calls any endpoint, signed as every call, and answers its whole envelope. Arguments as for
        `Client.request`."""
        text = raw_text(method, path, query, json, "json", repeatable)
        return raw_of(await self._exchange("request", text, await _read(files), options))

    async def download(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        json: Any = None,
        files: Optional[Files] = None,
        repeatable: bool = False,
        options: Optional[RequestOptions] = None,
    ) -> Download:
        """Calls any endpoint whose answer is a file. Arguments as for `Client.request`."""
        text = raw_text(method, path, query, json, "bytes", repeatable)
        return download_of(await self._exchange("request", text, await _read(files), options))

    async def _typed(
        self,
        operation: str,
        members: dict[str, Any],
        kind: type[_A],
        files: Optional[Files],
        options: Optional[RequestOptions],
    ) -> _A:
        parts = None if files is None else await _read(files)
        return result_of(kind, await self._exchange(operation, request_text(members), parts, options))

    async def _exchange(
        self,
        operation: str,
        request: bytes,
        parts: Optional[list[_Part]],
        options: Optional[RequestOptions],
    ) -> _Reply:
        _logs.follow()
        loop = asyncio.get_running_loop()
        port = port_of(loop)
        future: asyncio.Future[_Reply] = loop.create_future()
        text = _options.text(options) if options else None
        number = self._native.submit(port.queue, operation, request, parts, text)
        # The completion is drained by this loop, so it cannot come before this line.
        port.waiting[number] = future
        if _logs.followed():
            port.contexts[number] = copy_context()
        try:
            return await future
        except (asyncio.CancelledError, GeneratorExit):
            # The latter when the coroutine is dropped, as with a loop that was closed under it.
            # The loop may never run again, so its port must not keep the future, which keeps the loop.
            waited = port.waiting.pop(number, None)
            if waited is not None and self._on_attempt is not None:
                # An attempt may end while the call is on its way to its end, which has not come yet.
                port.cancelled[number] = self._after_call
            _native.cancel(number)
            raise
        finally:
            if self._on_attempt is not None:
                self._after_call(number)

    def close(self) -> None:
        """Ends the client: its calls in flight end with CancelledError, later ones with ConfigurationError. May be
        called twice."""
        self._native.close()

    async def aclose(self) -> None:
        """The same as `close`, which does not block."""
        self._native.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._native.close()


async def _read(files: Optional[Files]) -> Optional[list[_Part]]:
    """The files; they are read by a thread, since disks block."""
    if files is None:
        return None
    return await asyncio.get_running_loop().run_in_executor(None, parts_of, files)
