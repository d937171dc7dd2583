"""What the generated types stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Mapping, Optional, TypeVar, Union

from . import _native

if TYPE_CHECKING:
    from ._native import _Reply

_F = TypeVar("_F", bound="Frozen")
_S = TypeVar("_S", bound="Struct")
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
    """An object that cannot be changed, compared and pickled by its slots."""

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


class Result(Frozen):
    """What the platform answered. It cannot be changed, compares by its members, and hides them in `repr`.

    Calls make it; tests can too, with keywords: its members, `extra`, `http_status` and `attempts`.

    Attributes:
        extra: members the platform sent beside the declared ones, or of another type than declared, under its names.
        http_status: HTTP status of the answer.
        attempts: how many attempts the call took.
    """

    __slots__ = ("attempts", "extra", "http_status")
    _wire: ClassVar[Mapping[str, str]] = {}
    _nested: ClassVar[Mapping[str, type[Struct]]] = {}
    extra: Mapping[str, Any]
    http_status: int
    attempts: int

    def _set(
        self, values: tuple[Any, ...], extra: Optional[Mapping[str, Any]], http_status: int, attempts: int
    ) -> None:
        _fill(self, values, extra)
        _put(self, "http_status", http_status)
        _put(self, "attempts", attempts)

    @classmethod
    def _from_reply(cls: type[_R], members: dict[str, Any], reply: _Reply) -> _R:
        self = cls.__new__(cls)
        _read(self, members)
        _put(self, "http_status", reply[1])
        _put(self, "attempts", reply[2])
        return self

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
    def _from_reply(cls: type[_T], members: dict[str, Any], reply: _Reply) -> _T:
        self = super()._from_reply(members, reply)
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
