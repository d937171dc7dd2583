"""The client whose calls block."""

from __future__ import annotations

from . import _logs, _native, _options
from ._generated.families import Families
from ._shared import BaseClient, download_of, parts_of, raw_of, raw_text, request_text, result_of

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Optional, TypeVar

    from typing_extensions import Self

    from ._base import Answer
    from ._files import Files
    from ._generated.request_options import RequestOptions
    from ._native import _Part, _Reply
    from ._raw import Download, RawReply
    from ._shared import Query

    _A = TypeVar("_A", bound=Answer)


class Client(BaseClient, Families):
    """Calls the platform and waits for its answer.

    One client serves any number of threads, and works in a forked child. While a call waits, other threads run, and
    Ctrl-C ends it within 100 ms.

        client = Client(app_token=..., app_secret=..., environment="test")  # or Client(), from QYS_*
        ticket = client.personal_auth.create_ticket(user=User("10020033044", "MOBILE"), mode="BANK")

    Every call raises a subclass of QiyuesuoError when it fails.
    """

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        json: Any = None,
        files: Optional[Files] = None,
        repeatable: bool = False,
        options: Optional[RequestOptions] = None,
    ) -> RawReply:
        """Calls any endpoint, signed as every call, and answers its whole envelope.

        Args:
            method: HTTP method, upper case.
            path: begins with `/`, without query.
            query: names and values, as a mapping or pairs; what is None is left out.
            json: the body; with `files`, an object whose members become text parts.
            files: parts of a `multipart/form-data` body, as a mapping or pairs.
            repeatable: whether the call may be repeated after it may have reached the platform.
            options: options of this call alone.
        """
        text = raw_text(method, path, query, json, "json", repeatable)
        return raw_of(self._exchange("request", text, parts_of(files), options))

    def download(
        self,
        method: str,
        path: str,
        *,
        query: Optional[Query] = None,
        json: Any = None,
        files: Optional[Files] = None,
        repeatable: bool = False,
        options: Optional[RequestOptions] = None,
    ) -> Download:
        """Calls any endpoint whose answer is a file. Arguments as for `request`. An answer that is the envelope of an
        error is raised as that error."""
        text = raw_text(method, path, query, json, "bytes", repeatable)
        return download_of(self._exchange("request", text, parts_of(files), options))

    def _typed(
        self,
        operation: str,
        members: dict[str, Any],
        kind: type[_A],
        files: Optional[Files],
        options: Optional[RequestOptions],
    ) -> _A:
        return result_of(kind, self._exchange(operation, request_text(members), parts_of(files), options))

    def _exchange(
        self,
        operation: str,
        request: bytes,
        parts: Optional[list[_Part]],
        options: Optional[RequestOptions],
    ) -> _Reply:
        _logs.follow()
        try:
            return self._native.call(operation, request, parts, _options.text(options) if options else None)
        finally:
            lines = _native.take_logs()
            if lines:
                _logs.deliver(lines)
            if self._on_attempt is not None:
                self._after_call()

    def close(self) -> None:
        """Ends the client: its calls in flight end with CancelledError, later ones with ConfigurationError. Views made
        with `with_options` stay open. May be called twice."""
        self._native.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
