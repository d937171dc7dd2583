"""What the generated types stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Mapping, Optional, TypeVar, Union

from . import _native
from ._headers import joined

if TYPE_CHECKING:
    from ._native import _Reply

_F = TypeVar("_F", bound="Frozen")
_S = TypeVar("_S", bound="Struct")
_A = TypeVar("_A", bound="Answer")
_O = TypeVar("_O", bound="OpenResult")
_R = TypeVar("_R", bound="Result")
_T = TypeVar("_T", bound="TicketResult")

_put = object.__setattr__


def masked(value: Any) -> str:
    """The shape of a value without the value: requests and results hold personal data. Booleans are shown."""
    if isinstance(value, (bool, Frozen)) or value is None:
        return repr(value)
    if hasattr(value, "items"):
        return "{" + ", ".join(f"{name!r}: {masked(member)}" for name, member in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(masked, value)) + "]"
    return "'***'"


class Frozen:
    """An object that cannot be changed, and is pickled by its slots."""

    __slots__ = ()

    @classmethod
    def _names(cls) -> list[str]:
        return [name for base in reversed(cls.__mro__) for name in base.__dict__.get("__slots__", ())]

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} cannot be changed")

    def __reduce__(self) -> Any:
        state = {name: getattr(self, name) for name in self._names() if hasattr(self, name)}
        return _restored, (type(self), state)

    def __copy__(self: _F) -> _F:
        return self


def _restored(cls: type[_F], state: dict[str, Any]) -> _F:
    self = cls.__new__(cls)
    for name, value in state.items():
        _put(self, name, value)
    return self


def _read(self: Union[Struct, Result], members: Mapping[str, Any]) -> None:
    for name, wire in self._wire.items():
        value = members.get(wire)
        struct = self._nested.get(name)
        if struct is not None and value is not None:
            value = [struct._from_dict(item) for item in value] if isinstance(value, list) else struct._from_dict(value)
        _put(self, name, value)
    _put(self, "extra", members.get("extra") or {})


def _fill(self: Union[Struct, Result], values: tuple[Any, ...], extra: Optional[Mapping[str, Any]]) -> None:
    for name, value in zip(self._wire, values):
        _put(self, name, value)
    _put(self, "extra", {} if extra is None else extra)


def _written(self: Union[Struct, Result]) -> dict[str, Any]:
    members = {wire: getattr(self, name) for name, wire in self._wire.items()}
    return {**{wire: _plain(value) for wire, value in members.items() if value is not None}, **self.extra}


class Struct(Frozen):
    """A part of a request or a result, such as a User. It cannot be changed, compares by value, and hides its values in
    `repr`.

    Attributes:
        extra: in a result, members the platform sent beside the declared ones, or of another type than declared. In a
            request they are sent with the others, which wants the option `validation="lenient"`.
    """

    __slots__ = ("extra",)
    _wire: ClassVar[Mapping[str, str]] = {}
    _nested: ClassVar[Mapping[str, type[Struct]]] = {}
    extra: Mapping[str, Any]

    def _set(self, values: tuple[Any, ...], extra: Optional[Mapping[str, Any]]) -> None:
        _fill(self, values, extra)

    def to_dict(self) -> dict[str, Any]:
        """The members that are set, under the platform's names."""
        return _written(self)

    @classmethod
    def _from_dict(cls: type[_S], members: Any) -> _S:
        self = cls.__new__(cls)
        _read(self, members if isinstance(members, dict) else {})
        return self

    def _values(self) -> tuple[Any, ...]:
        return tuple(getattr(self, name) for name in self._wire)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self._values() == other._values() and self.extra == other.extra

    def __hash__(self) -> int:
        return hash((type(self), self._values()))

    def __repr__(self) -> str:
        set_ = [(name, getattr(self, name)) for name in self._wire]
        set_ += [("extra", self.extra or None)]
        return f"{type(self).__name__}({', '.join(f'{n}={masked(v)}' for n, v in set_ if v is not None)})"


def _plain(value: Any) -> Any:
    if isinstance(value, Struct):
        return value.to_dict()
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


class ResponseInfo(Frozen):
    """What is known of an answer beside its content.

    Attributes:
        http_status: HTTP status.
        attempts: how many attempts the call took.
        elapsed_ms: how long the call took, all attempts and waits included, in milliseconds.
        request_id: the id that the answer gives to the request, for questions to the platform's support: `X-Request-Id`,
            or else `X-Trace-Id`, `X-B3-TraceId` or `EagleEye-TraceId`. Whether the platform sends one is unknown.
        headers: headers of the answer, without cookies; names in lower case.
    """

    __slots__ = ("attempts", "elapsed_ms", "headers", "http_status", "request_id")
    http_status: int
    attempts: int
    elapsed_ms: float
    request_id: Optional[str]
    headers: Mapping[str, str]

    def __init__(
        self,
        *,
        http_status: int = 200,
        attempts: int = 1,
        elapsed_ms: float = 0.0,
        request_id: Optional[str] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> None:
        _put(self, "http_status", http_status)
        _put(self, "attempts", attempts)
        _put(self, "elapsed_ms", elapsed_ms)
        _put(self, "request_id", request_id)
        _put(self, "headers", {} if headers is None else headers)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, ResponseInfo):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    # Headers are a dictionary.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return (
            f"ResponseInfo(http_status={self.http_status}, attempts={self.attempts}, elapsed_ms={self.elapsed_ms},"
            f" request_id={self.request_id!r}, headers={sorted(self.headers)})"
        )


