"""The log of the native module on its way to Python's `logging`: the logger `qiyuesuo`, silent by default.

A line never holds a secret, a signature, a ticket, personal data or a body.
"""

from __future__ import annotations

import logging

from . import _native

logger = logging.getLogger("qiyuesuo")
# Without a handler of the program's, warnings must not end up on stderr.
logger.addHandler(logging.NullHandler())

_LEVELS = (logging.DEBUG, logging.INFO, logging.WARNING)
_enabled = logger.isEnabledFor
_level = 0


def follow() -> None:
    """Makes the native module keep the lines that the logger wants now, and no others."""
    global _level
    wanted = logging.WARNING if not _enabled(logging.INFO) else next(n for n in _LEVELS if _enabled(n))
    if wanted != _level:
        _level = wanted
        _native.enable_logs(wanted)


def deliver(lines: list[tuple[int, str]]) -> None:
    """Hands lines to the logger."""
    for level, message in lines:
        logger.log(level, "%s", message)
