"""Files that travel with a call."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any, Iterable, Mapping, Optional, Union

from . import _errors

if TYPE_CHECKING:
    from ._native import _Part


class FilePart:
    """A file with its name and media type: `FilePart(data, filename="license.png", content_type="image/png")`.

    `data` is bytes, a path (`os.PathLike`, never a bare text), or a binary file object, which is read when the call is
    made. Without `filename`, that of the path or the file object is used; bytes without one are a text part.
    """

    __slots__ = ("content_type", "data", "filename")

    def __init__(
        self,
        data: Union[bytes, bytearray, memoryview, os.PathLike[str], IO[bytes]],
        *,
        filename: Optional[str] = None,
        content_type: Optional[str] = None,
    ) -> None:
        self.data = data
        self.filename = filename
        self.content_type = content_type

    def __repr__(self) -> str:
        return f"FilePart(content_type={self.content_type!r})"


#: What a call takes as a file: bytes, a path (`os.PathLike`), a binary file object, or a FilePart. Bytes and
#: nameless file objects get the name of their part as file name.
File = Union[bytes, bytearray, memoryview, "os.PathLike[str]", IO[bytes], FilePart]
#: Files by the names of their parts; several of one name are a list, or a pair each.
Files = Union[
    Mapping[str, Union[File, Sequence[File], None]], Iterable[tuple[str, Union[File, Sequence[File], None]]]
]


def parts(files: Files) -> list[_Part]:
    """The files as the native module takes them; those that are None are left out."""
    items = getattr(files, "items", None)
    pairs: Iterable[tuple[str, Any]] = files if items is None else items()  # type: ignore[assignment]
    return [_part(name, file) for name, given in pairs if given is not None for file in _each(given)]


def _each(given: Any) -> Sequence[File]:
    """The files under one name: bytes are a sequence to Python, and one file here."""
    single = isinstance(given, (bytes, bytearray, memoryview, str)) or not isinstance(given, Sequence)
    return [given] if single else given


def _part(name: str, file: File) -> _Part:
    filename: Optional[str] = None
    content_type: Optional[str] = None
    data: Any = file
    if isinstance(file, FilePart):
        filename, content_type, data = file.filename, file.content_type, file.data
    if isinstance(data, str):
        # A text can come from a form, and must not choose a file of this machine.
        raise _errors.ValidationError(
            f"`{name}` is a text: give bytes, an opened file, or a path as `pathlib.Path(...)`", field=name
        )
    if isinstance(data, os.PathLike):
        path = os.fspath(data)
        filename = filename or os.path.basename(path)
        with open(path, "rb") as opened:
            data = opened.read()
    elif not isinstance(data, (bytes, bytearray, memoryview)):
        read = getattr(data, "read", None)
        if read is None:
            raise _errors.ValidationError(f"`{name}` {type(data).__name__} is no file", field=name)
        named = getattr(data, "name", None)
        filename = filename or (os.path.basename(named) if isinstance(named, str) else None)
        data = read()
        if not isinstance(data, bytes):
            raise _errors.ValidationError(f"`{name}` must be opened in binary mode", field=name)
    if filename is None and not isinstance(file, FilePart):
        # A part without a file name is no file to servers.
        filename = name
    return name, filename, content_type, bytes(data)