class Answer(Frozen):
    """What every answer has beside its content."""

    __slots__ = ("_response",)
    _response: Any

    @classmethod
    def _from_reply(cls: type[_A], content: Any, reply: _Reply) -> _A:
        raise NotImplementedError

    def _made(self, response: Optional[ResponseInfo]) -> None:
        """By a test."""
        _put(self, "_response", ResponseInfo() if response is None else response)

    def _answered(self: _A, reply: _Reply) -> _A:
        # Read when somebody asks for it.
        _put(self, "_response", reply[1:])
        return self

    @property
    def response(self) -> ResponseInfo:
        """HTTP status and headers of the answer, its request id, and what the call took."""
        info = self._response
        if type(info) is tuple:
            http_status, attempts, elapsed_ms, _plugin, request_id, lines = info
            info = ResponseInfo(
                http_status=http_status,
                attempts=attempts,
                elapsed_ms=elapsed_ms,
                request_id=request_id,
                headers=joined(line.split(": ", 1) for line in lines.split("\n")[:-1]),
            )
            _put(self, "_response", info)
        return info  # type: ignore[no-any-return]

    @property
    def http_status(self) -> int:
        """HTTP status of the answer."""
        return self.response.http_status

    @property
    def attempts(self) -> int:
        """How many attempts the call took."""
        return self.response.attempts


class Result(Answer):
    """What the platform answered. It cannot be changed, compares by its members, and hides them in `repr`.

    Calls make it; tests can too, with keywords: its members, `extra` and `response`.

    Attributes:
        extra: members the platform sent beside the declared ones, or of another type than declared, under its names.
    """

    __slots__ = ("extra",)
    _wire: ClassVar[Mapping[str, str]] = {}
    _nested: ClassVar[Mapping[str, type[Struct]]] = {}
    extra: Mapping[str, Any]

    def _set(
        self, values: tuple[Any, ...], extra: Optional[Mapping[str, Any]], response: Optional[ResponseInfo]
    ) -> None:
        _fill(self, values, extra)
        self._made(response)

    @classmethod
    def _from_reply(cls: type[_R], content: Any, reply: _Reply) -> _R:
        self = cls.__new__(cls)
        _read(self, content)
        return self._answered(reply)

    def to_dict(self) -> dict[str, Any]:
        """The members the platform sent, under its names, `extra` included."""
        return _written(self)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.to_dict() == other.to_dict()

    # Members can be lists and objects.
    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = [f"{name}={masked(getattr(self, name))}" for name in self._wire if getattr(self, name) is not None]
        if self.extra:
            shown.append(f"extra={masked(self.extra)}")
        shown += [f"http_status={self.http_status}", f"attempts={self.attempts}"]
        return f"{type(self).__name__}({', '.join(shown)})"


class OpenResult(Answer):
    """A result whose shape is unknown. It cannot be changed, compares by its data, and hides them in `repr`. When the
    shape becomes known, members come beside `data`.

    Calls make it; tests can too.

    Attributes:
        data: the result as the platform sent it, read as Python's `json` reads it; None if it sent none.
    """

    __slots__ = ("data",)
    data: Any

    def __init__(self, data: Any, *, response: Optional[ResponseInfo] = None) -> None:
        _put(self, "data", data)
        self._made(response)

    @classmethod
    def _from_reply(cls: type[_O], content: Any, reply: _Reply) -> _O:
        return cls(content)._answered(reply)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(self.data == other.data)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        shown = f"data={masked(self.data)}, http_status={self.http_status}, attempts={self.attempts}"
        return f"{type(self).__name__}({shown})"


class TicketResult(Result):
    """A ticket for the mini-program plugin.

    One that a test makes takes `plugin` too: the page and the environment that `plugin_url` tells, such as
    `("personal-auth", "com")`.
    """

    __slots__ = ("_plugin",)
    _plugin: Optional[tuple[str, str]]
    ticket: str

    def _set_plugin(self, plugin: Optional[tuple[str, str]]) -> None:
        _put(self, "_plugin", plugin)

    @classmethod
    def _from_reply(cls: type[_T], content: Any, reply: _Reply) -> _T:
        self = super()._from_reply(content, reply)
        _put(self, "_plugin", reply[4])
        return self

    def plugin_url(self, has_callback: bool = True) -> Optional[str]:
        """The address with which a mini-program opens the plugin for this ticket, for `wx.navigateTo`.

        `has_callback` says that the page listens to the plugin's events. None for a ticket that no page of the
        plugin is documented for.
        """
        if self._plugin is None:
            return None
        page, env = self._plugin
        return _native.plugin_url(self.ticket, page, env, has_callback)
