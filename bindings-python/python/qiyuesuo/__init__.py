"""Unofficial Python SDK for the Qiyuesuo (契约锁) e-signature open platform.

    from qiyuesuo import Client, User

    client = Client(app_token=..., app_secret=..., environment="test")  # or Client(), from QYS_*
    ticket = client.personal_auth.create_ticket(user=User("10020033044", "MOBILE"), mode="BANK")
    print(ticket.ticket, ticket.plugin_url())

AsyncClient has the same calls with `await`. Failures are subclasses of QiyuesuoError. `qiyuesuo.callback` reads what the
platform posts back, `qiyuesuo.testing` starts a local emulator, `qiyuesuo.compat` has the names of the platform's own
documentation.
"""

from __future__ import annotations

from . import _load

# Not typing's: importing that module takes longer than importing this package may.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._async_client import AsyncClient as AsyncClient
    from ._base import OpenResult as OpenResult
    from ._base import ResponseInfo as ResponseInfo
    from ._base import Result as Result
    from ._base import Struct as Struct
    from ._base import TicketResult as TicketResult
    from ._client import Client as Client
    from ._errors import APIConnectionError as APIConnectionError
    from ._errors import APIError as APIError
    from ._errors import APITimeoutError as APITimeoutError
    from ._errors import AuthenticationError as AuthenticationError
    from ._errors import CallbackError as CallbackError
    from ._errors import CancelledError as CancelledError
    from ._errors import ConfigurationError as ConfigurationError
    from ._errors import InternalError as InternalError
    from ._errors import InvalidResponseError as InvalidResponseError
    from ._errors import PermissionDeniedError as PermissionDeniedError
    from ._errors import QiyuesuoError as QiyuesuoError
    from ._errors import RateLimitError as RateLimitError
    from ._errors import ServerError as ServerError
    from ._errors import ValidationError as ValidationError
    from ._files import File as File
    from ._files import FilePart as FilePart
    from ._generated.exports import *  # noqa: F403
    from ._generated.request_options import RequestOptions as RequestOptions
    from ._option_types import Agent as Agent
    from ._option_types import SignatureRule as SignatureRule
    from ._raw import Download as Download
    from ._raw import RawReply as RawReply
    from ._attempt import Attempt as Attempt
    from ._sign import sign as sign

__version__ = _load.native.version()

# Where each public name lives. Modules are imported when one of their names is first used, so that importing the
# package stays quick however many operations the platform has.
_EXPORTS = {
    "AsyncClient": "_async_client",
    "Client": "_client",
    "Attempt": "_attempt",
    "sign": "_sign",
    **dict.fromkeys(("OpenResult", "ResponseInfo", "Result", "Struct", "TicketResult"), "_base"),
    **dict.fromkeys(("File", "FilePart"), "_files"),
    **dict.fromkeys(("Agent", "SignatureRule"), "_option_types"),
    "RequestOptions": "_generated.request_options",
    **dict.fromkeys(("Download", "RawReply"), "_raw"),
    **dict.fromkeys(
        (
            "APIConnectionError", "APIError", "APITimeoutError", "AuthenticationError", "CallbackError",
            "CancelledError", "ConfigurationError", "InternalError", "InvalidResponseError", "PermissionDeniedError",
            "QiyuesuoError", "RateLimitError", "ServerError", "ValidationError",
        ),
        "_errors",
    ),
}
_SUBMODULES = ("callback", "compat", "testing")


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name == "__all__":  # of `from qiyuesuo import *`, which asks for it here
        return [public for public in __dir__() if public not in ("__version__", "compat", "testing")]
    if name in _SUBMODULES:
        return import_module(f"{__name__}.{name}")
    module = _EXPORTS.get(name)
    if module is None:
        from ._generated import EXPORTS

        module = EXPORTS.get(name)
        if module is None:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module = f"_generated.{module}"
    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    from ._generated import EXPORTS

    return sorted({"__version__", *_EXPORTS, *EXPORTS, *_SUBMODULES})
