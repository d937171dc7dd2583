"""What the generated families stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Protocol, TypeVar

if TYPE_CHECKING:
    from ._base import Answer
    from ._files import Files
    from ._generated.request_options import RequestOptions

    _A = TypeVar("_A", bound=Answer)


class Caller(Protocol):
    """What a family needs of its client."""

    def _typed(
        self,
        operation: str,
        members: dict[str, Any],
        kind: type[_A],
        files: Optional[Files],
        options: Optional[RequestOptions],
    ) -> _A: ...


class AsyncCaller(Protocol):
    """What a family of coroutines needs of its client."""

    async def _typed(
        self,
        operation: str,
        members: dict[str, Any],
        kind: type[_A],
        files: Optional[Files],
        options: Optional[RequestOptions],
    ) -> _A: ...


class Resource:
    """A family of operations of a Client."""

    __slots__ = ("_client",)

    def __init__(self, client: Caller) -> None:
        self._client = client

    def _call(
        self,
        operation: str,
        members: dict[str, Any],
        result: type[_A],
        *,
        files: Optional[Files] = None,
        options: Optional[RequestOptions] = None,
    ) -> _A:
        return self._client._typed(operation, members, result, files, options)


class AsyncResource:
    """A family of operations of an AsyncClient."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncCaller) -> None:
        self._client = client

    async def _call(
        self,
        operation: str,
        members: dict[str, Any],
        result: type[_A],
        *,
        files: Optional[Files] = None,
        options: Optional[RequestOptions] = None,
    ) -> _A:
        return await self._client._typed(operation, members, result, files, options)
