"""What the generated families stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional, Protocol, TypeVar, overload

if TYPE_CHECKING:
    from ._base import Result
    from ._files import File, Files
    from ._generated.request_options import RequestOptions

    _R = TypeVar("_R", bound=Result)


class Caller(Protocol):
    """What a family needs of its client."""

    def _typed(
        self,
        operation: str,
        members: dict[str, Any],
        kind: Optional[type[Result]],
        files: Optional[Files],
        options: Optional[RequestOptions],
    ) -> Any: ...


class AsyncCaller(Protocol):
    """What a family of coroutines needs of its client."""

    async def _typed(
        self,
        operation: str,
        members: dict[str, Any],
        kind: Optional[type[Result]],
        files: Optional[Files],
        options: Optional[RequestOptions],
    ) -> Any: ...


class Resource:
    """A family of operations of a Client."""

    __slots__ = ("_client",)

    def __init__(self, client: Caller) -> None:
        self._client = client

    @overload
    def _call(
        self,
        operation: str,
        members: dict[str, Any],
        result: type[_R],
        *,
        files: Optional[Mapping[str, Optional[File]]] = None,
        options: Optional[RequestOptions] = None,
    ) -> _R: ...

    @overload
    def _call(
        self,
        operation: str,
        members: dict[str, Any],
        result: None,
        *,
        files: Optional[Mapping[str, Optional[File]]] = None,
        options: Optional[RequestOptions] = None,
    ) -> Any: ...

    def _call(
        self,
        operation: str,
        members: dict[str, Any],
        result: Optional[type[Result]],
        *,
        files: Optional[Mapping[str, Optional[File]]] = None,
        options: Optional[RequestOptions] = None,
    ) -> Any:
        return self._client._typed(operation, members, result, files, options)


class AsyncResource:
    """A family of operations of an AsyncClient."""

    __slots__ = ("_client",)

    def __init__(self, client: AsyncCaller) -> None:
        self._client = client

    @overload
    async def _call(
        self,
        operation: str,
        members: dict[str, Any],
        result: type[_R],
        *,
        files: Optional[Mapping[str, Optional[File]]] = None,
        options: Optional[RequestOptions] = None,
    ) -> _R: ...

    @overload
    async def _call(
        self,
        operation: str,
        members: dict[str, Any],
        result: None,
        *,
        files: Optional[Mapping[str, Optional[File]]] = None,
        options: Optional[RequestOptions] = None,
    ) -> Any: ...

    async def _call(
        self,
        operation: str,
        members: dict[str, Any],
        result: Optional[type[Result]],
        *,
        files: Optional[Mapping[str, Optional[File]]] = None,
        options: Optional[RequestOptions] = None,
    ) -> Any:
        return await self._client._typed(operation, members, result, files, options)
