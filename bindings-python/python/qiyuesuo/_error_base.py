"""What all errors have in common. The class of each kind is generated, from the core's table of kinds."""

from __future__ import annotations

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Mapping, Optional

_ATTRIBUTES = (
    "message", "operation", "http_status", "code", "response_code", "field", "attempts", "retry_after", "request_id",
    "headers",
)


class QiyuesuoError(Exception):
    """Base of every error of this package.

    Neither its text nor its `repr` ever holds a secret, a signature, a ticket, personal data or a body. Tests can raise
    one as calls do: the message, the attributes below as keywords, and `body`.

    Attributes:
        kind: what kind of failure this is, the same word in every language of the SDK.
        message: what went wrong, for people.
        operation: such as `personal_auth.create_ticket`, or `request` for a raw request.
        http_status: HTTP status of the answer, if one arrived.
        code: `code` of the platform's envelope.
        response_code: `responseCode` of the platform's envelope.
        field: the field or option that is wrong, as a path: `user.contactType`.
        attempts: how often the request was sent or tried to be sent; 0 when it never left.
        retry_after: seconds the platform asks to wait before the next try.
        request_id: the id that the answer gives to the request, for questions to the platform's support; see
            `ResponseInfo`.
        headers: headers of the answer, without cookies; names in lower case.
    """

    # Where all the errors are found; tracebacks and pickles name it.
    __module__ = "qiyuesuo._errors"
    kind: str = "internal"
    message: str
    operation: Optional[str]
    http_status: Optional[int]
    code: Optional[int]
    response_code: Optional[str]
    field: Optional[str]
    attempts: int
    retry_after: Optional[float]
    request_id: Optional[str]
    headers: Mapping[str, str]

    def __init__(
        self,
        message: str,
        *,
        operation: Optional[str] = None,
        http_status: Optional[int] = None,
        code: Optional[int] = None,
        response_code: Optional[str] = None,
        field: Optional[str] = None,
        attempts: int = 0,
        retry_after: Optional[float] = None,
        request_id: Optional[str] = None,
        headers: Optional[Mapping[str, str]] = None,
        body: Optional[str] = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.operation = operation
        self.http_status = http_status
        self.code = code
        self.response_code = response_code
        self.field = field
        self.attempts = attempts
        self.retry_after = retry_after
        self.request_id = request_id
        self.headers = {} if headers is None else headers
        self._body = body

    def body(self) -> Optional[str]:
        """The body of the answer. Every value but `code`, `responseCode` and `message` is masked, and a body that is
        not JSON is described rather than shown, unless the option `capture_bodies` is on."""
        return self._body

    def __str__(self) -> str:
        text = f"{self.operation}: {self.message}" if self.operation else self.message
        return f"{text} ({self.attempts} attempts)" if self.attempts > 1 else text

    def __repr__(self) -> str:
        known = ((name, getattr(self, name)) for name in _ATTRIBUTES if name != "headers")
        shown = ", ".join(f"{name}={value!r}" for name, value in known if value is not None)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> Any:
        attributes = {name: getattr(self, name) for name in _ATTRIBUTES}
        # Attributes that others have set (notes, for example) travel too.
        rest = {name: value for name, value in self.__dict__.items() if name not in attributes and name != "_body"}
        return _rebuilt, (type(self), {**attributes, "body": self._body}, rest)


def _rebuilt(kind: type[QiyuesuoError], attributes: dict[str, Any], rest: dict[str, Any]) -> QiyuesuoError:
    error = kind.__new__(kind)
    QiyuesuoError.__init__(error, attributes.pop("message"), **attributes)
    error.__dict__.update(rest)
    return error
