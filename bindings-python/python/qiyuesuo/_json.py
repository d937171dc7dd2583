"""JSON as it crosses to the native module: UTF-8, integers exact, nothing that JSON does not have."""

from __future__ import annotations

import json

from . import _errors

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _plain(value: Any) -> Any:
    to_dict = getattr(value, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    if hasattr(value, "keys"):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"must not be {type(value).__name__}")


_write = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain
).encode
_decoder = json.JSONDecoder()
_read_quickly = _decoder.raw_decode


def encode(value: Any) -> bytes:
    """The JSON text of a value. Structs, mappings and iterables are written as what they hold.

    Raises ValidationError naming the member that cannot be written.
    """
    try:
        return _write(value).encode()
    except (TypeError, ValueError, RecursionError) as error:
        problem = error
    field = None
    if isinstance(value, dict):
        field = next((str(name) for name, member in value.items() if not _writable(member)), None)
    # What the encoder says can quote the value, which may be personal data; its class is enough.
    why = str(problem) if type(problem) is TypeError else "cannot be written as JSON text"
    raise _errors.ValidationError(f"`{field}` {why}" if field else why, field=field)


def _writable(value: Any) -> bool:
    try:
        _write(value).encode()
    except (TypeError, ValueError, RecursionError):
        return False
    return True


def decode(content: bytes) -> Any:
    """The value of JSON text that the native module has found to be well formed."""
    try:
        # What the core wrote begins with its value.
        return _read_quickly(content.decode())[0]
    except (ValueError, RecursionError):
        pass
    try:
        # What the platform wrote can begin with white space or a byte order mark.
        return _decoder.decode(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        # Python's own limits: nesting, and integers of more than 4,300 digits.
        pass
    raise _errors.InvalidResponseError("the answer is beyond what Python's json module reads")
