"""Answers to raw requests."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Optional, Union

from ._base import Answer, _put, masked

if TYPE_CHECKING:
    from ._base import ResponseInfo
    from ._native import _Reply


class RawReply(Answer):
    """The answer to `client.request(...)`. Its members are hidden in `repr`.

    Attributes:
        data: the whole envelope, as Python's `json` reads it; integers are exact.
    """

    __slots__ = ("data",)
    data: Any

    def __init__(self, data: Any, *, response: Optional[ResponseInfo] = None) -> None:
        _put(self, "data", data)
        self._made(response)

    @classmethod
    def _from_reply(cls, content: Any, reply: _Reply) -> RawReply:
        return cls(content)._answered(reply)

    @property
    def result(self) -> Any:
        """The `result` of the envelope, or None."""
        return self.data.get("result") if isinstance(self.data, dict) else None

    def __eq__(self, other: object) -> bool:
        return self.data == other.data if isinstance(other, RawReply) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"RawReply(data={masked(self.data)}, http_status={self.http_status}, attempts={self.attempts})"


class Download(Answer):
    """A file that the platform answered: to `client.download(...)`, or to a call of a family.

    Attributes:
        content: the bytes.
        content_type: media type, as sent.
        filename: file name without any folder, if the platform gave one.
    """

    __slots__ = ("content", "content_type", "filename")
    content: bytes
    content_type: Optional[str]
    filename: Optional[str]

    def __init__(
        self,
        content: bytes,
        content_type: Optional[str] = None,
        filename: Optional[str] = None,
        *,
        response: Optional[ResponseInfo] = None,
    ) -> None:
        _put(self, "content", content)
        _put(self, "content_type", content_type)
        _put(self, "filename", filename)
        self._made(response)

    @classmethod
    def _from_reply(cls, content: Any, reply: _Reply) -> Download:
        return cls(*content)._answered(reply)

    def save(self, path: Union[str, os.PathLike[str]]) -> None:
        """Writes the bytes to a file."""
        with open(path, "wb") as file:
            file.write(self.content)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Download):
            return NotImplemented
        return (self.content, self.content_type, self.filename) == (other.content, other.content_type, other.filename)

    def __hash__(self) -> int:
        return hash((self.content, self.content_type, self.filename))

    def __repr__(self) -> str:
        return f"Download({len(self.content)} bytes, content_type={self.content_type!r})"
