"""What Client and AsyncClient have in common."""

from __future__ import annotations

import atexit
import os

from . import _errors, _json, _logs, _native, _options

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, Iterable, Literal, Mapping, Optional, Union

    from typing_extensions import Self, Unpack

    from ._attempt import Attempt
    from ._base import Result
    from ._files import Files
    from ._native import _Part, _Reply
    from ._option_types import Agent, RequestOptions, SignatureRule
    from ._raw import Download, RawReply

    Query = Union[Mapping[str, Any], Iterable[tuple[str, Any]]]

# Threads that are blocked in a call must not take an interpreter that is about to go.
atexit.register(_native.shut_down)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_native.after_fork)


class BaseClient:
    """Options, and what ends a client."""

    _native: _native.Bridge
    _on_attempt: Optional[Callable[[Attempt], object]]

    def __init__(
        self,
        *,
        app_token: Optional[str] = None,
        app_secret: Optional[str] = None,
        app_secret_file: Optional[Union[str, os.PathLike[str]]] = None,
        agent: Optional[Agent] = None,
        environment: Optional[Union[Literal["production", "test"], str]] = None,
        base_url: Optional[str] = None,
        connect_timeout: Optional[float] = None,
        attempt_timeout: Optional[float] = None,
        total_timeout: Optional[float] = None,
        max_retries: Optional[int] = None,
        proxy: Optional[str] = None,
        ca_pem: Optional[str] = None,
        ca_file: Optional[Union[str, os.PathLike[str]]] = None,
        allow_http: Optional[bool] = None,
        http2: Optional[bool] = None,
        pool_idle_timeout: Optional[float] = None,
        pool_max_idle: Optional[int] = None,
        connection_max_age: Optional[float] = None,
        signature: Optional[Union[str, SignatureRule]] = None,
        header_prefix: Optional[str] = None,
        language: Optional[str] = None,
        validation: Optional[Union[Literal["strict", "lenient"], str]] = None,
        app_info: Optional[str] = None,
        clock_correction: Optional[bool] = None,
        capture_bodies: Optional[bool] = None,
        max_download_bytes: Optional[int] = None,
        on_attempt: Optional[Callable[[Attempt], object]] = None,
    ) -> None:
        """Opens a client. Starts no thread and opens no connection.

        What is not given comes from the environment (`QYS_APP_TOKEN`, `QYS_BASE_URL`, ...) and then from the default.

        Args:
            app_token: App Token of the application. Required without an agent.
            app_secret: App Secret of the application. It signs and never travels.
            app_secret_file: a file that holds the App Secret; one final line break is dropped.
            agent: `{"token": ..., "secret": ...}` of an agent (SaaS).
            environment: `production` (default) or `test`, the platform's own test environment.
            base_url: another address, such as an emulator's; a path in it is a prefix.
            connect_timeout: seconds to connect: name, TCP, proxy and TLS together. Default 5.
            attempt_timeout: seconds for one attempt. Default 15.
            total_timeout: seconds for a call with all its attempts and waits. Default 60.
            max_retries: how often a call may be repeated. Default 2; 0 turns repeating off.
            proxy: `http://`, `https://` or `socks5://` address, or `direct`. Default: the system's.
            ca_pem: PEM text of the certificate authorities to trust in place of the system's.
            ca_file: a file with such text.
            allow_http: allows plain HTTP to other hosts than this one. Default off.
            http2: offers HTTP/2. Default off.
            pool_idle_timeout: seconds an idle connection is kept. Default 30.
            pool_max_idle: how many idle connections are kept. Default 64.
            connection_max_age: seconds a connection is used for new calls. Default 600.
            signature: how requests are signed: `md5` (default), another preset, or a rule as a dict.
            header_prefix: prefix of the platform's header names. Default `x-qys-open-`.
            language: value of the language header. Default: not sent.
            validation: `strict` (default) or `lenient`: unknown fields and values pass.
            app_info: added to the User-Agent: `name/version` of your application.
            clock_correction: repeats a call once with the platform's time when ours is wrong. Default on.
            capture_bodies: keeps bodies of errors unmasked behind `error.body()`. Default off.
            max_download_bytes: longest download that is accepted. Default 104857600 (100 MiB).
            on_attempt: called with an Attempt for each attempt, by the thread (or event loop) that called, once the
                call has ended. What it raises is logged.

        Raises:
            ConfigurationError: an option is missing or wrong; `field` names it.
        """
        given = locals()
        options = {name: given[name] for name in _CLIENT_OPTIONS}
        self._native = _native.Bridge(_options.text(options), on_attempt is not None)
        self._on_attempt = on_attempt
        _logs.follow()

    def with_options(self, **options: Unpack[RequestOptions]) -> Self:
        """A second client on the same connections with some options changed, also with another customer's
        credentials. Cheap. Closing either leaves the other open.

        Raises:
            ConfigurationError: an option is wrong, or belongs to the connections themselves.
        """
        view = type(self).__new__(type(self))
        view._native = self._native.with_options(_options.text(options))
        view._on_attempt = self._on_attempt
        return view

    def _after_call(self, submitted: Optional[int] = None) -> None:
        """Tells of the attempts of a submitted call, or of this thread's. Only called with `on_attempt`."""
        from ._attempt import Attempt

        assert self._on_attempt is not None
        for values in self._native.take_attempts(submitted):
            try:
                self._on_attempt(Attempt(*values))
            except Exception:
                _logs.logger().exception("on_attempt raised")

    def __repr__(self) -> str:
        return f"<{type(self).__module__.partition('.')[0]}.{type(self).__name__}>"

    def __reduce__(self) -> Any:
        raise TypeError(f"{type(self).__name__} holds credentials and connections: make one where it is needed")


_CLIENT_OPTIONS = tuple(
    name for name in BaseClient.__init__.__kwdefaults__ or () if name != "on_attempt"
)


def request_text(members: dict[str, Any]) -> bytes:
    """The JSON text of a typed request: what is None is left out."""
    return _json.encode({name: value for name, value in members.items() if value is not None})


def raw_text(
    method: str, path: str, query: Optional[Query], body: Any, answer: str, repeatable: bool
) -> bytes:
    """The JSON text of a raw request."""
    raw: dict[str, Any] = {"method": method, "path": path, "answer": answer, "repeatable": repeatable}
    if query is not None:
        if isinstance(query, (str, bytes)):
            raise _errors.ValidationError("`query` must be a mapping or pairs, not text", field="query")
        items = getattr(query, "items", None)
        pairs: Iterable[tuple[str, Any]] = query if items is None else items()  # type: ignore[assignment]
        raw["query"] = [(name, _text(value)) for name, value in pairs if value is not None]
    if body is not None:
        raw["json"] = body
    return _json.encode(raw)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def parts_of(files: Optional[Files]) -> Optional[list[_Part]]:
    """The files as the native module takes them."""
    if files is None:
        return None
    from . import _files

    return _files.parts(files)


def result_of(kind: Optional[type[Result]], reply: _Reply) -> Any:
    """The result of a typed call."""
    members = _json.decode(reply[0])  # type: ignore[arg-type]
    return members if kind is None else kind._from_reply(members, reply)


def raw_of(reply: _Reply) -> RawReply:
    """The answer to a raw request."""
    from ._raw import RawReply

    return RawReply(_json.decode(reply[0]), reply[1], reply[2])  # type: ignore[arg-type]


def download_of(reply: _Reply) -> Download:
    """The answer to a download."""
    from ._raw import Download

    content, content_type, filename = reply[0]
    return Download(content, content_type, filename, reply[1], reply[2])  # type: ignore[arg-type]
