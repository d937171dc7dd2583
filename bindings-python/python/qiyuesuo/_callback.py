"""What a callback is in Python, and how a framework's form reaches the core. `callback` is the public face."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Sequence, Union

from . import _json, _native
from ._base import Frozen, _put, masked
from ._generated.callback_event import CallbackAuthenticity, CallbackFields, CallbackType

#: A form (a mapping, a framework's multi-dict, or pairs), or the raw body of the request.
Form = Union[Mapping[str, Any], Iterable[tuple[str, str]], bytes, bytearray, memoryview, str]


class CallbackReply(Frozen):
    """What the platform wants to hear: HTTP status, media type and body."""

    __slots__ = ("body", "content_type", "status")
    status: int
    content_type: str
    body: str

    def __init__(self, status: int, content_type: str, body: str) -> None:
        _put(self, "status", status)
        _put(self, "content_type", content_type)
        _put(self, "body", body)

    def __repr__(self) -> str:
        return f"CallbackReply({self.status}, {self.content_type!r}, {self.body!r})"


class CallbackEvent(CallbackFields, Frozen):
    """What the platform reports. Its fields are hidden in `repr`.

    Attributes:
        type: what it is about: `contract`, `personal_auth` and so on, see `CallbackType`.
        authenticity: what is proven, see `CallbackAuthenticity`.
        fields: the platform's fields; from a form they are all strings. What `authenticity` says is said of these, and of
            nothing else; `timestamp_only` does not cover them.
        own_parameters: parameters beside them, such as those of your own callback address. Nothing proves who wrote them.
        fingerprint: 64 hexadecimal digits that stand for this callback as it was sent, for a memory that several processes
            share (such as Redis with `SET NX EX`).
        repeated: whether it was received before, within `remember`.
    """

    __slots__ = ("_reply", "authenticity", "fields", "fingerprint", "own_parameters", "repeated", "type")
    type: CallbackType
    authenticity: CallbackAuthenticity
    fields: Mapping[str, Any]
    own_parameters: Mapping[str, str]
    fingerprint: str
    repeated: bool
    _reply: CallbackReply

    def __init__(
        self,
        type: str,
        authenticity: str,
        fields: Mapping[str, Any],
        reply: CallbackReply,
        own_parameters: Mapping[str, str],
        fingerprint: str,
        repeated: bool,
    ) -> None:
        _put(self, "type", type)
        _put(self, "authenticity", authenticity)
        _put(self, "fields", fields)
        _put(self, "_reply", reply)
        _put(self, "own_parameters", own_parameters)
        _put(self, "fingerprint", fingerprint)
        _put(self, "repeated", repeated)

    def text(self, name: str) -> Optional[str]:
        """A field as text; a number as its digits."""
        value = self.fields.get(name)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return str(value)
        return value if isinstance(value, str) else None

    def reply(self) -> CallbackReply:
        """What the platform wants to hear for this type. Anything else, and it repeats the callback."""
        return self._reply

    def __repr__(self) -> str:
        return f"CallbackEvent(type={self.type!r}, authenticity={self.authenticity!r}, fields={masked(self.fields)})"


def read(
    form: Optional[Form],
    query: Optional[Union[str, bytes]],
    keys: Union[str, Sequence[str]],
    options: Mapping[str, Any],
) -> CallbackEvent:
    """Reads a callback; an option that is None is not given."""
    given: dict[str, Any] = {"keys": _plain(keys)}
    given["options"] = {name: value for name, value in options.items() if value is not None}
    if form is None or isinstance(form, (str, bytes, bytearray, memoryview)):
        given["body"] = _text(form) if form is not None else ""
        given["query"] = _text(query) if query is not None else None
    elif query is not None:
        raise TypeError("`query` goes with a raw body; a form has the parameters already")
    else:
        given["form"] = _form(form)
    event = _json.decode(_native.callback_parse(_json.encode(given)).encode())
    return CallbackEvent(reply=CallbackReply(**event.pop("reply")), **event)


def _text(raw: Union[str, bytes, bytearray, memoryview]) -> str:
    # The body is read as a form, in which every byte that is not ASCII is escaped.
    return (raw if isinstance(raw, str) else bytes(raw).decode("utf-8", "replace")).encode("utf-8", "replace").decode()


def _form(form: Any) -> Any:
    """A form as pairs. What its values may be, the core says."""
    if hasattr(form, "multi_items"):  # Starlette
        form = form.multi_items()
    elif hasattr(form, "lists"):  # Django, Werkzeug
        form = form.lists()
    elif hasattr(form, "items"):
        form = form.items()
    elif not hasattr(form, "__iter__"):
        return _plain(form)
    return [_plain(pair) for pair in form]


def _plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON has it; an object, which the core refuses by name, for what JSON does not have."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else {}
    if isinstance(value, (bytes, bytearray, memoryview)):
        try:
            return bytes(value).decode()
        except UnicodeDecodeError:
            return {}
    if isinstance(value, str):
        # Half of a surrogate pair is no text.
        return {} if any("\ud800" <= c <= "\udfff" for c in value) else str(value)
    if isinstance(value, (list, tuple)) and depth < 3:
        # What is nested deeper has no meaning in a form.
        return [_plain(one, depth + 1) for one in value]
    return {}
