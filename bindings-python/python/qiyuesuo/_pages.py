"""Lists that the platform answers in pages, as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

# How many elements a page has at most where the caller does not say it: chosen, as in the core.
PAGE_SIZE = 100


class _Window:
    """Which elements the next page has."""

    __slots__ = ("limit", "offset", "over")

    def __init__(self, offset: Optional[int], limit: Optional[int]) -> None:
        self.offset = 0 if offset is None else offset
        self.limit = PAGE_SIZE if limit is None else limit
        self.over = False

    def take(self, page: Any) -> Any:
        elements = page.list or ()
        self.offset += len(elements)
        self.over = not elements or (page.total_count is not None and self.offset >= page.total_count)
        return elements


def pages(fetch: Callable[[int, int], Any], offset: Optional[int], limit: Optional[int]) -> Iterator[Any]:
    window = _Window(offset, limit)
    while not window.over:
        yield from window.take(fetch(window.offset, window.limit))


async def async_pages(
    fetch: Callable[[int, int], Awaitable[Any]], offset: Optional[int], limit: Optional[int]
) -> AsyncIterator[Any]:
    window = _Window(offset, limit)
    while not window.over:
        for element in window.take(await fetch(window.offset, window.limit)):
            yield element
