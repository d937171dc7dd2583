"""What the classes of `qiyuesuo.compat` stand on."""

from __future__ import annotations

from typing import Any, ClassVar


class Bean:
    """Members under the platform's names: in the order of the class, by keyword, as attributes, or by `set_...`."""

    _members: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *values: Any, **named: Any) -> None:
        if len(values) > len(self._members):
            raise TypeError(f"{type(self).__name__} takes at most {len(self._members)} values")
        for name in self._members:
            object.__setattr__(self, name, None)
        for name, value in {**dict(zip(self._members, values)), **named}.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._members:
            raise AttributeError(f"{type(self).__name__} has no member {name!r}; it has {', '.join(self._members)}")
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        prefix, _, member = name.partition("_")
        if member in self._members:
            if prefix == "set":
                return lambda value: setattr(self, member, value)
            if prefix == "get":
                return lambda: getattr(self, member)
        raise AttributeError(f"{type(self).__name__} has no member {name!r}; it has {', '.join(self._members)}")

    def to_dict(self) -> dict[str, Any]:
        """The members that are set."""
        return {name: getattr(self, name) for name in self._members if getattr(self, name) is not None}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}=***' for name in self.to_dict())})"


class Request(Bean):
    """A request. A class of your own that names `method`, `path` and its members reaches any other endpoint."""

    method: ClassVar[str] = "POST"
    path: ClassVar[str]
    #: How the members travel: `json`, `query` or `multipart`.
    encoding: ClassVar[str] = "json"
    #: Whether the call may be repeated after it may have reached the platform. Never, unless a class says so.
    repeatable: ClassVar[bool] = False
    #: The members that are files, in a multipart request.
    files: ClassVar[tuple[str, ...]] = ("license",)
