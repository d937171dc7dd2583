"""The options of a client or a call as JSON text for the native module."""

from __future__ import annotations

import os

from . import _json
from ._generated.client_options import PATHS

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping


def text(options: Mapping[str, Any]) -> bytes:
    """The options that are given, as JSON text."""
    given = {name: value for name, value in options.items() if value is not None}
    for name in PATHS:
        if name in given:
            given[name] = os.fspath(given[name])
    return _json.encode(given)
