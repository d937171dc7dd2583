"""Objects inside results: the classes are made here, as the generator writes them."""

from __future__ import annotations

import copy
import logging
import pickle
from typing import Any, ClassVar, Mapping, Optional, Sequence

import pytest
from qiyuesuo import (
    APIError, Client, ConfigurationError, Download, NamedUser, PersonalAuthResult, QiyuesuoError, RateLimitError, RawReply,
    ResponseInfo, Ticket, User, ValidationError,
)
from qiyuesuo._base import Result, Struct
from servers import Server


class Address(Struct):
    __slots__ = ("city",)
    _wire: ClassVar[Mapping[str, str]] = {"city": "city"}
    city: Optional[str]

    def __init__(self, *, city: Optional[str] = None, extra: Optional[Mapping[str, Any]] = None) -> None:
        self._set((city,), extra)


class Owner(Struct):
    __slots__ = ("phone_no", "address")
    _wire: ClassVar[Mapping[str, str]] = {"phone_no": "phoneNo", "address": "address"}
    _nested: ClassVar[Mapping[str, type[Struct]]] = {"address": Address}
    phone_no: Optional[str]
    address: Optional[Address]

    def __init__(
        self,
        *,
        phone_no: Optional[str] = None,
        address: Optional[Address] = None,
        extra: Optional[Mapping[str, Any]] = None,
    ) -> None:
        self._set((phone_no, address), extra)


class Widget(Result):
    __slots__ = ("owners",)
    _wire: ClassVar[Mapping[str, str]] = {"owners": "owners"}
    _nested: ClassVar[Mapping[str, type[Struct]]] = {"owners": Owner}
    owners: Sequence[Owner]

    def __init__(
        self,
        *,
        owners: Sequence[Owner],
        extra: Optional[Mapping[str, Any]] = None,
        response: Optional[ResponseInfo] = None,
    ) -> None:
        self._set((owners,), extra, response)


def widget(members: dict[str, Any]) -> Widget:
    return Widget._from_reply(members, (b"", 200, 1, 0.5, None, None, ""))


def test_every_object_keeps_what_it_has_no_member_for() -> None:
    address = {"city": "Shanghai", "extra": {"zip": 200000}}
    found = widget({"owners": [{"phoneNo": "1", "address": address, "extra": {"age": "old", "extra": 1}}], "extra": {"n": 1}})
    owner = found.owners[0]
    assert (owner.phone_no, owner.extra) == ("1", {"age": "old", "extra": 1})
    assert owner.address is not None and owner.address.extra == {"zip": 200000}
    sent = {"phoneNo": "1", "address": {"city": "Shanghai", "zip": 200000}, "age": "old", "extra": 1}
    assert found.to_dict() == {"owners": [sent], "n": 1}
    assert "old" not in repr(found) and "200000" not in repr(found) and "extra" in repr(owner)
    assert pickle.loads(pickle.dumps(owner)) == owner == copy.deepcopy(owner)
    assert owner != widget({"owners": [{"phoneNo": "1", "address": address}]}).owners[0]


def test_a_member_of_another_type_is_named_in_one_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    body = b'{"code":0,"result":{"status":"2","authEndTime":1700000000000}}'
    answer = b"HTTP/1.1 200 x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with Server(answer=answer) as server, caplog.at_level(logging.DEBUG, "qiyuesuo"):
        with Client(**server.options) as client:  # type: ignore[arg-type]
            result = client.company_auth.get_result(request_id="1")
    assert (result.status, result.auth_end_time, result.extra) == (2, None, {"authEndTime": 1700000000000})
    lines = [record.getMessage() for record in caplog.records if "unexpected type" in record.getMessage()]
    assert len(lines) == 1 and "members=authEndTime" in lines[0] and "1700000000000" not in lines[0]


def test_a_result_that_a_test_makes_is_as_one_that_was_received() -> None:
    made = Widget(
        owners=(Owner(phone_no="1", address=Address(city="Shanghai", extra={"zip": 200000}), extra={"age": "old"}),),
        extra={"n": 1},
    )
    address = {"city": "Shanghai", "extra": {"zip": 200000}}
    received = widget({"owners": [{"phoneNo": "1", "address": address, "extra": {"age": "old"}}], "extra": {"n": 1}})
    assert made == received and made.to_dict() == received.to_dict() and repr(made) == repr(received)
    assert (made.http_status, made.attempts) == (received.http_status, received.attempts) == (200, 1)
    assert pickle.loads(pickle.dumps(made)) == made == copy.deepcopy(made)
    with pytest.raises(AttributeError):
        made.owners = []
    assert Widget(owners=[], response=ResponseInfo(http_status=201, attempts=2)).attempts == 2 and Widget(owners=[]).extra == {}


def test_what_is_told_of_an_answer_compares_by_all_of_it() -> None:
    told = ResponseInfo(attempts=2, headers={"x-request-id": "r-1"})
    assert told == ResponseInfo(attempts=2, headers={"x-request-id": "r-1"}) == pickle.loads(pickle.dumps(told))
    assert told != ResponseInfo(attempts=2) and told != 2
    received = Widget._from_reply({}, (b"", 200, 2, 0.0, None, None, "x-request-id: r-1\n"))
    assert received.response == told and "r-1" not in repr(received.response)


def test_tickets_replies_and_errors_can_be_made() -> None:
    ticket = Ticket(ticket="T-1", extra={"new": 1})
    assert ticket.plugin_url() is None and "T-1" not in repr(ticket)
    assert ticket == Ticket._from_reply({"ticket": "T-1", "extra": {"new": 1}}, (b"", 200, 1, 0.0, None, None, ""))
    opened = Ticket(ticket="T-1", plugin=("personal-auth", "com"))
    assert opened.plugin_url() == "plugin://qyssdk-plugin/personal-auth?ticket=T-1&env=com&hasCb=true"
    with pytest.raises(ConfigurationError, match="the page must be"):
        Ticket(ticket="T-1", plugin=("nowhere", "com")).plugin_url()
    identified = PersonalAuthResult(real_name=True)
    assert identified.real_name and identified.mode is None and identified.to_dict() == {"realName": True}
    with pytest.raises(TypeError):
        Ticket("T-1")  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        PersonalAuthResult(mode="BANK")  # type: ignore[call-arg]
    assert RawReply({"result": 1}).result == 1 and Download(b"x") == Download(b"x", None, None, response=ResponseInfo())
    error: QiyuesuoError = RateLimitError("too often", retry_after=1, code=1502, body="{}")
    assert isinstance(error, APIError) and (error.kind, error.retry_after, error.code) == ("rate_limit", 1, 1502)
    assert (error.attempts, error.body(), str(error)) == (0, "{}", "too often")


def test_members_beyond_the_declared_ones_are_sent_when_the_client_is_lenient() -> None:
    user = User("1", "MOBILE", extra={"shoeSize": 43})
    assert user.to_dict() == {"contact": "1", "contactType": "MOBILE", "shoeSize": 43}
    assert user != User("1", "MOBILE") and "43" not in repr(user)
    assert NamedUser("1", "MOBILE", extra={"a": 1}).extra == {"a": 1}
    body = b'{"code":0,"result":{"ticket":"T"}}'
    answer = b"HTTP/1.1 200 x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    with Server(answer=answer) as server, Client(**server.options) as client:  # type: ignore[arg-type]
        with pytest.raises(ValidationError) as raised:
            client.personal_auth.create_ticket(user=user)
        assert (raised.value.field, server.requests) == ("user.shoeSize", 0)
        assert client.personal_auth.create_ticket(user=user, options={"validation": "lenient"}) == Ticket(ticket="T")
