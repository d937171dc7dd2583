"""What `on_attempt` is called with."""

from __future__ import annotations

from typing import NamedTuple, Optional


class Attempt(NamedTuple):
    """What one attempt of a call came to, for metrics. It holds nothing secret."""

    #: The operation, or `request` for a raw request.
    operation: str
    #: 1 for the first.
    attempt: int
    #: HTTP status, if an answer arrived.
    http_status: Optional[int]
    #: `code` of the envelope, if there was one.
    code: Optional[int]
    #: Milliseconds from the first byte wanted to the last byte read.
    elapsed_ms: float
    #: The kind of the failure, if it failed: `timeout`, `api`, ...
    error_kind: Optional[str]
