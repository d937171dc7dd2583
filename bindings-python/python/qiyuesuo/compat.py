"""The names that the platform's own documentation uses, so that its snippet runs as it stands.

    from qiyuesuo.compat import SdkClient, User, UserAuthMiniappTicketRequest

    sdkClient = SdkClient(url, accessToken, accessSecret)
    response = sdkClient.request(UserAuthMiniappTicketRequest(User("10020033044", "MOBILE")))
    mapper = json.loads(response)

The page's Python snippet ends after `SdkClient`; the names of requests are those of the platform's other SDKs, and the
setters (`set_contact`, `set_contactType`) those of its Python samples. Errors are this package's, with `kind` and the
other attributes; `BaseSdkException` is the name of their base here.
"""

from __future__ import annotations

from typing import Any, Optional

from . import _files, _json
from ._bean import Bean as Bean
from ._bean import Request as Request
from ._client import Client
from ._errors import QiyuesuoError as BaseSdkException
from ._generated import documented
from ._generated.documented import *  # noqa: F403
from ._shared import parts_of, raw_text

__all__ = ["BaseSdkException", "Company", "SaaSSdkClient", "SdkClient", "User"]
__all__ += documented.__all__


class User(Bean):
    """A person: `User(contact, contactType)`, or `User()` and setters."""

    _members = ("contact", "contactType", "name")


class Company(Bean):
    """A company of an agent's customer."""

    _members = ("id", "name", "registerNo")


class SdkClient:
    """`SdkClient(url, accessToken, accessSecret)`. Further keywords are options of `qiyuesuo.Client`."""

    def __init__(self, url: str, accessToken: str, accessSecret: str, **options: Any) -> None:
        self._client = Client(**{**self._credentials(accessToken, accessSecret), "base_url": url, **options})

    @staticmethod
    def _credentials(token: str, secret: str) -> dict[str, Any]:
        return {"app_token": token, "app_secret": secret}

    def request(self, request: Request) -> str:
        """The JSON text of the platform's answer, also when its `code` says that the call failed; `code` is a number.

        Raises BaseSdkException when there is no such answer: no connection, an HTTP status of 400 and above, or a
        success without the result that the call promises.
        """
        members = request.to_dict()
        query: Optional[dict[str, Any]] = None
        body: Any = None
        files: Optional[dict[str, Any]] = None
        if request.encoding == "query":
            query = members
        elif request.encoding == "multipart":
            files = {name: members.pop(name) for name in request.files if name in members}
            parts = {name: _part(value) for name, value in members.items()}
            files = {**{name: _files.FilePart(text) for name, text in parts.items()}, **files}
        else:
            body = members
        text = raw_text(request.method, request.path, query, body, "envelope", request.repeatable)
        content = self._client._exchange("request", text, parts_of(files), None)[0]
        assert isinstance(content, bytes)
        return content.decode("utf-8-sig")

    def close(self) -> None:
        """Ends the client."""
        self._client.close()


class SaaSSdkClient(SdkClient):
    """The client of an agent. Mind the order of its arguments: `SaaSSdkClient(agentToken, agentSecret, url)`."""

    def __init__(self, agentToken: str, agentSecret: str, url: str, **options: Any) -> None:
        super().__init__(url, agentToken, agentSecret, **options)

    @staticmethod
    def _credentials(token: str, secret: str) -> dict[str, Any]:
        return {"agent": {"token": token, "secret": secret}}


def _part(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else _json.encode(value)
