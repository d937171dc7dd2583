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

from typing import Any, ClassVar, Optional

from . import _files, _json
from ._client import Client
from ._errors import QiyuesuoError as BaseSdkException
from ._shared import parts_of, raw_text

__all__ = [
    "BaseSdkException", "Company", "CompanyAuthLicenseMiniappTicketRequest", "CompanyAuthMiniappTicketRequest",
    "ContractMiniappTicketRequest", "ContractMiniappViewTicketRequest", "PersonalSignAuthTicketRequest",
    "SaaSCompanyAuthMiniappTicketRequest", "SaaSPersonalSignAuthTicketRequest", "SaaSPrivilegeMiniappTicketRequest",
    "SaaSUserAuthMiniappTicketRequest", "SaaSSdkClient", "SdkClient", "User", "UserAuthMiniappTicketRequest",
    "UserAuthPageRequest", "UserAuthResultRequest",
]


class Bean:
    """Members under the platform's names: in the order of the class, by keyword, as attributes, or by `set_...`."""

    _members: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *values: Any, **named: Any) -> None:
        if len(values) > len(self._members):
            raise TypeError(f"{type(self).__name__} takes at most {len(self._members)} values")
        for name in self._members:
            object.__setattr__(self, name, None)
        for name, value in {**dict(zip(self._members, values)), **named}.items():
            setattr(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._members:
            raise AttributeError(f"{type(self).__name__} has no member {name!r}; it has {', '.join(self._members)}")
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        prefix, _, member = name.partition("_")
        if member in self._members:
            if prefix == "set":
                return lambda value: setattr(self, member, value)
            if prefix == "get":
                return lambda: getattr(self, member)
        raise AttributeError(f"{type(self).__name__} has no member {name!r}; it has {', '.join(self._members)}")

    def to_dict(self) -> dict[str, Any]:
        """The members that are set."""
        return {name: getattr(self, name) for name in self._members if getattr(self, name) is not None}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}=***' for name in self.to_dict())})"


class User(Bean):
    """A person: `User(contact, contactType)`, or `User()` and setters."""

    _members = ("contact", "contactType", "name")


class Company(Bean):
    """A company of an agent's customer."""

    _members = ("id", "name", "registerNo")


class Request(Bean):
    """A request. A class of your own that names `method`, `path` and its members reaches any other endpoint."""

    method: ClassVar[str] = "POST"
    path: ClassVar[str]
    #: How the members travel: `json`, `query` or `multipart`.
    encoding: ClassVar[str] = "json"
    #: Whether the call may be repeated after it may have reached the platform. Never, unless a class says so.
    repeatable: ClassVar[bool] = False


_IDENTITY = (
    "user", "mode", "paperType", "username", "idCardNo", "bankNo", "bankMobile", "callbackUrl", "otherModes",
    "modifyFields",
)
_LICENSED = (
    "companyName", "applicantInfo", "registerNo", "legalPerson", "callbackUrl", "closeButton", "modifyFields", "license",
)


class UserAuthMiniappTicketRequest(Request):
    """生成个人认证令牌."""

    path = "/v2/personalauth/miniappexchange"
    repeatable = True
    _members = _IDENTITY


class UserAuthPageRequest(Request):
    """获取个人认证链接."""

    path = "/v2/personalauth"
    repeatable = True
    _members = (*_IDENTITY, "callbackPage", "lang", "pageStyle")


class UserAuthResultRequest(Request):
    """查询个人认证状态."""

    method = "GET"
    path = "/v2/personalauth/result"
    encoding = "query"
    repeatable = True
    _members = ("authId", "contact", "contactType")


class CompanyAuthMiniappTicketRequest(Request):
    """生成企业认证令牌."""

    path = "/companyauth/miniappexchange"
    repeatable = True
    _members = (
        "companyName", "applicant", "registerNo", "legalPerson", "callbackUrl", "closeButton", "modifyFields",
    )


class CompanyAuthLicenseMiniappTicketRequest(Request):
    """A company authentication ticket with the business licence; `license` is bytes, a path or a file object."""

    path = "/companyauth/miniappexchangewithlicense"
    encoding = "multipart"
    repeatable = True
    _members = _LICENSED


class ContractMiniappTicketRequest(Request):
    """生成合同签署令牌: `ContractMiniappTicketRequest(contractId, user)`."""

    path = "/v2/contract/miniappexchange"
    repeatable = True
    _members = ("contractId", "user", "bizId", "tenantName", "hidePasswordSettings", "allowPasswordSign")


class ContractMiniappViewTicketRequest(Request):
    """A ticket to view a contract."""

    path = "/v2/contract/miniappexchange/view"
    repeatable = True
    _members = ("contractId", "bizId", "documentId", "tenantName", "lang", "themeColor")


class PersonalSignAuthTicketRequest(Request):
    """A ticket to authorise silent signing."""

    path = "/v2/personalsign/authurl/miniappexchange"
    repeatable = True
    _members = (
        "user", "authDeadline", "remark", "callbackUrl", "tenantName", "authMethod", "authInfo", "pageStyle",
        "allowPersonalAuto", "authTimeModifiable",
    )


class SaaSUserAuthMiniappTicketRequest(Request):
    """The personal authentication ticket of an agent's customer."""

    path = "/saas/v2/personalauth/miniappexchange"
    repeatable = True
    _members = (*_IDENTITY, "manualSwitch")


class SaaSCompanyAuthMiniappTicketRequest(Request):
    """The company authentication ticket of an agent's customer, with or without `license`."""

    path = "/saas/v2/companyauth/miniappexchange"
    encoding = "multipart"
    repeatable = True
    _members = _LICENSED


class SaaSPrivilegeMiniappTicketRequest(Request):
    """A ticket with which a customer grants the agent privileges. It may create a token, so it is never repeated."""

    path = "/saas/v2/privilege/miniappexchange"
    _members = ("appId", "companyId", "user", "createToken", "successUrl", "callbackUrl", "privilegeModules")


class SaaSPersonalSignAuthTicketRequest(Request):
    """A ticket with which a customer's person authorises silent signing."""

    path = "/saas/v2/personalsign/authurl/miniappexchange"
    repeatable = True
    _members = (
        "user", "authDeadline", "remark", "callbackUrl", "company", "appId", "pageStyle", "allowPersonalAuto",
        "authTimeModifiable",
    )


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
            files = {"license": members.pop("license")} if "license" in members else {}
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
