"""Headers of answers, as Python holds them."""

from __future__ import annotations

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Iterable, Sequence


def joined(headers: Iterable[Sequence[str]]) -> dict[str, str]:
    """Headers by name; several of one name are joined, as HTTP has it."""
    by_name: dict[str, str] = {}
    for name, value in headers:
        by_name[name] = f"{by_name[name]}, {value}" if name in by_name else value
    return by_name
