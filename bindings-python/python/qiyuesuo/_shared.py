"""What Client and AsyncClient have in common."""

from __future__ import annotations

import atexit
import os

from . import _errors, _json, _logs, _native, _options
from ._generated.client_options import ClientOptions

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Mapping, Optional, TypeVar, Union

    from typing_extensions import Self, Unpack

    from ._attempt import Attempt
    from ._base import Answer
    from ._files import Files
    from ._generated.request_options import RequestOptions
    from ._native import _Part, _Reply
    from ._raw import Download, RawReply

    _A = TypeVar("_A", bound=Answer)
    Query = Union[Mapping[str, Any], Iterable[tuple[str, Any]]]

# Threads that are blocked in a call must not take an interpreter that is about to go.
atexit.register(_native.shut_down)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_native.after_fork)


class BaseClient(ClientOptions):
    """What a client of either kind is made of."""

    _native: _native.Bridge
    _on_attempt: Optional[Callable[[Attempt], object]]

    def _open(self, options: dict[str, Any], on_attempt: Optional[Callable[[Attempt], object]]) -> None:
        self._native = _native.Bridge(_options.text(options), on_attempt is not None)
        self._on_attempt = on_attempt
        _logs.follow()

    def with_options(self, **options: Unpack[RequestOptions]) -> Self:
        """A second client on the same connections with some options changed, also with another customer's
        credentials. Cheap. Closing either leaves the other open.

        Raises:
            ConfigurationError: an option is wrong, or belongs to the connections themselves.
        """
        view = type(self).__new__(type(self))
        view._native = self._native.with_options(_options.text(options))
        view._on_attempt = self._on_attempt
        return view

    def _after_call(self, submitted: Optional[int] = None) -> None:
        """Tells of the attempts of a submitted call, or of this thread's. Only called with `on_attempt`."""
        from ._attempt import Attempt

        assert self._on_attempt is not None
        for values in self._native.take_attempts(submitted):
            try:
                self._on_attempt(Attempt(*values))
            except Exception:
                _logs.logger().exception("on_attempt raised")

    def __repr__(self) -> str:
        return f"<{type(self).__module__.partition('.')[0]}.{type(self).__name__}>"

    def __reduce__(self) -> Any:
        raise TypeError(f"{type(self).__name__} holds credentials and connections: make one where it is needed")


def request_text(members: dict[str, Any]) -> bytes:
    """The JSON text of a typed request: what is None is left out."""
    return _json.encode({name: value for name, value in members.items() if value is not None})


def raw_text(
    method: str, path: str, query: Optional[Query], body: Any, answer: str, repeatable: bool
) -> bytes:
    """The JSON text of a raw request."""
    raw: dict[str, Any] = {"method": method, "path": path, "answer": answer, "repeatable": repeatable}
    if query is not None:
        if isinstance(query, (str, bytes)):
            raise _errors.ValidationError("`query` must be a mapping or pairs, not text", field="query")
        items = getattr(query, "items", None)
        pairs: Iterable[tuple[str, Any]] = query if items is None else items()  # type: ignore[assignment]
        raw["query"] = [(name, _text(value)) for name, value in pairs if value is not None]
    if body is not None:
        raw["json"] = body
    return _json.encode(raw)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def parts_of(files: Optional[Files]) -> Optional[list[_Part]]:
    """The files as the native module takes them."""
    if files is None:
        return None
    from . import _files

    return _files.parts(files)


def result_of(kind: type[_A], reply: _Reply) -> _A:
    """The result of a typed call: JSON, or a file that is a tuple."""
    content: Any = reply[0]
    return kind._from_reply(content if isinstance(content, tuple) else _json.decode(content), reply)


def raw_of(reply: _Reply) -> RawReply:
    """The answer to a raw request."""
    from ._raw import RawReply

    return RawReply._from_reply(_json.decode(reply[0]), reply)  # type: ignore[arg-type]


def download_of(reply: _Reply) -> Download:
    """The answer to a download."""
    from ._raw import Download

    return Download._from_reply(reply[0], reply)
