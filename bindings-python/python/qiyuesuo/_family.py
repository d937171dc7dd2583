"""What makes a family of a client when it is first asked for, and once."""

from __future__ import annotations

import sys

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING or sys.version_info >= (3, 12):
    from functools import cached_property as family
else:

    class family:
        """functools' cached_property as it is from 3.12 on. Until then it takes a lock, which a forked child would wait
        for without end when another thread of its parent held it."""

        def __init__(self, made: Any) -> None:
            self._made = made
            self._name = made.__name__
            self.__doc__ = made.__doc__

        def __get__(self, client: Any, owner: type) -> Any:
            if client is None:
                return self
            found = client.__dict__[self._name] = self._made(client)
            return found


__all__ = ["family"]
