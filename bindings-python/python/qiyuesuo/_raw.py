"""Answers to raw requests."""

from __future__ import annotations

import os
from typing import Any, Optional, Union

from ._base import Frozen, _put, masked


class RawReply(Frozen):
    """The answer to `client.request(...)`. Its members are hidden in `repr`.

    Attributes:
        data: the whole envelope, as Python's `json` reads it; integers are exact.
        http_status: HTTP status of the answer.
        attempts: how many attempts the call took.
    """

    __slots__ = ("attempts", "data", "http_status")
    data: Any
    http_status: int
    attempts: int

    def __init__(self, data: Any, http_status: int = 200, attempts: int = 1) -> None:
        _put(self, "data", data)
        _put(self, "http_status", http_status)
        _put(self, "attempts", attempts)

    @property
    def result(self) -> Any:
        """The `result` of the envelope, or None."""
        return self.data.get("result") if isinstance(self.data, dict) else None

    def __eq__(self, other: object) -> bool:
        return self.data == other.data if isinstance(other, RawReply) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"RawReply(data={masked(self.data)}, http_status={self.http_status}, attempts={self.attempts})"


class Download(Frozen):
    """The answer to `client.download(...)`.

    Attributes:
        content: the bytes.
        content_type: media type, as sent.
        filename: file name without any folder, if the platform gave one.
        http_status: HTTP status of the answer.
        attempts: how many attempts the call took.
    """

    __slots__ = ("attempts", "content", "content_type", "filename", "http_status")
    content: bytes
    content_type: Optional[str]
    filename: Optional[str]
    http_status: int
    attempts: int

    def __init__(
        self,
        content: bytes,
        content_type: Optional[str] = None,
        filename: Optional[str] = None,
        http_status: int = 200,
        attempts: int = 1,
    ) -> None:
        _put(self, "content", content)
        _put(self, "content_type", content_type)
        _put(self, "filename", filename)
        _put(self, "http_status", http_status)
        _put(self, "attempts", attempts)

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
