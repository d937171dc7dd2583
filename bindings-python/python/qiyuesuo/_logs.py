"""The log of the native module on its way to Python's `logging`: the logger `qiyuesuo`, silent by default.

A line never holds a secret, a signature, a ticket, personal data or a body.
"""

from __future__ import annotations

import sys

from . import _native

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextvars import Context
    from logging import Logger
    from typing import Mapping, Optional

_logger: Optional[Logger] = None
_level = 0


def logger() -> Logger:
    """The logger `qiyuesuo`."""
    global _logger
    if _logger is None:
        import logging

        _logger = logging.getLogger("qiyuesuo")
        # Without a handler of the program's, warnings must not end up on stderr.
        _logger.addHandler(logging.NullHandler())
    return _logger


def follow() -> None:
    """Makes the native module keep the lines that the logger wants now, and no others."""
    global _level
    if _logger is None:
        # A program that has not imported logging reads no log, and importing it takes long.
        if "logging" not in sys.modules:
            return
        logger()
    wanted = 30
    if _logger.isEnabledFor(20):  # type: ignore[union-attr]
        wanted = 10 if _logger.isEnabledFor(10) else 20  # type: ignore[union-attr]
    if wanted != _level:
        _level = wanted
        _native.enable_logs(wanted)


def followed() -> bool:
    """Whether there can be lines at all."""
    return _level > 0


def deliver(lines: list[tuple[int, str, int]], contexts: Optional[Mapping[int, Context]] = None) -> None:
    """Hands lines to the logger, those of a submitted call in the context of its caller."""
    for level, message, number in lines:
        context = contexts.get(number) if contexts is not None else None
        try:
            if context is None:
                logger().log(level, "%s", message)
            else:
                context.run(logger().log, level, "%s", message)
        except Exception:
            # A handler or filter of the program's: a call that has ended must not be lost for its log.
            import logging
            import traceback

            if logging.raiseExceptions:
                traceback.print_exc()
