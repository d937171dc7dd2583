"""The errors. All are QiyuesuoError and have the same attributes; each kind has a class of its own."""

from __future__ import annotations

from ._error_base import QiyuesuoError as QiyuesuoError
from ._generated.errors import BY_KIND
from ._generated.errors import InternalError as InternalError
from ._generated.errors import *  # noqa: F403
from ._headers import joined

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Optional


def from_native(
    kind: str,
    message: str,
    operation: Optional[str],
    http_status: Optional[int],
    code: Optional[int],
    response_code: Optional[str],
    field: Optional[str],
    attempts: int,
    retry_after: Optional[float],
    request_id: Optional[str],
    headers: list[tuple[str, str]],
    body: Optional[str],
) -> QiyuesuoError:
    """The exception for an error of the native module, which calls this."""
    return BY_KIND.get(kind, InternalError)(
        message,
        operation=operation,
        http_status=http_status,
        code=code,
        response_code=response_code,
        field=field,
        attempts=attempts,
        retry_after=retry_after,
        request_id=request_id,
        headers=joined(headers),
        body=body,
    )
